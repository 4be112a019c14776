// This file answers which launches have no end but that of the process.

package eligible

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// endsProcess reports whether no way through what is launched returns: each ends the process,
// if it has an end. What ends the goroutine alone is another end.
func (r *Checker) endsProcess(stmt *ast.GoStmt) bool {
	fn, body := r.Launched(stmt)
	return fn != nil && r.neverReturns(fn, body) && !syntax.Any(body, func(call *ast.CallExpr) bool {
		callee, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		return isFunc && callee.Pkg() != nil && (callee.Pkg().Path() == "testing" || r.Calls(call, "runtime.Goexit"))
	})
}

// neverReturns reports whether a function comes to no return. The graph takes any with a defer for
// one that does, since that may recover.
func (r *Checker) neverReturns(fn ast.Node, body *ast.BlockStmt) bool {
	graph := r.engine.Graph(fn)
	if graph.NoReturn() {
		return true
	}
	return !slices.ContainsFunc(graph.Blocks, func(b *cfg.Block) bool { return b.Live && b.Return() != nil }) &&
		!syntax.AnyOwn(body, func(d *ast.DeferStmt) bool { return r.mayRecover(d.Call) })
}

// mayRecover reports whether a deferred call may end a panic.
func (r *Checker) mayRecover(call *ast.CallExpr) bool {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return syntax.AnyOwn(lit.Body, func(call *ast.CallExpr) bool { return r.mayRecover(call) })
	}
	switch callee := typeutil.Callee(r.Pass.TypesInfo, call).(type) {
	case *types.Builtin:
		return callee.Name() == "recover"
	case *types.Func:
		return r.engine.Recovers(callee)
	}
	return true // a function value is anything
}

// exitsAtEnd reports whether the last thing that a body does is to end the process.
func (r *Checker) exitsAtEnd(body *ast.BlockStmt) bool {
	call := source.CallOf(body.List[len(body.List)-1])
	return call != nil && !r.engine.MayReturn(call)
}
