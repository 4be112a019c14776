// This file answers whether a local variable may have another value by the time that a launched
// function reads it than it had at the go statement.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// changesAfter reports whether a local variable may get another value once a launch has
// been reached: behind it, in a loop or by a jump that comes round to it, in a literal, or in a
// way that cannot be seen. What a function that defers the launch has done is over by then.
func (r *Facts) changesAfter(src *source.File, stmt *ast.GoStmt, v *types.Var) bool {
	if !r.IsAssigned(v) {
		return false
	}
	over := r.deferredBy(stmt, v)
	return slices.ContainsFunc(r.ChangesOf(src, stmt, v), func(c *Change) bool {
		if over != nil && !c.Hidden && syntax.Function(c.At) == over {
			return false
		}
		return c.Hidden || c.At.Node().Pos() >= stmt.Pos() || c.Elsewhere(stmt.Pos()) || r.comesRound(src, stmt, v, c)
	})
}

// comesRound reports whether what changes a variable before a launch may do so once more behind
// it. It does not where the way there leads by the declaration, which makes another variable:
//
//	again:
//		if n > 0 {
//			var rest []int
//			rest, n = split(n)
//			go run(rest) // fixed: goto cannot lead into the block
//			goto again
//		}
func (r *Facts) comesRound(src *source.File, stmt *ast.GoStmt, v *types.Var, c *Change) bool {
	whose := v
	if v.IsField() { // of what is made here; of anything else, it may be of what the launch has
		assign, ok := c.At.Node().(*ast.AssignStmt)
		if !ok {
			return true
		}
		whose = r.madeHere(assign, v)
	}
	from := token.NoPos // what jumps back to there makes another one
	if whose != nil {
		from = whose.Pos()
	}
	for at := range c.At.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		switch n := at.Node().(type) {
		case *ast.FuncDecl:
			return src.JumpsBack(n, c.At.Node().Pos(), from)
		case *ast.FuncLit:
			if src.JumpsBack(n, c.At.Node().Pos(), from) {
				return true
			}
			if whose != nil && syntax.Encloses(n, whose.Pos()) {
				return false
			}
			// Whoever has it may call it again, but for one that is called where it stands.
			if at.ParentEdgeKind() != edge.CallExpr_Fun {
				return true
			}
		default:
			if syntax.Encloses(n, stmt.Pos()) && (whose == nil || !r.isNewIn(src, n, whose, v.IsField())) {
				return true
			}
		}
	}
	return false
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

// isNewIn reports whether each iteration of a loop has a variable of its own; or what it starts
// with, where that is asked: for s := &server{}; ; has only one.
func (r *Facts) isNewIn(src *source.File, loop ast.Node, v *types.Var, value bool) bool {
	start := loop.Pos()
	if value || !r.AtLeast(src.File, "go1.22") {
		switch loop := loop.(type) {
		case *ast.ForStmt:
			start = loop.Body.Pos()
		case *ast.RangeStmt:
			start = loop.Body.Pos()
		}
	}
	return start <= v.Pos() && v.Pos() < loop.End()
}
