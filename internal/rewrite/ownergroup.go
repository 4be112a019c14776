// This file puts a launch into a group in a field of its owner, where the owner has a method that
// stops it and ends what is launched: then that can wait.

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
)

// ownerGroup plans a group in a field for a loop that belongs to a value with a Stop, Close
// or Shutdown, waited for there:
//
//	type Server struct {
//		done chan struct{}
//		+wg  sync.WaitGroup
//	}
//
//	-go s.loop()
//	+s.wg.Go(s.loop)
//
//	func (s *Server) Close() {
//		close(s.done)
//		+s.wg.Wait()
//	}
//
// The wait ends: what Close closes ends the loop, and nothing else in the loop waits for
// anybody. In a library there is no other fix, for a group of the whole process is not its
// to use; ok tells that this is the answer.
func (r *Rewriter) ownerGroup(src *source.File, stmt *ast.GoStmt) (p *plan, ok bool) {
	if src.Content == nil || !r.loops(stmt) || r.Told[stmt].Joined {
		return nil, false
	}
	library := r.isLibrary()
	k := &keeping{r: r, src: src, file: src.File}
	method := k.launched(stmt)
	if method == nil || !k.findStruct() || !k.findStop() {
		typ := r.ownerType(src, stmt)
		return refuse(elsewhere), library && typ != nil && r.stops(typ)
	}
	edits, why := k.groupEdits(stmt, method)
	switch {
	case why == "":
		b := r.filler(src, stmt)
		sync := b.pkg("sync", "sync")
		closing := k.fields.Closing
		edits = append(edits, analysis.TextEdit{Pos: closing, End: closing, NewText: []byte("\t" + groupField + " " + sync + ".WaitGroup" + src.Newline(closing, 0))})
		return &plan{title: "Launch into a group of " + k.typ.Name() + ", and wait in " + k.stop.Name.Name, edits: edits, imports: b.imports}, true
	case library:
		return refuse(why), true
	}
	return nil, false
}

// loops reports whether what is launched goes round until something ends it.
func (r *Rewriter) loops(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	if body == nil {
		return false
	}
	return syntax.AnyOwn(body, func(s ast.Stmt) bool {
		switch s := s.(type) {
		case *ast.ForStmt:
			return s.Cond == nil
		case *ast.RangeStmt:
			_, isChan := r.TypeOf(s.X).Underlying().(*types.Chan)
			return isChan
		}
		return false
	})
}

// ownerType is the type of the package whose method is launched, or else launches; nil
// for none.
func (r *Rewriter) ownerType(src *source.File, stmt *ast.GoStmt) *types.TypeName {
	typeName := func(t types.Type) *types.TypeName {
		if p, ok := types.Unalias(t).(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() == r.Pass.Pkg {
			return named.Obj()
		}
		return nil
	}
	if fn, ok := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func); ok {
		if recv := fn.Signature().Recv(); recv != nil {
			return typeName(recv.Type())
		}
	}
	fd, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	switch {
	case !ok:
		return nil
	case fd.Recv != nil:
		return typeName(r.TypeOf(fd.Recv.List[0].Type))
	case fd.Type.Results != nil: // a constructor
		return typeName(r.TypeOf(fd.Type.Results.List[0].Type))
	}
	return nil
}

const (
	groupField = "wg"
	elsewhere  = "its owner has a Stop, Close or Shutdown: to end it there, and to wait for it by a group in a field, is up to the author"
	endless    = "its owner could wait for it where it stops, by a group in a field, but it is not shown to end then"
)

// stops reports whether a type can be stopped.
func (r *Rewriter) stops(typ *types.TypeName) bool {
	return slices.ContainsFunc(rows.Stoppers, func(name string) bool {
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(typ.Type()), true, r.Pass.Pkg, name)
		_, ok := obj.(*types.Func)
		return ok
	})
}

