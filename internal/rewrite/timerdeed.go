// This file asks whether anybody would miss what a timer runs, once its owner has stopped and has stopped
// the timer, too. Before that fix it came all the same:
//
//	func (c *cache) expire()  { clear(c.entries) }    // nobody misses it: Close drops the entries
//	func (t *temp) remove()   { os.Remove(t.path) }   // the file would stay
//	func (s *session) expire() { s.expired = true }   // somebody may ask for it
//
// It believes only what it sees: the timer runs a method of the owner, which does nothing but to set
// fields of that, and what it sets nobody looks at once the owner has stopped.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// missed says what might be missed of what the timer runs, "" where nothing is.
func (k *keeping) missed() string {
	fn := k.runs()
	if fn == nil || k.r.DeclOf(fn) == nil {
		return "what it runs is more than a method of its owner, and may be wanted once that has stopped"
	}
	name := fn.Name()
	if syntax.Mentions(k.r.Pass.TypesInfo, k.stop.Body, fn) {
		return k.stop.Name.Name + " calls " + name + " as well"
	}
	d := &deed{k: k, seen: make(map[*ast.FuncDecl]bool), sets: make(map[*types.Var]bool), empties: make(map[*types.Var]bool)}
	if !d.isOwn(fn) {
		return "what " + name + " does is not for its owner alone, and may be wanted once that has stopped"
	}
	for field := range d.sets {
		if d.isReadElsewhere(field) {
			return "what " + name + " sets may be read once its owner has stopped"
		}
	}
	for field := range d.empties {
		if !d.isDropped(field) && d.isReadElsewhere(field) {
			return "what " + name + " sets may be read once its owner has stopped"
		}
	}
	return ""
}

// runs is the method of the owner that the timer runs, by its value or by a literal that only calls it;
// nil for all else.
func (k *keeping) runs() *types.Func {
	if len(k.call.Args) != 2 {
		return nil
	}
	x := ast.Unparen(k.call.Args[1])
	if lit, ok := x.(*ast.FuncLit); ok {
		if len(lit.Body.List) != 1 {
			return nil
		}
		stmt, ok := lit.Body.List[0].(*ast.ExprStmt)
		if !ok {
			return nil
		}
		call, ok := stmt.X.(*ast.CallExpr)
		if !ok || len(call.Args) > 0 {
			return nil
		}
		x = ast.Unparen(call.Fun)
	}
	sel, ok := x.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok || k.r.Pass.TypesInfo.Uses[id] != k.owner {
		return nil
	}
	fn, _ := k.r.Pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	return fn
}

// A deed is what a timer does to its owner.
type deed struct {
	k       *keeping
	seen    map[*ast.FuncDecl]bool // methods of the owner that run
	sets    map[*types.Var]bool    // fields of the owner that get a value
	empties map[*types.Var]bool    // those of maps that get empty, or lose something
}

// isOwn reports whether a method does nothing but to its receiver, which is the owner.
func (d *deed) isOwn(fn *types.Func) bool {
	decl := d.k.r.DeclOf(fn)
	if decl == nil || decl.Body == nil || decl.Recv == nil || syntax.ReceiverName(decl) != d.k.typ.Name() {
		return false
	}
	if d.seen[decl] {
		return true
	}
	d.seen[decl] = true
	var recv types.Object
	if names := decl.Recv.List[0].Names; len(names) > 0 {
		recv = d.k.r.Pass.TypesInfo.Defs[names[0]]
	}
	return !syntax.Any(decl.Body, func(n ast.Node) bool { return d.does(n, decl, recv) })
}

