// This file is the fix of a timer that a constructor arms and drops: the owner keeps it, in a field,
// and stops it where it stops itself.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// KeepTimer returns the fix that keeps a timer, whose handle is dropped, in its owner,
// and stops it where that stops:
//
//	type Cache struct {
//		entries map[string]string
//		+timer  *time.Timer
//	}
//
//	func New() *Cache {
//		c := &Cache{entries: make(map[string]string)}
//		+c.timer = time.AfterFunc(time.Minute, c.expire)
//		return c
//	}
//
//	func (c *Cache) Close() {
//		+if c.timer != nil {
//		+	c.timer.Stop()
//		+}
//		...
//	}
//
// The timer is set once, before anybody else has the owner: in a function that makes it
// and returns it. Nothing in the package calls the method that stops, or what the timer
// runs might do so before the field is set.
func (r *Rewriter) KeepTimer(file *ast.File, call *ast.CallExpr) (*analysis.SuggestedFix, string) {
	src := r.Source(file)
	k := &keeping{r: r, src: src, file: file, call: call}
	if src.Cgo || src.Content == nil {
		return nil, "the file is not what was analysed"
	}
	if !k.findOwner() || !k.findStop() {
		return nil, "where its owner stops is up to the author"
	}
	if why := k.unsafe(); why != "" {
		return nil, why
	}
	return k.fix()
}

// keeping is the question whether an owner can keep a timer.
type keeping struct {
	r    *Rewriter
	src  *source.File
	file *ast.File
	call *ast.CallExpr

	fn     *ast.FuncDecl // makes the owner
	stmt   *ast.ExprStmt
	owner  *types.Var
	typ    *types.TypeName
	fields *ast.FieldList
	stop   *ast.FuncDecl
}

// findOwner finds the variable that what the timer runs belongs to: the only one that the
// call names of a struct of the file, made by the function and returned.
func (k *keeping) findOwner() bool {
	fn, ok := syntax.FunctionAt(k.file, k.call.Pos()).(*ast.FuncDecl)
	if !ok || fn.Recv != nil {
		return false
	}
	k.fn = fn
	for _, s := range fn.Body.List {
		if x, ok := s.(*ast.ExprStmt); ok && x.X == k.call {
			k.stmt = x
		}
	}
	if k.stmt == nil {
		return false
	}
	for id := range syntax.All[*ast.Ident](k.call) {
		v, ok := k.r.Pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || !k.isMade(v) || v == k.owner {
			continue
		}
		if k.owner != nil {
			return false
		}
		k.owner = v
	}
	return k.owner != nil && k.isReturned() && k.findStruct()
}

// isMade reports whether a variable is declared in the function as a pointer to
// something new.
func (k *keeping) isMade(v *types.Var) bool {
	if !source.IsPointer(v.Type()) || k.r.IsAssigned(v) {
		return false
	}
	return slices.ContainsFunc(k.fn.Body.List, func(s ast.Stmt) bool {
		assign, ok := s.(*ast.AssignStmt)
		if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
			return false
		}
		id, ok := assign.Lhs[0].(*ast.Ident)
		if !ok || k.r.Pass.TypesInfo.Defs[id] != v {
			return false
		}
		switch x := ast.Unparen(assign.Rhs[0]).(type) {
		case *ast.UnaryExpr:
			_, isLit := x.X.(*ast.CompositeLit)
			return isLit && x.Op == token.AND
		case *ast.CallExpr:
			return k.r.IsBuiltin(x, "new")
		}
		return false
	})
}

// isReturned reports whether the function returns the owner, and does nothing else with
// it before the timer runs than to fill it in.
func (k *keeping) isReturned() bool {
	returned := false
	for _, use := range k.r.Index.Uses(k.owner) {
		switch use.ParentEdgeKind() {
		case edge.ReturnStmt_Results:
			returned = true
		case edge.SelectorExpr_X:
		default:
			if use.Node().Pos() <= k.stmt.End() {
				return false
			}
		}
	}
	return returned
}

