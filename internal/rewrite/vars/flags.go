// This file answers whether a variable of a program is a flag that has been parsed before a launch:
// package flag sets it then, and nobody does later.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// isParsedFlag reports whether an expression is the pointer to a flag of a program whose flags
// are parsed before the launch, in its function: package flag sets it then, and the program
// only reads it.
func (r *Facts) isParsedFlag(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || r.At == nil || r.Pass.Pkg.Name() != "main" {
		return false
	}
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !r.SetOnce(v) || !r.isMadeBy(v, "flag") {
		return false
	}
	return r.parsesFlags() && !slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		star := syntax.Outermost(use).Parent()
		if _, ok := star.Node().(*ast.StarExpr); !ok {
			return true
		}
		switch star := syntax.Outermost(star); star.ParentEdgeKind() {
		case edge.AssignStmt_Lhs, edge.IncDecStmt_X, edge.RangeStmt_Key, edge.RangeStmt_Value:
			return true
		case edge.UnaryExpr_X:
			return star.Parent().Node().(*ast.UnaryExpr).Op == token.AND
		}
		return false
	})
}

// isMadeBy reports whether a variable of the package is declared with the result of a
// function of a package.
func (r *Facts) isMadeBy(v *types.Var, pkg string) bool {
	def, ok := r.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.ValueSpec_Names {
		return false
	}
	spec := def.Parent().Node().(*ast.ValueSpec)
	if len(spec.Values) != len(spec.Names) {
		return false
	}
	call, ok := ast.Unparen(spec.Values[def.ParentEdgeIndex()]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == pkg && fn.Signature().Recv() == nil
}

// parsesFlags reports whether the declaration around a launch parses the flags of the program
// before it, and the package sets none by itself: flag.Set, or Set of a set of flags, may come
// later.
func (r *Facts) parsesFlags() bool {
	if slices.ContainsFunc(r.Pass.Files, func(f *ast.File) bool { return syntax.Any(f, r.setsFlag) }) {
		return false
	}
	return syntax.AnyOwn(r.Source(r.AtFile).DeclAround(r.At), func(call *ast.CallExpr) bool {
		return call.Pos() < r.At.Pos() && r.Calls(call, "flag.Parse")
	})
}

// setsFlag reports whether a call sets a flag, by its name or by its value.
func (r *Facts) setsFlag(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Name() == "Set" && fn.Pkg() != nil && fn.Pkg().Path() == "flag"
}

// isParsedVar reports whether a variable of a program is one that package flag has set by its
// address, and that the program only reads.
//
//	var topics list
//
//	func init() { flag.Var(&topics, "topic", "what to read") }
func (r *Facts) isParsedVar(v *types.Var) bool {
	if r.At == nil || r.Pass.Pkg.Name() != "main" || v.Pkg() != r.Pass.Pkg || v.Parent() != r.Pass.Pkg.Scope() || r.SetBeside(v) || !r.parsesFlags() {
		return false
	}
	flagged := false
	return !slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		use = syntax.Outermost(use)
		switch use.ParentEdgeKind() {
		case edge.UnaryExpr_X:
			address := syntax.Outermost(use.Parent())
			call, ok := address.Parent().Node().(*ast.CallExpr)
			if !ok || address.ParentEdgeKind() != edge.CallExpr_Args {
				return true
			}
			fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
			flagged = isFunc && fn.Pkg() != nil && fn.Pkg().Path() == "flag" && fn.Signature().Recv() == nil
			return !flagged
		// What is read, and of what nothing is selected: a method may set it.
		case edge.CallExpr_Args, edge.RangeStmt_X, edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.AssignStmt_Rhs, edge.ReturnStmt_Results, edge.IfStmt_Cond, edge.SwitchStmt_Tag:
			return false
		}
		return true
	}) && flagged
}
