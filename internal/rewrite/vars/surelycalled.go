// This file asks whether an interface, or a pointer, is known not to be nil where a launch stands, by what has been
// done with it before.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// SurelyCalled reports whether a method has certainly been called on an interface before a
// launch, or it has been compared with nil, and it has not changed since: then it is not nil,
// and the launch does not panic. A pointer has certainly been followed.
//
//	if err := s.screen.Init(); err != nil {
//		return err
//	}
//	go s.screen.Poll(events)
func (r *Facts) SurelyCalled(x ast.Expr) bool {
	p, ok := r.PathOf(ast.Unparen(x))
	return ok && r.surelyCalled(p)
}

// surelyCalled is SurelyCalled for what a path leads to.
func (r *Facts) surelyCalled(p Path) bool {
	if r.At == nil {
		return false
	}
	at, found := r.Index.Find(r.At)
	src := r.Source(r.AtFile)
	fn := syntax.Function(at)
	if !found || src.HasGoto(fn) {
		return false
	}
	around := Around(at)
	return slices.ContainsFunc(r.Index.Uses(p[len(p)-1]), func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		of, isExpr := use.Node().(ast.Expr)
		if !isExpr || use.Node().End() > r.At.Pos() || syntax.Function(use) != fn {
			return false
		}
		reached := use
		if check, compared := r.foundThere(use); compared {
			reached = check
		} else if !r.calledOn(use) {
			return false
		}
		if q, same := r.PathOf(of); !same || !slices.Equal(p, q) {
			return false
		}
		for _, v := range p {
			if v.IsField() && !r.keptFrom(use.Node(), v) {
				return false
			}
			if slices.ContainsFunc(r.ChangesOf(src, r.At, v), func(c *Change) bool {
				pos := c.At.Node().Pos()
				return c.Hidden && !v.IsField() && !source.IsPointer(v.Type()) || use.Node().Pos() < pos && pos < r.At.Pos() || c.Elsewhere(r.At.Pos())
			}) {
				return false
			}
		}
		return IsOnTheWay(reached, around)
	})
}

// madeWithoutError reports whether a variable has only ever what a call has returned beside an
// error, and the launch is reached where that has been found to be nil: then there is a value.
//
//	stream, err := client.Forward(ctx)
//	if err != nil {
//		return err
//	}
//	go copy(conn, stream, stream.CloseSend)
//
//	if ref, err := manager.Get(ctx, id); err == nil {
//		go ref.Release(context.WithoutCancel(ctx))
//	}
func (r *Facts) madeWithoutError(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !isVar || v.IsField() || v.Pkg() != r.Pass.Pkg || r.isChanged(v) {
		return false
	}
	def, found := r.Index.Definition(v)
	if !found || def.ParentEdgeKind() != edge.AssignStmt_Lhs || !r.returnedWithoutError(def, r.At.Pos()) {
		return false
	}
	call, isCall := ast.Unparen(def.Parent().Node().(*ast.AssignStmt).Rhs[0]).(*ast.CallExpr)
	return isCall && !r.searchNil().result(call, def.ParentEdgeIndex(), v.Type(), noError)
}

// passedWithout reports whether a place is only reached where an if statement has found an error to
// be nil.
func (r *Facts) passedWithout(failed *ast.Ident, check *ast.IfStmt, at token.Pos) bool {
	cond, isBinary := ast.Unparen(check.Cond).(*ast.BinaryExpr)
	if !isBinary || !r.Pass.TypesInfo.Types[cond.Y].IsNil() {
		return false
	}
	compared, isIdent := ast.Unparen(cond.X).(*ast.Ident)
	if !isIdent || r.Pass.TypesInfo.ObjectOf(compared) != r.Pass.TypesInfo.ObjectOf(failed) {
		return false
	}
	if cond.Op == token.EQL {
		return syntax.Encloses(check.Body, at)
	}
	return cond.Op == token.NEQ && check.Else == nil && check.End() <= at && r.TerminatingList(check.Body.List)
}

// keptFrom reports whether nobody can set a field between a use of it and the launch, in what is
// called there: only the declaration around sets it, or nothing is called.
func (r *Facts) keptFrom(use ast.Node, field *types.Var) bool {
	around := r.Source(r.AtFile).DeclAround(r.At)
	if field.Pkg() == r.Pass.Pkg && !field.Exported() && !r.SetBeside(field) &&
		!slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool { return d != around }) {
		return true
	}
	return !syntax.Any(around, func(call *ast.CallExpr) bool { return use.End() < call.Pos() && call.Pos() < r.At.Pos() })
}

