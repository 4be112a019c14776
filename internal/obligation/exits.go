// This file is about ways out: deferred calls, returns, and what is owed at the end. A deferred
// call is judged twice. At the defer statement it is tried on a copy of the state: if it
// releases on every path, whatever comes, the obligation ends there. Otherwise it runs again at
// each exit, where flags and errors are known that it may ask.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/typesx"
)

// deferStmt evaluates what a defer statement evaluates, and judges its function:
// one that releases on every path has discharged the obligation, any other is
// interpreted again at the exits, where more is known.
func (w *walk) deferStmt(st *state, n *ast.DeferStmt) {
	d := deferred{stmt: n}
	if d.fn, d.args = w.callParts(st, n.Call); !st.dead {
		w.copiedZero(n, d.args)
		w.postpone(st, d)
	}
}

// postpone judges a deferred call.
func (w *walk) postpone(st *state, d deferred) {
	if !st.live {
		st.push(d)
		return
	}
	trial := st.clone()
	// What the deferred call does now is only tried; at the exits more may be known.
	trial.idle = false // it runs at the end
	outcomes, all := w.trial(trial, func(t *state) { w.runDeferred(t, d) })
	discharge := firstDischarge(outcomes)
	switch {
	case discharge != nil && all && w.flaggedLater(d):
		d.unchecked, d.guarded = !st.checked, discharge.checked
		st.push(d)
	case discharge != nil && all && !w.setLater(st, d):
		w.end(st, Outcome{
			Kind: Deferred, Pos: discharge.Pos, Defer: d.stmt, Result: -1,
			Unchecked: !st.checked, Guarded: discharge.checked && !st.checked, Release: discharge.Release, unsure: discharge.may,
		})
		if n := d.stmt; w.frame.parent == nil && !w.ofParam && !d.cleanup && w.site.InLoopWith(n) {
			w.again[n] = w.again[n] // it may be met on other paths, too
			st.dead, st.after = false, n
		}
	default:
		st.push(d)
	}
}

// setLater reports whether a deferred closure, or who is given the address, finds the
// resource in a variable, or in a field of one, that gets another value after the defer, a
// named result by a return too: what it releases is only known when it runs.
func (w *walk) setLater(st *state, d deferred) bool {
	assigned := func(v *types.Var) bool {
		return slices.ContainsFunc(w.root.assigned[v], func(pos token.Pos) bool { return pos > d.stmt.End() })
	}
	later := func(v *types.Var) bool {
		val := st.variable(v)
		if !w.relates(st, val) {
			return false
		}
		return slices.Contains(w.frame.fn.results(), v) || assigned(v) || slices.ContainsFunc(w.cells[val], func(f *types.Var) bool {
			in, _ := st.cell(val, f)
			return w.relates(st, in) && assigned(f)
		})
	}
	if slices.ContainsFunc(d.args, func(a value) bool { return w.kind(a) == address && later(w.infos[a].v) }) {
		return true
	}
	lit := w.literal(d.stmt.Call, d.fn)
	return lit != nil && slices.ContainsFunc(w.eng.captures(lit), later)
}

// flaggedLater reports whether a deferred closure looks at a boolean that gets another
// value after the defer: whether it releases is only known when it runs.
func (w *walk) flaggedLater(d deferred) bool {
	lit := w.literal(d.stmt.Call, d.fn)
	return lit != nil && !w.site.InLoopWith(d.stmt) && slices.ContainsFunc(w.eng.captures(lit), func(v *types.Var) bool {
		return isBool(v.Type()) && slices.ContainsFunc(w.root.assigned[v], func(pos token.Pos) bool { return pos > d.stmt.End() })
	})
}

// trial interprets something without adding its outcomes to the frame's; it returns them, and
// whether the obligation ended on all paths.
func (w *walk) trial(st *state, do func(*state)) ([]Outcome, bool) {
	saved := w.frame.outcomes
	w.frame.outcomes = nil
	do(st)
	outcomes := w.frame.outcomes
	w.frame.outcomes = saved
	return outcomes, st.dead
}