// does reports whether a node, what is below it apart, does something to others than the owner.
func (d *deed) does(n ast.Node, decl *ast.FuncDecl, recv types.Object) bool {
	sets := func(list ...ast.Expr) bool {
		return slices.ContainsFunc(list, func(x ast.Expr) bool { return !d.isOwnPlace(x, decl, recv) })
	}
	switch n := n.(type) {
	case *ast.GoStmt, *ast.SendStmt, *ast.SelectStmt, *ast.FuncLit:
		return true
	case *ast.UnaryExpr:
		return n.Op == token.ARROW || n.Op == token.AND
	case *ast.AssignStmt:
		return n.Tok != token.DEFINE && sets(n.Lhs...)
	case *ast.IncDecStmt:
		return sets(n.X)
	case *ast.RangeStmt:
		_, isFunc := d.k.r.TypeOf(n.X).Underlying().(*types.Signature)
		_, isChan := d.k.r.TypeOf(n.X).Underlying().(*types.Chan)
		return isFunc || isChan || n.Tok == token.ASSIGN && (n.Key != nil && sets(n.Key) || n.Value != nil && sets(n.Value))
	case *ast.CallExpr:
		return !d.isOwnCall(n, recv)
	}
	return false
}

// isOwnPlace reports whether what is assigned to is a variable of the method, or a field of the receiver,
// and notes that.
func (d *deed) isOwnPlace(x ast.Expr, decl *ast.FuncDecl, recv types.Object) bool {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		v, ok := d.k.r.Pass.TypesInfo.ObjectOf(id).(*types.Var)
		return id.Name == "_" || ok && decl.Body.Pos() <= v.Pos() && v.Pos() < decl.Body.End()
	}
	field := d.field(x, recv)
	if field == nil {
		return false
	}
	d.sets[field] = true
	return true
}

// field is the field of the receiver that an expression is, or is a part of, by no pointer; nil for all
// else.
func (d *deed) field(x ast.Expr, recv types.Object) *types.Var {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok || recv == nil {
		return nil
	}
	selection := d.k.r.Pass.TypesInfo.Selections[sel]
	if selection == nil || selection.Kind() != types.FieldVal || len(selection.Index()) != 1 {
		return nil
	}
	if field := vars.FieldOf(d.k.r.Pass.TypesInfo, sel, recv); field != nil {
		return field
	}
	if _, isStruct := d.k.r.TypeOf(sel.X).Underlying().(*types.Struct); isStruct {
		return d.field(sel.X, recv)
	}
	return nil
}

// isOwnCall reports whether a call does nothing to others than the owner, and notes what it does to that.
func (d *deed) isOwnCall(call *ast.CallExpr, recv types.Object) bool {
	info := d.k.r.Pass.TypesInfo
	if tv := info.Types[call.Fun]; tv.IsType() {
		return true
	} else if tv.IsBuiltin() {
		return d.isOwnBuiltin(call, recv)
	}
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if fn.Pkg() == d.k.r.Pass.Pkg {
		id, isIdent := sel.X.(*ast.Ident)
		return isIdent && recv != nil && info.Uses[id] == recv && d.isOwn(fn.Origin())
	}
	full := fn.FullName()
	switch {
	case strings.HasPrefix(full, "(*sync.Mutex)."), strings.HasPrefix(full, "(*sync.RWMutex)."):
		return true
	case strings.HasPrefix(full, "(*sync/atomic."):
		field := d.field(sel.X, recv)
		if field != nil && fn.Name() != "Load" {
			d.sets[field] = true
		}
		return field != nil || fn.Name() == "Load"
	case full == "time.Now" || full == "time.Since" || full == "time.Until" || strings.HasPrefix(full, "(time."):
		return true
	case catalog.Computes(fn):
		return d.k.r.Ending().Call(call)
	}
	// What the owner closes as well is closed by then.
	field := d.field(sel.X, recv)
	return field != nil && unit.IsStd(fn.Pkg()) && slices.Contains(rows.Stoppers, fn.Name()) && d.isStopped(field, fn)
}

// isOwnBuiltin is isOwnCall for a builtin function.
func (d *deed) isOwnBuiltin(call *ast.CallExpr, recv types.Object) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	switch id.Name {
	case "delete", "clear":
		field := d.field(call.Args[0], recv)
		if field == nil {
			return false
		}
		if _, isMap := field.Type().Underlying().(*types.Map); !isMap {
			return false
		}
		d.empties[field] = true
		return true
	case "len", "cap", "append", "make", "new", "min", "max":
		return true
	}
	return false
}

