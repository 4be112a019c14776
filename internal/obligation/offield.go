// This file has two questions that are asked of the engine from outside: what a method does
// with a field of its receiver (internal/owners asks, for unreleased-field), and what one call
// does with a resource (for fixes).

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// OfField follows what a field of a method's receiver holds through the method, and
// returns the ends of its paths: the obligation starts where the method does.
func (e *Engine) OfField(method *ast.FuncDecl, field *types.Var, spec *Spec) []Outcome {
	recv := e.paramVar(method, 0)
	if recv == nil {
		return nil
	}
	f := e.function(method)
	w := newWalk(f, &Site{Spec: e.asParam(spec), Call: &ast.CallExpr{Fun: method.Name, Lparen: method.Pos()}, Func: f})
	st := w.initial()
	st.Live, st.Checked = true, true
	owner := w.ValueOf(recv, sym.AsReceiver, sym.Info{Kind: sym.Opaque})
	st.Set(recv, owner)
	st.SetCell(owner, field, w.res)
	st.Hold(owner)
	w.run(point{f.cfg().Blocks[0], 0, st})
	return w.outcomes()
}

// EffectOf says what a call does to what a site acquires, where that is argument i:
// 0 is the receiver.
func (e *Engine) EffectOf(call *ast.CallExpr, i int, site *Site) Effect {
	sig := signatureOf(e.info.TypeOf(call.Fun))
	if sig == nil {
		return Effect{Keeps: true}
	}
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	w := newWalk(site.Func, site)
	eff := w.effect(fn, sig, i, w.res, w.initial())
	// A number or a string that a callee gives does not lead to what it was made of.
	for j := range min(sig.Results().Len(), 64) {
		if !mayHold(sig.Results().At(j).Type()) {
			eff.Wraps &^= 1 << j
		}
	}
	if n := sig.Results().Len(); n < 64 {
		eff.Wraps &= 1<<n - 1
	}
	return eff
}
