// This file asks whether a variable that a literal has captured is known not to be nil where that
// runs, by what the function around does with it. Nothing assigns to the variable, so that one call
// of a method says it for good:
//
//	for _, s := range sockets {
//		closers = append(closers, func() { go s.Close() })
//		log.Print(s.Addr()) // runs before any closer does
//	}

package vars

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
)

// calledAround reports whether a method has been called on a variable of a function around the
// literal that launches, on the way to the literal, or right behind the statement that only stores
// it: where that panics the literal has not run yet.
func (r *Facts) calledAround(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || r.At == nil {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	at, found := r.Index.Find(r.At)
	if !isVar || !found || v.IsField() || v.Parent() == v.Pkg().Scope() || r.isChanged(v) {
		return false
	}
	def, declared := r.Index.Definition(v)
	if !declared {
		return false
	}
	around := syntax.Function(def)
	lit, inside := literalIn(at, around)
	if !inside || r.Source(r.AtFile).HasGoto(around) {
		return false
	}
	passed := Around(lit)
	return slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		if syntax.Function(use) != around || !r.calledOn(use) || !IsOnTheWay(use, passed) {
			return false
		}
		return use.Node().End() <= lit.Node().Pos() || r.isBehind(use, lit)
	})
}

// literalIn is the literal of a function in which a node stands, however deep; ok is false for a
// node of the function itself.
func literalIn(at inspector.Cursor, fn ast.Node) (lit inspector.Cursor, ok bool) {
	for outer := range at.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		if outer.Node() == fn {
			return lit, ok
		}
		lit, ok = outer, true
	}
	return lit, false
}

// isBehind reports whether a use is evaluated next after the statement of a literal, which only
// stores that.
func (r *Facts) isBehind(use, lit inspector.Cursor) bool {
	stored := syntax.Outermost(lit)
	if stored.ParentEdgeKind() == edge.CallExpr_Args && r.IsBuiltin(stored.Parent().Node().(*ast.CallExpr), "append") {
		stored = syntax.Outermost(stored.Parent())
	}
	if stored.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return false
	}
	assign := stored.Parent().Node().(*ast.AssignStmt)
	next := r.Source(r.AtFile).After[assign]
	if next == nil || !syntax.Encloses(next, use.Node().Pos()) || len(assign.Rhs) != 1 {
		return false
	}
	// What stands there calls nothing before it.
	return !syntax.Any(next, func(call *ast.CallExpr) bool { return call.End() <= use.Node().Pos() })
}