// launched is the method that a go statement runs, without arguments, of a variable that
// is a pointer to a struct of the package; nil for all else.
func (k *keeping) launched(stmt *ast.GoStmt) *ast.FuncDecl {
	sel, ok := stmt.Call.Fun.(*ast.SelectorExpr)
	if !ok || len(stmt.Call.Args) > 0 {
		return nil
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := k.r.Pass.TypesInfo.Uses[id].(*types.Var)
	fn, isFunc := typeutil.Callee(k.r.Pass.TypesInfo, stmt.Call).(*types.Func)
	if !ok || !isFunc || !source.IsPointer(v.Type()) || v.Parent() == k.r.Pass.Pkg.Scope() || k.r.IsAssigned(v) || fn.Signature().Results().Len() > 0 {
		return nil
	}
	if named, ok := types.Unalias(v.Type().Underlying().(*types.Pointer).Elem()).(*types.Named); ok && named.Obj().Pkg() == k.r.Pass.Pkg {
		k.owner, k.typ = v, named.Obj()
	}
	if k.typ == nil {
		return nil
	}
	return k.r.DeclOf(fn)
}

// groupEdits launches into the field, and waits where the owner stops.
func (k *keeping) groupEdits(stmt *ast.GoStmt, method *ast.FuncDecl) (edits []analysis.TextEdit, why string) {
	closing, field := k.closes()
	switch {
	case closing == nil:
		return nil, elsewhere
	case k.r.denies(waitGroupGo):
		return nil, "the config denies sync.WaitGroup.Go"
	case !k.r.HasWaitGroupGo(k.file):
		return nil, elsewhere
	case k.owner.Pos() > stmt.Pos() || k.src.Comment(stmt.Pos(), stmt.End()) != nil || !k.src.StartsLine(closing.Pos()):
		return nil, "something else stands on its line"
	case k.isCopied():
		return nil, "a group in a field of " + k.typ.Name() + " would be copied with it"
	}
	// A second launch that makes its channel anew would leave the first one waiting at the old one.
	if !k.r.SetInMaking(field) {
		return nil, "its owner could wait for it where it stops, but " + field.Name() + ", which ends it, may be another channel by then"
	}
	// The wait is only safe if closing the channel ends the loop, and the loop never stops its
	// owner.
	stop, _ := k.r.Pass.TypesInfo.Defs[k.stop.Name].(*types.Func)
	if !k.r.EndsWhenClosed(method, field, stop) {
		return nil, endless
	}
	if why := k.noRoom(groupField); why != "" {
		return nil, why
	}
	name := k.owner.Name() + "."
	recv := k.stop.Recv.List[0].Names[0].Name
	return []analysis.TextEdit{
		{Pos: stmt.Pos(), End: stmt.End(), NewText: []byte(name + groupField + ".Go(" + name + method.Name.Name + ")")},
		{Pos: closing.End(), End: closing.End(), NewText: []byte(k.src.Newline(closing.Pos(), 0) + recv + "." + groupField + ".Wait()")},
	}, ""
}

// closes is the statement of the method that stops by which it closes a channel in a
// field of the owner, maybe in a Once; nil where it has none.
func (k *keeping) closes() (ast.Stmt, *types.Var) {
	for _, s := range k.stop.Body.List {
		x, ok := s.(*ast.ExprStmt)
		if !ok {
			continue
		}
		call, ok := x.X.(*ast.CallExpr)
		if !ok {
			continue
		}
		if v := k.closed(call); v != nil {
			return s, v
		}
		fn, _ := typeutil.Callee(k.r.Pass.TypesInfo, call).(*types.Func)
		if fn == nil || fn.Name() != "Do" || fn.FullName() != "(*sync.Once).Do" {
			continue
		}
		lit, ok := call.Args[0].(*ast.FuncLit)
		if !ok || len(lit.Body.List) != 1 {
			continue
		}
		if x, ok := lit.Body.List[0].(*ast.ExprStmt); ok {
			if inner, ok := x.X.(*ast.CallExpr); ok && k.closed(inner) != nil {
				return s, k.closed(inner)
			}
		}
	}
	return nil, nil
}

// closed is the field of the receiver that a call closes, or nil.
func (k *keeping) closed(call *ast.CallExpr) *types.Var {
	if !k.r.IsBuiltin(call, "close") {
		return nil
	}
	return vars.FieldOf(k.r.Pass.TypesInfo, call.Args[0], k.r.Pass.TypesInfo.Defs[k.stop.Recv.List[0].Names[0]])
}

// isCopied reports whether values of the type are handed on as such, which a group must
// not be; a type with a lock is not.
func (k *keeping) isCopied() bool {
	// By whom an exported one is, is not seen.
	return !hasLock(k.typ) && (k.typ.Exported() || k.isCopiedHere())
}

// hasLock reports whether a struct has a field that must not be copied.
func hasLock(typ *types.TypeName) bool {
	for f := range typ.Type().Underlying().(*types.Struct).Fields() {
		if slices.Contains([]string{"sync.Mutex", "sync.RWMutex", "sync.WaitGroup", "sync.Once"}, f.Type().String()) {
			return true
		}
	}
	return false
}

// isCopiedHere reports whether the package hands on values of the type, or of one that has such a
// value in it.
func (k *keeping) isCopiedHere() bool {
	own, known := k.typ.Type().Underlying(), make(map[types.Type]bool)
	for x, tv := range k.r.Pass.TypesInfo.Types {
		if _, isLit := x.(*ast.CompositeLit); isLit || !tv.IsValue() {
			continue
		}
		has, seen := known[tv.Type]
		if !seen {
			has = isPartOf(own, tv.Type)
			known[tv.Type] = has
		}
		if has {
			return true
		}
	}
	return false
}
