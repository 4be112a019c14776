// This file looks at what is done with the value of a field, by each of the names that it gets: it is
// released, it escapes, or neither.

package owners

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// look looks at all reads of a field.
func (f *finder) look(fd *field) {
	for _, c := range fd.reads {
		f.use(fd, c, fd.opens[0].Site, nil)
	}
}

// follow looks at the uses of a local variable that holds what the field does. via are
// the variables through which it was reached.
func (f *finder) follow(fd *field, v *types.Var, at inspector.Cursor, site *obligation.Site, via []*types.Var) {
	if slices.Contains(via, v) {
		return
	}
	via = append(slices.Clone(via), v)
	for c := range f.usesOf(v, at) {
		if _, _, isStore := assigned(outermost(c)); isStore || f.pass.TypesInfo.Defs[c.Node().(*ast.Ident)] == v {
			continue
		}
		f.use(fd, c, site, via)
	}
}

// use looks at what is done with an expression that is what the field holds.
func (f *finder) use(fd *field, c inspector.Cursor, site *obligation.Site, via []*types.Var) {
	if fd.escapes {
		return
	}
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.ParenExpr_X, edge.StarExpr_X, edge.TypeAssertExpr_X:
		f.use(fd, parent, site, via)
	case edge.SelectorExpr_X:
		f.selected(fd, parent, site, via)
	case edge.CallExpr_Fun:
		f.release(fd, parent)
	case edge.CallExpr_Args:
		f.argument(fd, parent, i, site, via)
	case edge.AssignStmt_Rhs:
		f.copied(fd, parent, edge.AssignStmt_Lhs, i, site, via)
	case edge.ValueSpec_Values:
		f.copied(fd, parent, edge.ValueSpec_Names, i, site, via)
	case edge.CompositeLit_Elts, edge.KeyValueExpr_Value:
		fd.escapes = !f.storesIn(fd, c)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.ExprStmt_X, edge.SwitchStmt_Tag, edge.CaseClause_List:
	default:
		fd.escapes = true
	}
}

// storesIn reports whether an element of a literal is the field.
func (f *finder) storesIn(fd *field, c inspector.Cursor) bool {
	elt := c
	if kind, _ := c.ParentEdge(); kind == edge.KeyValueExpr_Value {
		elt = c.Parent()
	}
	lit, ok := elt.Parent().Node().(*ast.CompositeLit)
	if !ok {
		return false
	}
	str, ok := deref(f.pass.TypesInfo.TypeOf(lit)).Underlying().(*types.Struct)
	_, i := elt.ParentEdge()
	return ok && f.element(str, elt, i) == fd.v
}

// copied looks at an assignment of what the field holds to something else.
func (f *finder) copied(fd *field, stmt inspector.Cursor, places edge.Kind, i int, site *obligation.Site, via []*types.Var) {
	place := stmt.ChildAt(places, i)
	switch p := ast.Unparen(place.Node().(ast.Expr)).(type) {
	case *ast.Ident:
		if p.Name == "_" {
			return
		}
		if v, ok := f.pass.TypesInfo.ObjectOf(p).(*types.Var); ok && v.Parent() != v.Pkg().Scope() && len(via) < 4 {
			f.follow(fd, v, place, site, via)
			return
		}
	case *ast.SelectorExpr:
		if f.fieldOf(p) == fd {
			return
		}
	}
	fd.escapes = true
}

// selected looks at a method or a field of what the field holds.
func (f *finder) selected(fd *field, c inspector.Cursor, site *obligation.Site, via []*types.Var) {
	sel := c.Node().(*ast.SelectorExpr)
	s := f.pass.TypesInfo.Selections[sel]
	if s == nil {
		fd.escapes = true
		return
	}
	if s.Kind() == types.FieldVal {
		if sel.Sel.Name == site.Spec.Field || releasable(s.Type()) {
			f.use(fd, c, site, via)
		}
		return
	}
	name := sel.Sel.Name
	call, isCall := c.Parent().Node().(*ast.CallExpr)
	isCall = isCall && call.Fun == sel
	switch {
	case isEnd(name, site.Spec):
		f.release(fd, c.Parent())
	case isCall:
		eff := f.engine.EffectOf(call, 0, site)
		switch {
		case eff.Releases && eff.Always:
			f.release(fd, c.Parent())
		case eff.Keeps || eff.Gone || f.mayEndByContext(call):
			fd.escapes = true
		}
	}
}

// isEnd reports whether a method is one that ends its receiver, by its name.
func isEnd(name string, spec *obligation.Spec) bool {
	return slices.Contains(spec.Release, name) || slices.Contains(spec.Ends, name) || rows.Is(name, rows.Holder) || rows.Says(name, rows.Ends)
}

// mayEndByContext reports whether a method that runs something is given a context.
func (f *finder) mayEndByContext(call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		t := f.pass.TypesInfo.TypeOf(arg)
		return t != nil && typesx.IsContext(t)
	}) && runs(call)
}

func runs(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && rows.Says(sel.Sel.Name, rows.Starts)
}

func releasable(t types.Type) bool {
	for _, name := range rows.Owners {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj != nil {
			return true
		}
	}
	_, isFunc := t.Underlying().(*types.Signature)
	return isFunc
}

