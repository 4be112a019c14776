// This file answers whether a field has been set before the launch for good, as only one statement
// sets it, and that where it is nil alone:
//
//	if s.server == nil {
//		s.server = &server{}
//	}
//	go s.server.serve(l) // fixed: who comes here again finds a server

package vars

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/syntax"
)

// setIfNil reports that of a field of what a variable points to.
func (r *Facts) setIfNil(x ast.Expr, field *types.Var) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || r.At == nil || field.Pkg() != r.Pass.Pkg || field.Exported() || field.Embedded() {
		return false
	}
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	around := r.Source(r.AtFile).DeclAround(r.At)
	if by := r.Changers(field); !ok || around == nil || len(by) != 1 || by[0] != around || r.FactsAbout(v) == nil || r.IsAssigned(v) {
		return false
	}
	at, found := r.Index.Find(r.At)
	changes := r.ChangesOf(r.Source(r.AtFile), r.At, field)
	if !found || len(changes) != 1 || changes[0].Hidden || syntax.Function(changes[0].At) != syntax.Function(at) || r.Source(r.AtFile).HasGoto(syntax.Function(at)) {
		return false
	}
	by := changes[0].At
	if by.ParentEdgeKind() != edge.BlockStmt_List || by.ParentEdgeIndex() != 0 || by.Parent().ParentEdgeKind() != edge.IfStmt_Body {
		return false
	}
	check := by.Parent().Parent()
	if !r.asksNil(check.Node().(*ast.IfStmt), v, field) || !r.setsNew(by.Node(), v, field) || !r.isPassed(check, at) {
		return false
	}
	return r.isPointedTo(field, nil) && !r.SetBeside(field)
}

// asksNil reports whether an if statement asks no more than whether a field is nil.
func (r *Facts) asksNil(check *ast.IfStmt, v, field *types.Var) bool {
	cond, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr)
	return ok && check.Init == nil && cond.Op == token.EQL && r.Pass.TypesInfo.Types[cond.Y].IsNil() && r.isFieldOf(cond.X, v, field)
}

// setsNew reports whether a statement sets a field to a pointer to a literal, for which it calls
// nothing that may wait.
func (r *Facts) setsNew(n ast.Node, v, field *types.Var) bool {
	assign, ok := n.(*ast.AssignStmt)
	if !ok || assign.Tok != token.ASSIGN || len(assign.Lhs) != 1 || !r.isFieldOf(assign.Lhs[0], v, field) {
		return false
	}
	address, ok := ast.Unparen(assign.Rhs[0]).(*ast.UnaryExpr)
	if !ok || address.Op != token.AND || !isLiteral(address.X) {
		return false
	}
	calls := &quiet{r: r, field: field, seen: make(map[*ast.FuncDecl]bool)}
	return !syntax.AnyOwn(address, func(call *ast.CallExpr) bool { return !calls.call(call, 0) }) &&
		!syntax.AnyOwn(address, func(recv *ast.UnaryExpr) bool { return recv.Op == token.ARROW })
}

// isFieldOf reports whether an expression is a field of the very struct that a variable points to.
func (r *Facts) isFieldOf(x ast.Expr, v, field *types.Var) bool {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	return ok && FieldOf(r.Pass.TypesInfo, sel, v) == field && r.isOwn(sel)
}