// findStruct finds the declaration of the owner's type.
func (k *keeping) findStruct() bool {
	named, ok := types.Unalias(k.owner.Type().Underlying().(*types.Pointer).Elem()).(*types.Named)
	if !ok || named.TypeParams() != nil || named.Obj().Pkg() != k.r.Pass.Pkg {
		return false
	}
	k.typ = named.Obj()
	for _, d := range k.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range decl.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok && k.r.Pass.TypesInfo.Defs[ts.Name] == k.typ {
				if s, ok := ts.Type.(*ast.StructType); ok {
					k.fields = s.Fields
				}
			}
		}
	}
	return k.fields != nil && len(k.fields.List) > 0 && k.src.StartsLine(k.fields.Closing)
}

// findStop finds the method that stops the owner, in the same file.
func (k *keeping) findStop() bool {
	for _, name := range rows.Stoppers {
		for _, d := range k.file.Decls {
			fd, ok := d.(*ast.FuncDecl)
			if !ok || fd.Recv == nil || fd.Name.Name != name || fd.Body == nil || len(fd.Body.List) == 0 {
				continue
			}
			recv := fd.Recv.List[0]
			v, _ := k.r.Pass.TypesInfo.Defs[fd.Name].(*types.Func)
			if v == nil || len(recv.Names) == 0 || recv.Names[0].Name == "_" || !source.IsPointer(v.Signature().Recv().Type()) {
				continue
			}
			if p, ok := v.Signature().Recv().Type().(*types.Pointer); ok {
				if named, ok := p.Elem().(*types.Named); ok && named.Obj() == k.typ {
					k.stop = fd
					return true
				}
			}
		}
	}
	return false
}

// timerField is the name of the field that is added.
const timerField = "timer"

// unsafe says why the owner cannot have one more field, or why that might not be set in
// time; or that what the timer runs might be missed.
func (k *keeping) unsafe() string {
	if first := k.r.timers[k.typ]; first != nil && first != k.call {
		return k.typ.Name() + " has a " + timerField + " already"
	}
	stop := k.r.Pass.TypesInfo.Defs[k.stop.Name]
	for _, used := range k.r.Pass.TypesInfo.Uses {
		if used == stop {
			return "what the timer runs may stop its owner"
		}
	}
	// A timer that is stopped gives no signal any more.
	if slices.ContainsFunc(k.call.Args, k.r.Signals().Operand) {
		return "somebody may wait for what the timer runs"
	}
	if why := k.missed(); why != "" {
		return why
	}
	// Of two values with one timer either would stop that.
	if !hasLock(k.typ) && k.isCopiedHere() {
		return "values of " + k.typ.Name() + " are copied, and would share the timer"
	}
	return k.noRoom(timerField)
}

// fix makes the edits: the field, its value, and the stop.
func (k *keeping) fix() (*analysis.SuggestedFix, string) {
	sel, ok := ast.Unparen(k.call.Fun).(*ast.SelectorExpr)
	first := k.stop.Body.List[0].Pos()
	if !ok || source.Text(sel.X) == "" || !k.src.StartsLine(first) || !k.src.StartsLine(k.stmt.Pos()) {
		return nil, "something else stands on its line"
	}
	recv := k.stop.Recv.List[0].Names[0].Name + "." + timerField
	insert := func(pos token.Pos, text string) analysis.TextEdit {
		return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
	}
	k.r.timers[k.typ] = k.call
	closing := k.fields.Closing
	return &analysis.SuggestedFix{
		Message: "Keep the timer in " + k.typ.Name() + ", and stop it in " + k.stop.Name.Name,
		TextEdits: []analysis.TextEdit{
			insert(closing, "\t"+timerField+" *"+source.Text(sel.X)+".Timer"+k.src.Newline(closing, 0)),
			insert(k.stmt.Pos(), k.owner.Name()+"."+timerField+" = "),
			insert(first, "if "+recv+" != nil {"+k.src.Newline(first, 1)+recv+".Stop()"+k.src.Newline(first, 0)+"}"+k.src.Newline(first, 0)),
		},
	}, ""
}
