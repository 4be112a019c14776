// This file is about resources that are not always the function's to release. What a callee gives
// on some paths, and on others has from elsewhere, as os.Stdin, depends on what it was given. A
// caller that asks about that may know which of the two it has:
//
//	r, err := open(path)
//	...
//	if path != "-" {
//		defer r.Close()
//	}

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// asksOrigin reports whether a condition is about what the call was given that acquires
// something which need not be the function's to release.
func (w *walk) asksOrigin(st *sym.State, then *cfg.Block, cond ast.Expr) bool {
	if !st.Live || w.site == nil || w.site.Call == nil || !w.site.Spec.Shared {
		return false
	}
	if w.origins == nil {
		w.origins = w.root.derivedFrom(w.site.Call)
	}
	return w.asksGiven(cond) || w.asksGiven(w.tagOf(then))
}

// asksGiven reports whether an expression names something that the site was given, or that is
// worked out from that.
func (w *walk) asksGiven(x ast.Expr) bool {
	return x != nil && syntax.Any(x, func(id *ast.Ident) bool { return w.origins[w.info.Uses[id]] })
}

// derivedFrom returns the variables that a call names, and the locals, errors apart, that are
// assigned something which has one of them in it:
//
//	name := filepath.Join(dir, base)
//	r, err := open(name) // asks for dir and base as well
func (f *Func) derivedFrom(call *ast.CallExpr) map[types.Object]bool {
	found := map[types.Object]bool{}
	var todo []types.Object
	for id := range syntax.All[*ast.Ident](call) {
		if v, ok := f.eng.info.Uses[id].(*types.Var); ok {
			todo = append(todo, v)
		}
	}
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !found[v] {
			found[v] = true
			todo = append(todo, f.derivations()[v]...)
		}
	}
	return found
}

// derivations returns by variable the locals that are assigned something with it. It is made
// once for a function: each of its sites asks.
func (f *Func) derivations() map[types.Object][]types.Object {
	if f.derived != nil {
		return f.derived
	}
	f.derived = map[types.Object][]types.Object{}
	for a := range syntax.All[*ast.AssignStmt](f.Body) {
		for i, lhs := range a.Lhs {
			local := f.eng.varOf(lhs)
			// An error is made of everything that is called, and says nothing of what was asked for.
			if len(a.Lhs) != len(a.Rhs) || local == nil || !f.contains(local) || typesx.IsError(local.Type()) {
				continue
			}
			for id := range syntax.All[*ast.Ident](a.Rhs[i]) {
				if v, ok := f.eng.info.Uses[id].(*types.Var); ok {
					f.derived[v] = append(f.derived[v], local)
				}
			}
		}
	}
	return f.derived
}
