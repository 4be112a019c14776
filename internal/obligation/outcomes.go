// This file ends paths. Every outcome is made here, so that the heuristics which drop some (a
// loop that closes what the iteration before has opened, a loss that nobody owes) stand
// together.

package obligation

import (
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// end ends the path with an outcome.
func (w *walk) end(st *sym.State, o Outcome) {
	if st.Dead {
		return
	}
	if st.Live && st.Idle && o.Kind == Released {
		return // of what was there before
	}
	// The obligation has been met by a defer; only the loop is still of interest.
	if st.After != nil {
		w.endAgain(st, o)
		return
	}
	st.Dead = true
	if !st.Live || st.Idle && o.Kind == Leaked {
		w.trace.vanish()
		return
	}
	w.trace.end(o)
	if o.Kind == Leaked && !w.ofParam {
		w.leaks++
	}
	o.Risky, o.armed, o.foreign = st.Risky, st.Armed, o.foreign || st.Foreign
	if o.Kind == Leaked || o.Kind == Reacquired {
		o.Launch, o.Given = st.Launched, st.Given
	}
	o.checked = o.checked || st.Checked
	if w.site.Spec.Evidence && o.Kind != Leaked {
		o.fails = w.metError(st)
	}
	w.frame.outcomes = append(w.frame.outcomes, o)
}

// endAgain ends a path on which a deferred release has discharged the obligation.
// Only one thing matters now: whether the site is met again while the resource is
// open.
func (w *walk) endAgain(st *sym.State, o Outcome) {
	switch {
	case o.Kind == HandedOver, o.Kind == Deferred, o.Kind == Released && o.may:
		return
	case o.Kind == Reacquired:
		w.again[st.After] = true
	}
	st.Dead = true
}

// vanish ends a path on which there is no obligation, or that cannot be.
func (w *walk) vanish(st *sym.State) {
	if !st.Dead {
		w.trace.vanish()
	}
	st.Dead = true
}

// lose ends the path where the site is met again and nothing leads to the resource any
// more. The walk goes on only to see whether the function is left: what is open where
// the process ends, or the goroutine, is not owed.
func (w *walk) lose(st *sym.State) {
	if st.Counted && !w.site.boundInLoop(w.info) || st.Merged {
		w.end(st, Outcome{Kind: Unknown, Pos: w.site.Pos(), Result: -1, counted: !st.Merged})
	}
	w.end(st, Outcome{Kind: Reacquired, Pos: w.site.Pos(), Result: -1})
	st.Dead, st.Live, st.Lost = false, false, true
}

// owesLost reports whether what is lost in a loop is owed: the function is left, or has
// no end at all.
func (w *walk) owesLost() bool { return w.left || !w.root.ReachesReturn(w.site.Pos()) }

// closesPrevious reports whether the loop releases, before it acquires, what the
// iteration before has acquired: in the first one there is nothing to release, and
// that the condition by which it knows holds in all others is not modelled.
//
//	for {
//		if len(tried) > 0 {
//			resp.Body.Close()
//		}
//		resp, err = client.Do(req)
func (w *walk) closesPrevious() bool {
	if len(w.site.Loops) == 0 {
		return false
	}
	body := syntax.LoopBody(w.site.Loops[len(w.site.Loops)-1])
	return slices.ContainsFunc(w.frame.outcomes, func(o Outcome) bool {
		return o.Kind == Released && syntax.Encloses(body, o.Pos) && o.Pos < w.site.Pos()
	})
}

// outcomes are the ends of all paths, once the walk is over: one Unknown where its budget was
// spent.
func (w *walk) outcomes() []Outcome {
	if w.spent {
		return []Outcome{{Kind: Unknown, Pos: w.site.Pos(), Result: -1}}
	}
	//mutate:same off by one: where no deferred call is of an earlier iteration the answer is not used
	again := len(w.again) > 0 && w.metTwice()
	for i, o := range w.frame.outcomes {
		w.frame.outcomes[i].Again = again && o.Kind == Deferred && w.again[o.Defer]
	}
	w.frame.outcomes = slices.DeleteFunc(w.frame.outcomes, func(o Outcome) bool { return o.Kind == Reacquired && w.closesPrevious() })
	if list := w.frame.outcomes; firstDischarge(list) == nil { // nothing for a counter to decide on
		for i := range list {
			if list[i].counted {
				list[i].Kind = Reacquired
			}
		}
	}
	// Rules need not know all of very many leaks, only that there are more.
	if w.leaks > maxLeaks {
		return append(w.frame.outcomes, Outcome{Kind: More, Pos: w.site.Pos(), Result: -1})
	}
	if !w.owesLost() {
		return slices.DeleteFunc(w.frame.outcomes, func(o Outcome) bool { return o.Kind == Reacquired })
	}
	return w.frame.outcomes
}