// isStopped reports whether the method that stops calls a method on a field in any case.
func (d *deed) isStopped(field *types.Var, fn *types.Func) bool {
	info := d.k.r.Pass.TypesInfo
	recv := info.Defs[d.k.stop.Recv.List[0].Names[0]]
	return d.surely(func(s ast.Stmt) bool {
		switch s.(type) {
		case *ast.ExprStmt, *ast.DeferStmt, *ast.AssignStmt, *ast.ReturnStmt:
			return syntax.AnyOwn(s, func(call *ast.CallExpr) bool {
				sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
				return ok && info.Uses[sel.Sel] == fn && vars.FieldOf(info, sel.X, recv) == field
			})
		}
		return false
	})
}

// surely reports whether the method that stops comes to a statement that is asked for, in any case.
func (d *deed) surely(is func(ast.Stmt) bool) bool {
	for _, s := range d.k.stop.Body.List {
		if is(s) {
			return true
		}
		if syntax.HasOwn[*ast.ReturnStmt](s) || syntax.HasOwn[*ast.BranchStmt](s) {
			return false
		}
	}
	return false
}

// isDropped reports whether the method that stops sets a field to nil, and none but the one that makes
// the owner gives it another value.
func (d *deed) isDropped(field *types.Var) bool {
	if field.Exported() {
		return false
	}
	info := d.k.r.Pass.TypesInfo
	recv := info.Defs[d.k.stop.Recv.List[0].Names[0]]
	dropped := d.surely(func(s ast.Stmt) bool {
		assign, ok := s.(*ast.AssignStmt)
		return ok && len(assign.Lhs) == 1 && len(assign.Rhs) == 1 && vars.FieldOf(info, assign.Lhs[0], recv) == field && info.Types[assign.Rhs[0]].IsNil()
	})
	return dropped && !d.isNamedBeside(field) && !slices.ContainsFunc(d.k.r.Index.Uses(field), func(use inspector.Cursor) bool {
		sel := syntax.Outermost(selected(use))
		assigned := sel.ParentEdgeKind() == edge.AssignStmt_Lhs || sel.ParentEdgeKind() == edge.UnaryExpr_X
		return assigned && !syntax.Encloses(d.k.stop, use.Node().Pos()) && !syntax.Encloses(d.k.fn, use.Node().Pos())
	})
}

// isReadElsewhere reports whether anybody but what the timer runs may look at a field: the method that
// stops may be called again.
func (d *deed) isReadElsewhere(field *types.Var) bool {
	if field.Exported() || field.Embedded() || d.isNamedBeside(field) {
		return true
	}
	return slices.ContainsFunc(d.k.r.Index.Uses(field), func(use inspector.Cursor) bool {
		for decl := range d.seen {
			if syntax.Encloses(decl, use.Node().Pos()) {
				return false
			}
		}
		if syntax.Function(use) == d.k.fn { // nobody else has the owner yet
			return false
		}
		sel := syntax.Outermost(selected(use))
		if sel.ParentEdgeKind() == edge.AssignStmt_Lhs {
			return sel.Parent().Node().(*ast.AssignStmt).Tok != token.ASSIGN
		}
		return use.ParentEdgeKind() != edge.KeyValueExpr_Key
	})
}

// selected is what selects a field, or the use itself where that is a key of a literal.
func selected(use inspector.Cursor) inspector.Cursor {
	if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
		return use.Parent()
	}
	return use
}

// isNamedBeside reports whether a test, or a file of another build, has the name of a field.
func (d *deed) isNamedBeside(field *types.Var) bool {
	return slices.ContainsFunc(d.k.r.FilesBeside(source.DirOf(d.k.src)), func(file string) bool {
		beside := d.k.r.SetsIn(file)
		return beside.Broken || beside.Mentioned[field.Name()]
	})
}
