// This file answers whether a local variable may have another value by the time that a launched
// function reads it than it had at the go statement.

package vars

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// changesAfter reports whether a local variable may get another value once a launch has
// been reached: behind it, in a loop that comes round to it, in a literal, or in a way
// that cannot be seen. What a function that defers the launch has done is over by then.
func (r *Facts) changesAfter(src *source.File, stmt *ast.GoStmt, v *types.Var) bool {
	if !r.IsAssigned(v) {
		return false
	}
	if len(src.Jumps[src.Body[stmt]]) > 0 {
		return true
	}
	over := r.deferredBy(stmt, v)
	return slices.ContainsFunc(r.ChangesOf(src, stmt, v), func(c *Change) bool {
		if over != nil && !c.Hidden && syntax.Function(c.At) == over {
			return false
		}
		again := func(loop ast.Node) bool {
			return syntax.Encloses(loop, stmt.Pos()) && !r.isNewIn(src, loop, v)
		}
		return c.Hidden || c.At.Node().Pos() >= stmt.Pos() || c.Elsewhere(stmt.Pos()) || slices.ContainsFunc(c.loopsAround(), again)
	})
}

// deferredBy returns the function that defers the literal around a launch, where it declares a
// variable: its body is over when the launch is reached. nil for any other launch.
//
//	defer func() {
//		if err != nil {
//			go ref.Release(ctx) // ref is what the function has left
//		}
//	}()
func (r *Facts) deferredBy(stmt *ast.GoStmt, v *types.Var) ast.Node {
	at, ok := r.Index.Find(stmt)
	if !ok {
		return nil
	}
	for lit := range at.Enclosing((*ast.FuncLit)(nil)) {
		if lit.ParentEdgeKind() != edge.CallExpr_Fun || lit.Parent().ParentEdgeKind() != edge.DeferStmt_Call {
			return nil
		}
		within := func(n ast.Node) bool { return n != nil && syntax.Encloses(n, v.Pos()) }
		if outer := syntax.Function(lit.Parent()); within(outer) && !within(lit.Node()) {
			return outer
		}
		return nil
	}
	return nil
}

// isNewIn reports whether each iteration of a loop has a variable of its own.
func (r *Facts) isNewIn(src *source.File, loop ast.Node, v *types.Var) bool {
	start := loop.Pos()
	if !r.AtLeast(src.File, "go1.22") {
		switch loop := loop.(type) {
		case *ast.ForStmt:
			start = loop.Body.Pos()
		case *ast.RangeStmt:
			start = loop.Body.Pos()
		}
	}
	return start <= v.Pos() && v.Pos() < loop.End()
}