// firstDischarge is the first outcome by which the obligation is met, or nil.
func firstDischarge(outcomes []Outcome) *Outcome {
	for i := range outcomes {
		switch outcomes[i].Kind {
		case Released, Deferred, HandedOver, Ended:
			return &outcomes[i]
		}
	}
	return nil
}

// runDeferred interprets a deferred call at the time it runs.
func (w *walk) runDeferred(st *state, d deferred) {
	saved, lit := w.making.deferred, w.making.lit
	w.making.deferred, w.making.lit = d.stmt, w.literal(d.stmt.Call, d.fn)
	defer func() { w.making.deferred, w.making.lit = saved, lit }()
	w.making.unused = d.stmt.Call
	w.amongOld(st, d.stale, func() { w.apply(st, d.stmt.Call, d.fn, d.args) })
	if st.stage == panicking && w.eng.alwaysRecovers(d.stmt.Call) {
		st.stage = recovered
	}
}

// unwind runs the deferred calls of the frame, the last one first.
func (w *walk) unwind(st *state) {
	for ; st.defers.height() > w.frame.base && !st.dead; st.defers = st.defers.below {
		d := st.defers.deferred
		// Most deferred calls have nothing to do with the resource; t.Cleanup runs on every
		// path, but after the function.
		if st.live && !w.concerns(st, d) || d.cleanup && (w.site == nil || !w.site.Spec.Here) {
			continue
		}
		w.unlessError = false
		owed := st.live
		outcomes, _ := w.trial(st, func(t *state) { w.runDeferred(t, d) })
		if o := firstDischarge(outcomes); o != nil && owed && st.live && (st.dead || !w.site.Spec.Here) {
			ended := st
			if w.unlessError && !st.dead {
				ended = st.clone() // the path without an error goes on
			}
			ended.dead = false
			w.end(ended, Outcome{Kind: Deferred, Pos: o.Pos, Defer: d.stmt, Result: -1, Unchecked: d.unchecked, Guarded: d.guarded, Release: o.Release})
		}
	}
}

// startsDeferred reports whether the site is a deferred call that is yet to run.
func (w *walk) startsDeferred(st *state) bool {
	if w.hasPlaced(st) {
		return true
	}
	if w.site == nil || w.site.After == nil {
		return false
	}
	for d := st.defers; d != nil; d = d.below {
		if ast.Node(d.stmt.Call) == w.site.After {
			return true
		}
	}
	return false
}

// concerns reports whether a deferred call can have anything to do with the
// resource.
func (w *walk) concerns(st *state, d deferred) bool {
	if w.mayEndOtherwise(d) || st.stage != calm || w.mayEndPath(d) {
		return true
	}
	if w.relates(st, d.fn) || slices.ContainsFunc(d.args, func(a value) bool { return w.relates(st, a) }) {
		return true
	}
	lit := w.literal(d.stmt.Call, d.fn)
	return lit != nil && slices.ContainsFunc(w.eng.captures(lit), func(v *types.Var) bool {
		val := st.variable(v)
		return !slices.Contains(d.stale, v) && w.relates(st, val) || w.kind(val) == object || w.kind(val) == closure || w.kind(val) == address
	})
}