// argument looks at a call that is given what the field holds.
func (f *finder) argument(fd *field, c inspector.Cursor, i int, site *obligation.Site, via []*types.Var) {
	call := c.Node().(*ast.CallExpr)
	info := f.pass.TypesInfo
	if info.Types[call.Fun].IsType() {
		f.use(fd, c, site, via)
		return
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := info.Uses[id].(*types.Builtin); ok {
			fd.escapes = fd.escapes || b.Name() == "append" || b.Name() == "panic"
			return
		}
	}
	eff := f.engine.EffectOf(call, i+1, site)
	switch {
	case eff.Releases:
		f.release(fd, c)
	case eff.Keeps, eff.Gone, eff.Returns != 0, eff.Cleans != 0:
		fd.escapes = true
	case eff.MayKeep, eff.Wraps != 0 && eff.Owns, f.takesAnything(call, i):
		fd.lent = true
	}
}

// takesAnything reports whether a function out of sight is given a value of which its
// parameter says nothing: it may look for a Close by itself.
func (f *finder) takesAnything(call *ast.CallExpr, i int) bool {
	fn, _ := typeutil.Callee(f.pass.TypesInfo, call).(*types.Func)
	if fn != nil && fn.Pkg() != nil && (fn.Pkg() == f.pass.Pkg || catalog.StdPath(fn.Pkg().Path())) {
		return false
	}
	sig, ok := f.pass.TypesInfo.TypeOf(call.Fun).Underlying().(*types.Signature)
	if !ok || sig.Params().Len() == 0 {
		return true
	}
	t := sig.Params().At(min(i, sig.Params().Len()-1)).Type()
	if s, ok := t.Underlying().(*types.Slice); ok && sig.Variadic() && i >= sig.Params().Len()-1 {
		t = s.Elem()
	}
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 0
}

// release notes a call that releases the field, or the mention of one, unless it is on
// the way out of a function that has stored something in the field and fails.
func (f *finder) release(fd *field, c inspector.Cursor) {
	if !f.givesUp(fd, c) {
		fd.released = append(fd.released, c)
	}
}

// givesUp reports whether a release takes back what the same function has acquired:
//
//	if err := t.load(); err != nil {
//		t.f.Close()
//		return nil, err
//	}
//
// or, in a deferred function, does so under some condition.
func (f *finder) givesUp(fd *field, c inspector.Cursor) bool {
	decl := declOf(c)
	if decl == nil || !f.acquires(fd, decl) {
		return false
	}
	for lit := range c.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		if _, ok := lit.Node().(*ast.FuncDecl); ok {
			break
		}
		return isDeferred(lit) && underIf(c, lit)
	}
	for block := range c.Enclosing((*ast.BlockStmt)(nil), (*ast.CaseClause)(nil), (*ast.CommClause)(nil)) {
		return f.fails(block.Node(), c.Node())
	}
	return false
}

// acquires reports whether a function stores in a field what it has acquired.
func (f *finder) acquires(fd *field, decl *ast.FuncDecl) bool {
	return slices.ContainsFunc(fd.stores, func(s stored) bool {
		return declOf(s.value) == decl && !f.pass.TypesInfo.Types[s.value.Node().(ast.Expr)].IsNil()
	})
}

func isDeferred(lit inspector.Cursor) bool {
	kind, _ := lit.ParentEdge()
	if kind != edge.CallExpr_Fun {
		return false
	}
	kind, _ = lit.Parent().ParentEdge()
	return kind == edge.DeferStmt_Call
}

// underIf reports whether a call is made under a condition, within something: it stands in a branch
// of an if, or is the right side of an operator that may not ask it. What an if asks is no branch:
//
//	if err := f.Close(); err != nil {
//		log.Print(err)
//	}
func underIf(c, within inspector.Cursor) bool {
	for s := range c.Enclosing((*ast.IfStmt)(nil), (*ast.BinaryExpr)(nil)) {
		if !within.Contains(s) {
			return false
		}
		pos := c.Node().Pos()
		switch n := s.Node().(type) {
		case *ast.IfStmt:
			if pos >= n.Body.Pos() {
				return true
			}
		case *ast.BinaryExpr:
			if (n.Op == token.LAND || n.Op == token.LOR) && pos >= n.Y.Pos() {
				return true
			}
		}
	}
	return false
}

// fails reports whether a list of statements ends in a return of an error, other than
// that of the release, or does not come to an end.
func (f *finder) fails(list, release ast.Node) bool {
	stmts := syntax.Statements(list)
	if len(stmts) == 0 {
		return false
	}
	switch last := stmts[len(stmts)-1].(type) {
	case *ast.ReturnStmt:
		if len(last.Results) == 0 || last.Pos() <= release.Pos() {
			return false
		}
		tv := f.pass.TypesInfo.Types[last.Results[len(last.Results)-1]]
		return !tv.IsNil() && tv.Type != nil && types.Identical(tv.Type, types.Universe.Lookup("error").Type()) || f.pass.TypesInfo.Types[last.Results[0]].IsNil()
	case *ast.ExprStmt:
		call, ok := ast.Unparen(last.X).(*ast.CallExpr)
		return ok && !f.engine.MayReturn(call)
	}
	return false
}
