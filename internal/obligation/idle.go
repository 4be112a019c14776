// This file finds constructors that make nothing but a context with its cancel: what they give
// holds nothing, until somebody runs something with it.
//
//	func NewPool(parent context.Context) *Pool {
//		ctx, cancel := context.WithCancel(parent)
//		return &Pool{ctx: ctx, cancel: cancel}
//	}
//
// A parent that can end has a note of each context that is made of it; one that cannot has none.
// So what counts is which parent the caller gives.

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// idleParent says of which parent a constructor makes its context, as Spec.Idle does; 0 where it
// does anything else. It may call nothing but builtins and what makes contexts, so that the
// context goes nowhere but into what is returned.
func (e *Engine) idleParent(f *Func, site *Site) int {
	if site.Spec.Name != "context.WithCancel" || len(site.Call.Args) == 0 {
		return 0
	}
	if syntax.Any(f.Body, func(call *ast.CallExpr) bool { return call != site.Call && !e.onlyMakes(call) }) {
		return 0
	}
	if IsEndless(e.info, site.Call.Args[0]) {
		return -1
	}
	f.cfg()
	v, sig := e.varOf(site.Call.Args[0]), f.signature()
	for i := range sig.Params().Len() {
		if v != nil && sig.Params().At(i) == v && len(f.assigned[v]) == 0 {
			return 1 + i
		}
	}
	return 0
}

// onlyMakes reports whether a call makes something and runs nothing: a builtin, a conversion, a
// context without an end.
func (e *Engine) onlyMakes(call *ast.CallExpr) bool {
	if e.info.Types[call.Fun].IsType() || IsEndless(e.info, call) {
		return true
	}
	b, ok := typeutil.Callee(e.info, call).(*types.Builtin)
	return ok && (b.Name() == "make" || b.Name() == "new")
}

// IsEndless reports whether an expression is a context that nothing ends.
func IsEndless(info *types.Info, x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := typeutil.StaticCallee(info, call)
	return fn != nil && (fn.FullName() == "context.Background" || fn.FullName() == "context.TODO")
}
