// This file asks whether a function may read the stack that it is called on, by whatever it calls.

package eligible

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// reachesStack reports whether a function of the package may come to one that returns what it
// makes of the stack, which has one frame more once a function is called by a literal, so that a
// test, or a message, says something else. (What
// only prints the stack may have a line more.) It goes by who names whom.
func (r *Checker) reachesStack(fn *types.Func) bool {
	if r.stacked == nil {
		r.stacked = make(map[*types.Func]bool)
		for _, p := range r.Pass.Pkg.Imports() {
			if p.Path() == "runtime" {
				r.addStacked(p.Scope().Lookup("Stack"), true)
			}
		}
	}
	return r.stacked[fn]
}

// addStacked adds the functions that name one, and those that name them; returns asks for
// such only as have a result.
func (r *Checker) addStacked(named types.Object, returns bool) {
	for _, use := range r.Index.Uses(named) {
		for outer := range use.Enclosing((*ast.FuncDecl)(nil)) {
			decl := outer.Node().(*ast.FuncDecl)
			fn, ok := r.Pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok || r.stacked[fn] || returns && fn.Signature().Results().Len() == 0 {
				continue
			}
			r.stacked[fn] = true
			r.addStacked(fn, false)
		}
	}
}

// callsStacked reports whether code calls such a function.
func (r *Checker) callsStacked(n ast.Node) bool {
	return syntax.Any(n, func(call *ast.CallExpr) bool {
		fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		return ok && fn.Pkg() == r.Pass.Pkg && r.reachesStack(fn.Origin())
	})
}