// returnStmt interprets a return, in Go's order: results are evaluated and assigned to the
// named ones, then the deferred calls run, which may change those.
func (w *walk) returnStmt(st *state, n *ast.ReturnStmt) {
	named := w.frame.fn.results()
	var values []value
	if len(n.Results) > 0 {
		count := w.frame.fn.resultCount()
		values = w.evalList(st, n.Results, max(count, 1))
	} else {
		for _, v := range named {
			values = append(values, st.variable(v))
		}
	}
	if st.dead {
		return
	}
	w.returns = w.returns || w.frame.parent == nil
	if w.frame.parent == nil && !st.live && !st.lost && !w.startsDeferred(st) {
		w.vanish(st)
		return
	}
	if w.frame.parent == nil && w.returned(st, n, values) {
		return
	}
	for i, v := range named {
		if v != nil && i < len(values) {
			st.set(v, values[i])
		}
	}
	w.setError(st, n, values)
	w.unwind(st)
	if st.dead {
		return
	}
	if w.frame.parent != nil {
		for i, v := range named {
			if v != nil {
				values[i] = st.variable(v)
			}
		}
		w.frame.exits = append(w.frame.exits, exit{st.clone(), values})
		st.dead = true
		return
	}
	w.leave(st, n.Pos(), n, values)
}

// leave ends a path on which the resource is still open where the function returns. It is a
// leak unless there is doubt: somebody may have the resource (taken), it is not known which
// value a variable has (merged), or a heuristic has seen a reason (doubt).
func (w *walk) leave(st *state, pos token.Pos, n *ast.ReturnStmt, values []value) {
	if st.lost {
		w.left, st.dead = true, true
		return
	}
	if w.owedNothing(st, values) {
		w.vanish(st)
		return
	}
	if st.taken.IsValid() {
		w.end(st, Outcome{Kind: HandedOver, Pos: st.taken, Result: -1, soft: true})
	}
	if st.merged {
		w.end(st, Outcome{Kind: Unknown, Pos: pos, Result: -1})
	}
	if into := w.storedIn(st); into != 0 {
		w.end(st, Outcome{Kind: HandedOver, Pos: pos, Result: -1, into: into})
	}
	if st.doubt {
		w.vanish(st)
	}
	w.end(st, Outcome{Kind: Leaked, Pos: pos, Return: n, Result: -1, Lent: w.lent(st, values, maxDepth), fails: w.site != nil && w.site.Spec.Evidence && w.failure(st, n, values)})
	st.dead = true
}

// returned ends the path where the resource is among what is returned.
func (w *walk) returned(st *state, n *ast.ReturnStmt, values []value) (found bool) {
	if !st.live || w.site.Spec.Here {
		return false
	}
	for i, v := range values {
		// Each result that leads to the resource is a hand-over of its own.
		if w.relates(st, v) {
			w.end(st, Outcome{Kind: HandedOver, Pos: n.Pos(), Return: n, Result: i, Wrapped: v != w.res, Cleanup: w.isCleanup(st, v), into: w.storedIn(st), lent: w.isGivenOut(v)})
			st.dead = false // there may be another: what is returned twice has two outcomes
			found = true
		}
	}
	st.dead = found
	return found
}

// isCleanup reports whether a value is a function that releases the resource, made here
// or by a callee.
func (w *walk) isCleanup(st *state, v value) bool {
	switch w.kind(v) {
	case closure:
	case method:
		return w.site.Spec.releases(w.infos[v].name)
	default:
		return w.infos[v].cleans
	}
	t := st.clone()
	// Tried on a copy: would calling it release the resource?
	t.dead = false
	outcomes, _ := w.trial(t, func(t *state) { w.inline(t, w.infos[v].lit, nil, false) })
	return firstDischarge(outcomes) != nil
}

// owedNothing reports whether an exit owes nothing: what only buffers needs no
// flush where the function fails anyway.
func (w *walk) owedNothing(st *state, values []value) bool {
	if w.site == nil || !w.site.Spec.Flush {
		return false
	}
	if !st.used && w.site.Spec.releases("Flush") {
		return true // nothing was written; what has a Close writes a trailer
	}
	if w.metError(st) {
		return true // the path has met an error, whatever it returns
	}
	if len(values) == 0 {
		return false
	}
	last := len(values) - 1
	if t := w.frame.fn.resultType(last); t == nil || !typesx.IsError(t) {
		return false
	}
	return values[last] == nonNil || st.knows(values[last]) == knownNonNil
}
