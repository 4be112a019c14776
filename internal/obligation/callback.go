// This file is about functions that are given away: a literal, or a method bound to the resource,
// does to it what it does where it is called, if it is.
//
//	t.Cleanup(func() { f.Close() }) // keeps it
//	sort.Slice(list, less)          // only calls it
//	hub.handlers[name] = conn.Write // has the connection by it

package obligation

import (
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// callback is the effect of passing a closure, or a method of the resource, to a
// call: who gets the release may use it.
//
//	t.Cleanup(func() { f.Close() }) // keeps it
//	sort.Slice(list, less)          // only calls less
func (w *walk) callback(st *sym.State, fn *types.Func, i int, a sym.Value) Effect {
	info := w.Infos[a]
	if w.calledBy(st, fn, i, a) {
		return Effect{Releases: true, Always: true}
	}
	if info.Kind == sym.Method {
		// f.Name as a value is no way to release f.
		if info.Recv == w.res && !w.site.Spec.releases(info.Name) {
			return w.eng.boundEffect(fn, i)
		}
		return Effect{Keeps: true}
	}
	if w.site.Spec.Group && !w.mayWait(st, info.Lit) {
		return Effect{}
	}
	// It has called the literal by the time it returns, so that what the literal does is done.
	if w.eng.onlyCalls(fn, i) {
		outcomes, _ := w.trial(st.Clone(), func(t *sym.State) { w.inline(t, info.Lit, nil, false) })
		return Effect{Keeps: firstDischarge(outcomes) != nil}
	}
	return Effect{Keeps: true}
}

// boundEffect is what becomes of a resource of which a function is given another method than
// its release: who only calls that has borrowed it, who keeps it has the resource.
//
//	hub.handlers[name] = conn.Write
func (e *Engine) boundEffect(fn *types.Func, i int) Effect {
	if fn == nil || typesx.IsInterfaceMethod(fn) {
		return Effect{MayKeep: true} // as of a closure that has captured it
	}
	eff := e.functionEffect(fn, i)
	return Effect{Keeps: eff.Keeps, MayKeep: eff.MayKeep, Into: eff.Into, Wraps: eff.Wraps | eff.Returns}
}

// calledBy reports whether a function surely calls what it is given, and that releases
// on every path.
func (w *walk) calledBy(st *sym.State, fn *types.Func, i int, a sym.Value) bool {
	if !w.eng.surelyCalls(fn, i) {
		return false
	}
	if info := w.Infos[a]; info.Kind == sym.Method {
		return info.Recv == w.res && w.site.Spec.releases(info.Name)
	}
	trial := st.Clone()
	// Whether a loop comes round is no question of the callee's.
	trial.After = nil
	outcomes, all := w.trial(trial, func(t *sym.State) { w.inline(t, w.Infos[a].Lit, nil, true) })
	return all && firstDischarge(outcomes) != nil && !slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Kind == HandedOver })
}

// surelyCalls reports whether a function calls what it is given, on every path, and does
// nothing else with it.
func (e *Engine) surelyCalls(fn *types.Func, i int) bool {
	if run, ok := catalog.Runs(fn); ok && run == i-1 {
		return true
	}
	return e.onlyCalls(fn, i) && e.functionEffect(fn, i).Always
}
