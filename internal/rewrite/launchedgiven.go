// This file asks what a launch gives to what it launches: the literal that a variable holds, the
// argument that is a parameter there, a pointer that something has followed before.

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// launchedLiteral returns the literal that is launched, also one that a variable is declared with
// and keeps, where the launch gets a handle.
func (r *Rewriter) launchedLiteral(stmt *ast.GoStmt, handle bool) *ast.FuncLit {
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(stmt.Call.Fun)].(*types.Var)
	if !ok || !handle || v.Parent() == r.Pass.Pkg.Scope() || r.IsAssigned(v) {
		return nil
	}
	return r.LiteralOf(v)
}

// argumentFor returns the variable of the launcher that is a parameter of what is launched, where neither
// gets another value; nil for none.
func (r *Rewriter) argumentFor(stmt *ast.GoStmt, launched ast.Node, param types.Object) *types.Var {
	fn := r.Index.Func(launched)
	v, isVar := param.(*types.Var)
	if fn == nil || !isVar || stmt.Call.Ellipsis.IsValid() || r.IsAssigned(v) {
		return nil
	}
	params := fn.Params
	if fn.Recv {
		params = params[1:]
	}
	at := slices.Index(params, v)
	if at < 0 || len(params) != len(stmt.Call.Args) {
		return nil // several results of a call, or a method expression
	}
	id := typesx.Ident(stmt.Call.Args[at])
	given, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !types.Identical(given.Type(), v.Type()) || !r.Fixed(id) {
		return nil
	}
	return given
}

// isFollowedBy reports whether a statement that has certainly run before a launch follows the
// pointer that a getter is called on, so that it is not nil.
func (r *Rewriter) isFollowedBy(stmt *ast.GoStmt, getter ast.Expr) bool {
	sel, ok := ast.Unparen(ast.Unparen(getter).(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	return ok && r.isFollowed(stmt, r.Pass.TypesInfo.Uses[id])
}

// isFollowed reports the same of a variable that is a pointer.
func (r *Rewriter) isFollowed(stmt *ast.GoStmt, v types.Object) bool {
	at, ok := r.Index.Find(stmt)
	if !ok {
		return false
	}
	fn := syntax.Function(at)
	around := vars.Around(at)
	return slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		sel, isSel := use.Parent().Node().(*ast.SelectorExpr)
		return isSel && use.Node().Pos() < stmt.Pos() && syntax.Function(use) == fn && r.followsBase(sel, use.Parent()) && vars.IsOnTheWay(use, around)
	})
}

// followsBase reports whether a selector is of a field behind the pointer at its left, or of a method
// which is called and reads such a field whatever happens.
func (r *Rewriter) followsBase(sel *ast.SelectorExpr, at inspector.Cursor) bool {
	selection := r.Pass.TypesInfo.Selections[sel]
	if selection == nil {
		return false
	}
	if selection.Kind() == types.FieldVal {
		return true
	}
	call, isCall := at.Parent().Node().(*ast.CallExpr)
	if !isCall || at.ParentEdgeKind() != edge.CallExpr_Fun || len(selection.Index()) != 1 {
		return false
	}
	switch at.Parent().Parent().Node().(type) {
	case *ast.DeferStmt, *ast.GoStmt:
		return false
	}
	fn, _ := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if fn == nil {
		return false
	}
	called := r.Index.Declared(fn.Origin())
	if called == nil || !called.Recv || called.Body == nil || called.Params[0] == nil || r.IsAssigned(called.Params[0]) {
		return false
	}
	return syntax.AnyOwn(called.Body, func(field *ast.SelectorExpr) bool {
		selected := r.Pass.TypesInfo.Selections[field]
		return selected != nil && selected.Kind() == types.FieldVal &&
			r.Pass.TypesInfo.Uses[typesx.Ident(field.X)] == called.Params[0] && r.surely(called.Body, field)
	})
}