// calledOn reports whether a method is called on an expression, which panics where that is nil: of a
// pointer, a field of what it leads to is named, or a method of that or of a field.
func (r *Facts) calledOn(x inspector.Cursor) bool {
	sel, ok := x.Parent().Node().(*ast.SelectorExpr)
	if !ok || x.ParentEdgeKind() != edge.SelectorExpr_X {
		return false
	}
	if source.IsPointer(r.TypeOf(sel.X)) {
		return r.follows(x.Parent(), sel)
	}
	if x.Parent().ParentEdgeKind() != edge.CallExpr_Fun {
		return false
	}
	if _, deferred := x.Parent().Parent().Parent().Node().(*ast.DeferStmt); deferred {
		return true // it is evaluated there
	}
	selection := r.Pass.TypesInfo.Selections[sel]
	return selection != nil && selection.Kind() == types.MethodVal
}

// follows reports whether to evaluate a selector follows the pointer that it selects from. The length
// of an array is known without, as in len(p.list) and for i := range p.list.
func (r *Facts) follows(c inspector.Cursor, sel *ast.SelectorExpr) bool {
	selection := r.Pass.TypesInfo.Selections[sel]
	if selection == nil || arrayOf(r.TypeOf(sel)) != nil {
		return false
	}
	for call := range c.Enclosing((*ast.CallExpr)(nil)) {
		if r.Pass.TypesInfo.Types[call.Node().(*ast.CallExpr)].Value != nil { // unsafe.Sizeof(p.x)
			return false
		}
	}
	if len(selection.Index()) != 1 {
		return true
	}
	fn, isMethod := selection.Obj().(*types.Func)
	return !isMethod || !source.IsPointer(fn.Signature().Recv().Type())
}

// foundThere returns the if statement by which a launch is only reached where an interface is not
// nil; ok is false where the expression is not compared so.
//
//	if s.sorter == nil {
//		return errNone
//	}
//	go s.sorter.Sort(ctx)
func (r *Facts) foundThere(x inspector.Cursor) (check inspector.Cursor, ok bool) {
	cond, isBinary := x.Parent().Node().(*ast.BinaryExpr)
	if !isBinary || x.ParentEdgeKind() != edge.BinaryExpr_X || !r.Pass.TypesInfo.Types[cond.Y].IsNil() {
		return check, false
	}
	c := x.Parent()
	for _, isPart := c.Parent().Node().(*ast.BinaryExpr); isPart; _, isPart = c.Parent().Node().(*ast.BinaryExpr) {
		if op := c.Parent().Node().(*ast.BinaryExpr).Op; cond.Op == token.NEQ && op != token.LAND || cond.Op == token.EQL && op != token.LOR {
			return check, false
		}
		c = c.Parent()
	}
	stmt, isIf := c.Parent().Node().(*ast.IfStmt)
	if !isIf || c.ParentEdgeKind() != edge.IfStmt_Cond {
		return check, false
	}
	if cond.Op == token.NEQ {
		return c.Parent(), syntax.Encloses(stmt.Body, r.At.Pos())
	}
	return c.Parent(), cond.Op == token.EQL && stmt.Else == nil && stmt.End() <= r.At.Pos() && r.TerminatingList(stmt.Body.List)
}

// Around are the nodes around one, and that itself, for IsOnTheWay.
func Around(at inspector.Cursor) map[ast.Node]bool {
	around := make(map[ast.Node]bool)
	for outer := range at.Enclosing() {
		around[outer.Node()] = true
	}
	return around
}

// IsOnTheWay reports whether what stands in a statement runs whenever the list of statements around
// it is passed: no branch, and no operand that may be left out, is around it alone.
func IsOnTheWay(c inspector.Cursor, around map[ast.Node]bool) bool {
	at := c.Node().Pos()
	for outer := range c.Enclosing((*ast.BlockStmt)(nil), (*ast.CaseClause)(nil), (*ast.CommClause)(nil), (*ast.BinaryExpr)(nil), (*ast.ForStmt)(nil)) {
		switch n := outer.Node().(type) {
		case *ast.BinaryExpr:
			if n.Op != token.LAND && n.Op != token.LOR {
				continue
			}
		case *ast.ForStmt: // what follows a turn may run never
			if n.Post == nil || !syntax.Encloses(n.Post, at) {
				continue
			}
			return false
		case *ast.CaseClause: // an earlier value may be the one
			if at < n.Colon && (len(n.List) > 1 && n.List[1].Pos() <= at || fallsThrough(outer.Parent())) {
				return false
			}
		}
		return around[outer.Node()]
	}
	return false
}

// fallsThrough reports whether a clause of a switch statement goes on with the next one, whose values are
// not looked at then.
func fallsThrough(body inspector.Cursor) bool {
	return syntax.Any(body.Node(), func(n *ast.BranchStmt) bool { return n.Tok == token.FALLTHROUGH })
}
