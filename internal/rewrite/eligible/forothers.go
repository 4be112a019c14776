// This file finds launches of a function that is there for others to launch by:
//
//	func (s *Server) startGoRoutine(f func()) { ...; go func() { ...; f() }() }
//
// A task there would have one name for all that it runs.

package eligible

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// runsForOthers returns the function around a launch that runs a function which it is given, and at
// how many places of the package it is called; "" for any other launch.
func (r *Checker) runsForOthers(src *source.File, stmt *ast.GoStmt) (name string, calls int) {
	decl, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	if !ok || !r.runsParam(stmt) {
		return "", 0
	}
	for _, use := range r.Index.Uses(r.Pass.TypesInfo.Defs[decl.Name]) {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use.ParentEdgeKind() == edge.CallExpr_Fun {
			calls++
		}
	}
	return decl.Name.Name, calls
}

// launchesSafely reports whether the function around a launch is one that other packages launch by:
// func Go(f func()), whose literal recovers, so that what they launch does not crash the program, or
// which does nothing else.
func (r *Checker) launchesSafely(src *source.File, stmt *ast.GoStmt) bool {
	decl, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	if !ok || decl.Recv != nil || !decl.Name.IsExported() || r.Pass.Pkg.Name() == "main" {
		return false
	}
	lit := source.LaunchedLiteral(stmt.Call)
	if lit == nil { // go RunSafe(f)
		return len(decl.Body.List) == 1 && slices.ContainsFunc(stmt.Call.Args, func(arg ast.Expr) bool {
			_, isFunc := r.TypeOf(arg).Underlying().(*types.Signature)
			id, isIdent := ast.Unparen(arg).(*ast.Ident)
			return isFunc && isIdent && r.isParam(id)
		})
	}
	return r.runsParam(stmt) && syntax.Any(lit.Body, func(call *ast.CallExpr) bool { return r.IsBuiltin(call, "recover") })
}

// runsParam reports whether a launch is of a function that the function around is given, or of a
// literal that comes to it at last, with nothing for it but what it has. A callback that gets a
// result is not what runs.
func (r *Checker) runsParam(stmt *ast.GoStmt) bool {
	isGiven := func(call *ast.CallExpr) bool {
		id, ok := ast.Unparen(call.Fun).(*ast.Ident)
		if !ok || !r.isParam(id) {
			return false
		}
		v := r.Pass.TypesInfo.Uses[id]
		_, isFunc := v.Type().Underlying().(*types.Signature)
		return isFunc && v.Pos() < stmt.Pos()
	}
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		return isGiven(stmt.Call)
	}
	if len(lit.Body.List) == 0 {
		return false
	}
	last := source.CallOf(lit.Body.List[len(lit.Body.List)-1])
	return last != nil && len(last.Args) == 0 && isGiven(last)
}
