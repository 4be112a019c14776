// This file answers which launches write to a pipe that may be left unread:
//
//	pr, pw := io.Pipe()
//	go func() { done <- report(ctx, pw) }()
//	return show(ctx, pr) // may return before the end, and cannot close an io.Reader
//
// Only a close of either end lets such a write go on.

package eligible

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// writesUnread reports whether what is launched writes to an io.Pipe that the function makes, of
// which nothing there closes the other end.
func (r *Checker) writesUnread(stmt *ast.GoStmt) bool {
	if !slices.ContainsFunc(r.AtFile.Imports, func(spec *ast.ImportSpec) bool { return source.PathOfSpec(spec) == "io" }) {
		return false // as most: no launch is gone through
	}
	return syntax.Any(stmt.Call, func(id *ast.Ident) bool {
		w, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
		if !isVar || !r.isPipeEnd(w.Type(), "PipeWriter") || r.IsAssigned(w) {
			return false
		}
		def, found := r.Index.Definition(w)
		if !found || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
			return false
		}
		made := def.Parent().Node().(*ast.AssignStmt)
		other, isIdent := made.Lhs[0].(*ast.Ident)
		if !isIdent || !syntax.Any(made.Rhs[0], func(call *ast.CallExpr) bool { return r.Calls(call, "io.Pipe") }) {
			return false
		}
		reader, isVar := r.Pass.TypesInfo.Defs[other].(*types.Var)
		if !isVar || syntax.Encloses(stmt, made.Pos()) {
			return false
		}
		// Who has the writer elsewhere may close that.
		elsewhere := func(use inspector.Cursor) bool { return !syntax.Encloses(stmt, use.Node().Pos()) }
		return !slices.ContainsFunc(r.Index.Uses(w), elsewhere) && !slices.ContainsFunc(r.Index.Uses(reader), r.mayClose)
	})
}

// isPipeEnd reports whether a type is that of an end of an io.Pipe.
func (r *Checker) isPipeEnd(t types.Type, name string) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	return ok && typesx.IsNamed(p.Elem(), "io", name)
}

// mayClose reports whether a use of a reader may close it, or reads all: any but to give it to a
// function whose parameter has nothing to close it by. A request closes its body, whatever the
// type says.
func (r *Checker) mayClose(use inspector.Cursor) bool {
	if use.ParentEdgeKind() != edge.CallExpr_Args {
		return true
	}
	call := use.Parent().Node().(*ast.CallExpr)
	if r.Calls(call, "io.ReadAll") {
		return true
	}
	fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !isFunc || fn.Pkg() == nil || fn.Pkg().Path() == "net/http" || call.Ellipsis.IsValid() {
		return true
	}
	params := fn.Signature().Params()
	i := use.ParentEdgeIndex()
	if i >= params.Len() || fn.Signature().Variadic() && i >= params.Len()-1 {
		return true
	}
	return !types.IsInterface(params.At(i).Type()) || typesx.HasMethod(params.At(i).Type(), nil, "Close")
}
