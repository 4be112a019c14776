// This file is about goroutines that get the resource: go serve(conn). Nobody else releases it
// then, so serve must on all its paths; where it does, the resource is handed over. What a
// launch does about waiting is in await.go.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// launched is the effect of a go statement that is not the site: the callee has
// a life of its own, but what it does to the resource it does as any callee.
func (w *walk) launched(st *sym.State, call *ast.CallExpr) {
	fn, args := w.callParts(st, call)
	if st.Dead || !st.Live || w.site.Spec.Here {
		return // what another goroutine does is not done here
	}
	st.Risky = true
	trial := st.Clone()
	trial.Idle = false // it may wait later
	saved := w.making.launched
	w.making.launched = call
	outcomes, all := w.trial(trial, func(t *sym.State) { w.apply(t, call, fn, args) })
	w.making.launched = saved
	// The answer is that of the launched function's paths: all release, some do, or none.
	discharged := firstDischarge(outcomes) != nil
	ends := slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Kind == Ended && o.soft })
	unsure := slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.may })
	switch {
	case ends && !w.relates(st, fn) && !slices.ContainsFunc(args, func(a sym.Value) bool { return w.relates(st, a) }):
		// It waits for the context, and has nothing to cancel.
	case discharged && !w.site.Spec.Flush && (!all || ends && unsure) || w.drops(st, call, args):
		st.Launched = call.Pos() // what it does not release on some path nobody else may
	case ends:
		st.Taken = call.Pos()
	case discharged:
		w.handOver(st, call.Pos())
	case w.launchKeeps(st, call, args):
		st.Taken = call.Pos() // who gets the holder owes its release all the same
	}
	if trial.Taken.IsValid() {
		st.Taken = call.Pos()
	}
}

// launchedPartly reports whether a helper is given a literal that releases the resource, but
// not on all of its paths: nobody else can.
//
//	wg.Go(func() {
//		if _, err := f.Stat(); err != nil {
//			return
//		}
//		f.Close()
//	})
//
// Of what only buffers it is taken to leave out what has failed, as a launched function tells
// those who wait in more ways than by a result: pw.CloseWithError(err).
func (w *walk) launchedPartly(st *sym.State, fn *types.Func, a sym.Value) bool {
	if fn == nil || w.Kind(a) != sym.Closure || w.site.Spec.Group || w.site.Spec.Here || w.site.Spec.Flush || w.eng.launches.Helpers.Lookup(fn.Origin()) == nil {
		return false
	}
	run := &ast.CallExpr{Fun: w.Infos[a].Lit}
	trial := st.Clone()
	trial.Idle = false // it may wait later
	saved := w.making.launched
	w.making.launched = run
	outcomes, all := w.trial(trial, func(t *sym.State) { w.apply(t, run, a, []sym.Value{sym.Unknown}) })
	w.making.launched = saved
	return !all && firstDischarge(outcomes) != nil && !slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Kind == Ended })
}

// launchedOut notes what a launched function is given, or has captured.
func (w *walk) launchedOut(st *sym.State, call *ast.CallExpr) {
	t := st.Clone()
	t.Live = false // only to see what there is
	w.trial(t, func(t *sym.State) {
		fn, args := w.callParts(t, call)
		for _, v := range append(args, fn) {
			w.goesOut(st, v, out{pos: call.Pos()})
		}
	})
}

// launchKeeps reports whether a launch is of a method of what holds the resource, or is given
// such a holder: it lives as long as it likes, and has all that the holder has.
func (w *walk) launchKeeps(st *sym.State, call *ast.CallExpr, args []sym.Value) bool {
	for _, a := range args {
		if w.relates(st, a) && a != w.res && w.Kind(a) != sym.Wrapper {
			return true
		}
	}
	return false
}

// fired is a receive from a field of the resource, or from what a method of it
// returns, that says that it has ended, as that of a timer does.
func (w *walk) fired(st *sym.State, ch ast.Expr) {
	if w.site == nil || !st.Live || st.Dead {
		return
	}
	call, isCall := ast.Unparen(ch).(*ast.CallExpr)
	if isCall {
		ch = call.Fun
	}
	sel, ok := ast.Unparen(ch).(*ast.SelectorExpr)
	switch {
	case !ok:
	case sel.Sel.Name == w.site.Spec.EndedBy && w.peek(st, sel.X) == w.res:
		w.end(st, Outcome{Kind: Ended, Pos: ch.Pos(), Result: -1})
	case isCall && sel.Sel.Name == "Done" && typesx.IsContext(w.info.TypeOf(sel.X)):
		w.contextEnds(st, sel.X)
	}
}

// contextEnds is a receive from the Done of a context. Where the resource is its cancel
// function, nothing is left to cancel. That counts for who has been launched with it: who
// has made the context himself is to defer the cancel all the same, since he may leave by
// another way tomorrow. Which context a parameter is only the caller knows.
func (w *walk) contextEnds(st *sym.State, ctx ast.Expr) {
	switch {
	case w.ofParam && w.site.Spec.releases(CallIt):
		st.Foreign = true
	case w.making.launched != nil && w.Kind(w.peek(st, ctx)) == sym.Canceled:
		w.end(st, Outcome{Kind: Ended, Pos: ctx.Pos(), Result: -1, soft: true}) // who ends it is another matter
	}
}
