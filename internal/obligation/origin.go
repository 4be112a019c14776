package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// What a callee gives on some paths and on others has from elsewhere, as os.Stdin, depends
// on what it was given. A caller that asks about that may know which of the two it has:
//
//	r, err := open(path)
//	...
//	if path != "-" {
//		defer r.Close()
//	}

// asksOrigin reports whether a condition is about what the call was given that acquires
// something which need not be the function's to release.
func (w *walk) asksOrigin(st *state, then *cfg.Block, cond ast.Expr) bool {
	if !st.live || w.site == nil || w.site.Call == nil || !w.site.Spec.Shared {
		return false
	}
	given := map[types.Object]bool{}
	for id := range syntax.All[*ast.Ident](w.site.Call) {
		if v, ok := w.info.Uses[id].(*types.Var); ok {
			given[v] = true
		}
	}
	seen := map[types.Object]bool{}
	return w.workedOut(cond, given, seen) || w.workedOut(w.tagOf(then), given, seen)
}

// workedOut reports whether an expression has one of the variables, or one that is worked
// out from them. What has been seen is not asked again: it was not.
func (w *walk) workedOut(x ast.Expr, vars, seen map[types.Object]bool) bool {
	if x == nil {
		return false
	}
	return syntax.Any(x, func(id *ast.Ident) bool {
		v := w.info.Uses[id]
		if vars[v] {
			return true
		}
		local, ok := v.(*types.Var)
		if !ok || seen[local] {
			return false
		}
		seen[local] = true
		return w.root.contains(local) && !typesx.IsError(local.Type()) && syntax.Any(w.root.Body, func(a *ast.AssignStmt) bool {
			for i, lhs := range a.Lhs {
				if len(a.Lhs) == len(a.Rhs) && w.eng.varOf(lhs) == local && w.workedOut(a.Rhs[i], vars, seen) {
					return true
				}
			}
			return false
		})
	})
}
