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

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// deferStmt evaluates what a defer statement evaluates, and judges its function:
// one that releases on every path has discharged the obligation, any other is
// interpreted again at the exits, where more is known.
func (w *walk) deferStmt(st *sym.State, n *ast.DeferStmt) {
	d := sym.Deferred{Stmt: n}
	if d.Func, d.Args = w.callParts(st, n.Call); !st.Dead {
		w.copiedEarly(st, n, d.Args)
		w.postpone(st, d)
	}
}

// postpone judges a deferred call.
func (w *walk) postpone(st *sym.State, d sym.Deferred) {
	// Before there is an obligation there is nothing to judge: it runs at the exits.
	if !st.Live {
		st.Push(d)
		return
	}
	trial := st.Clone()
	// What the deferred call does now is only tried; at the exits more may be known.
	trial.Idle = false // it runs at the end
	outcomes, all := w.trial(trial, func(t *sym.State) { w.runDeferred(t, d) })
	discharge := firstDischarge(outcomes)
	switch {
	// It asks what is yet to be decided.
	case discharge != nil && all && w.flaggedLater(d):
		d.Unchecked, d.Guarded = !st.Checked, discharge.checked
		st.Push(d)
	case discharge != nil && all && !w.setLater(st, d):
		w.end(st, Outcome{
			Kind: Deferred, Pos: discharge.Pos, Defer: d.Stmt, Result: -1,
			Unchecked: !st.Checked, Guarded: discharge.checked && !st.Checked, Release: discharge.Release, unsure: discharge.may,
		})
		if n := d.Stmt; w.frame.parent == nil && !w.ofParam && !d.Cleanup && w.site.InLoopWith(n) {
			w.again[n] = w.again[n] // it may be met on other paths, too
			st.Dead, st.After = false, n
		}
	default:
		st.Push(d)
	}
}

// setLater reports whether a deferred closure, or who is given the address, finds the
// resource in a variable, or in a field of one, that gets another value after the defer, a
// named result by a return too: what it releases is only known when it runs.
//
//	defer func() { f.Close() }()
//	...
//	f, err = os.Open(next) // that one is closed
func (w *walk) setLater(st *sym.State, d sym.Deferred) bool {
	assigned := func(v *types.Var) bool {
		return slices.ContainsFunc(w.root.assigned[v], func(pos token.Pos) bool { return pos > d.Stmt.End() })
	}
	later := func(v *types.Var) bool {
		val := st.Variable(v)
		if !w.relates(st, val) {
			return false
		}
		return slices.Contains(w.frame.fn.results(), v) || assigned(v) || slices.ContainsFunc(w.Cells[val], func(f *types.Var) bool {
			in, _ := st.Cell(val, f)
			return w.relates(st, in) && assigned(f)
		})
	}
	if slices.ContainsFunc(d.Args, func(a sym.Value) bool { return w.Kind(a) == sym.Address && later(w.Infos[a].Var) }) {
		return true
	}
	lit := w.literal(d.Stmt.Call, d.Func)
	return lit != nil && slices.ContainsFunc(w.eng.captures(lit), later)
}

// flaggedLater reports whether a deferred closure looks at a boolean that gets another
// value after the defer: whether it releases is only known when it runs.
//
//	ok := false
//	defer func() {
//		if !ok {
//			f.Close()
//		}
//	}()
func (w *walk) flaggedLater(d sym.Deferred) bool {
	lit := w.literal(d.Stmt.Call, d.Func)
	return lit != nil && !w.site.InLoopWith(d.Stmt) && slices.ContainsFunc(w.eng.captures(lit), func(v *types.Var) bool {
		return isBool(v.Type()) && slices.ContainsFunc(w.root.assigned[v], func(pos token.Pos) bool { return pos > d.Stmt.End() })
	})
}

// trial interprets something without adding its outcomes to the frame's; it returns them, and
// whether the obligation ended on all paths.
func (w *walk) trial(st *sym.State, do func(*sym.State)) ([]Outcome, bool) {
	saved := w.frame.outcomes
	w.frame.outcomes = nil
	do(st)
	outcomes := w.frame.outcomes
	w.frame.outcomes = saved
	return outcomes, st.Dead
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
func (w *walk) runDeferred(st *sym.State, d sym.Deferred) {
	saved, lit := w.making.deferred, w.making.lit
	w.making.deferred, w.making.lit = d.Stmt, w.literal(d.Stmt.Call, d.Func)
	defer func() { w.making.deferred, w.making.lit = saved, lit }()
	w.making.unused = d.Stmt.Call
	w.amongOld(st, d.Stale, func() { w.apply(st, d.Stmt.Call, d.Func, d.Args) })
	if st.Stage == sym.Panicking && w.eng.alwaysRecovers(d.Stmt.Call) {
		st.Stage = sym.Recovered
	}
}

// unwind runs the deferred calls of the frame, the last one first.
func (w *walk) unwind(st *sym.State) {
	for ; st.Defers.Height() > w.frame.base && !st.Dead; st.Defers = st.Defers.Below {
		d := st.Defers.Deferred
		// Most deferred calls have nothing to do with the resource; t.Cleanup runs on every
		// path, but after the function.
		if st.Live && !w.concerns(st, d) || d.Cleanup && (w.site == nil || !w.site.Spec.Here) {
			continue
		}
		w.unlessError = false
		owed := st.Live
		outcomes, _ := w.trial(st, func(t *sym.State) { w.runDeferred(t, d) })
		// A wait counts only where it comes on all paths of the deferred function.
		if o := firstDischarge(outcomes); o != nil && owed && st.Live && (st.Dead || !w.site.Spec.Here) {
			ended := st
			if w.unlessError && !st.Dead {
				ended = st.Clone() // the path without an error goes on
			}
			ended.Dead = false
			w.end(ended, Outcome{Kind: Deferred, Pos: o.Pos, Defer: d.Stmt, Result: -1, Unchecked: d.Unchecked, Guarded: d.Guarded, Release: o.Release})
		}
	}
}

// startsDeferred reports whether the site is a deferred call that is yet to run.
func (w *walk) startsDeferred(st *sym.State) bool {
	if w.hasPlaced(st) {
		return true
	}
	if w.site == nil || w.site.After == nil {
		return false
	}
	for d := st.Defers; d != nil; d = d.Below {
		if ast.Node(d.Stmt.Call) == w.site.After {
			return true
		}
	}
	return false
}

// concerns reports whether a deferred call can have anything to do with the
// resource.
func (w *walk) concerns(st *sym.State, d sym.Deferred) bool {
	if w.mayEndOtherwise(d) || st.Stage != sym.Calm || w.mayEndPath(d) {
		return true
	}
	if w.relates(st, d.Func) || slices.ContainsFunc(d.Args, func(a sym.Value) bool { return w.relates(st, a) }) {
		return true
	}
	lit := w.literal(d.Stmt.Call, d.Func)
	return lit != nil && slices.ContainsFunc(w.eng.captures(lit), func(v *types.Var) bool {
		val := st.Variable(v)
		return !slices.Contains(d.Stale, v) && w.relates(st, val) || w.Kind(val) == sym.Object || w.Kind(val) == sym.Closure || w.Kind(val) == sym.Address
	})
}

// returnStmt interprets a return, in Go's order: results are evaluated and assigned to the
// named ones, then the deferred calls run, which may change those.
func (w *walk) returnStmt(st *sym.State, n *ast.ReturnStmt) {
	named := w.frame.fn.results()
	var values []sym.Value
	if len(n.Results) > 0 {
		count := w.frame.fn.resultCount()
		values = w.evalList(st, n.Results, max(count, 1))
	} else {
		for _, v := range named {
			values = append(values, st.Variable(v))
		}
	}
	if st.Dead {
		return
	}
	w.returns = w.returns || w.frame.parent == nil
	// A path that has not come to the site owes nothing.
	if w.frame.parent == nil && !st.Live && !st.Lost && !w.startsDeferred(st) {
		w.vanish(st)
		return
	}
	if w.frame.parent == nil && w.returned(st, n, values) {
		return
	}
	for i, v := range named {
		if v != nil && i < len(values) {
			st.Set(v, values[i])
		}
	}
	w.setError(st, n, values)
	w.unwind(st)
	if st.Dead {
		return
	}
	// A deferred call may have set the named results.
	for i, v := range named {
		if v != nil && i < len(values) {
			values[i] = st.Variable(v)
		}
	}
	if w.frame.parent != nil {
		w.frame.exits = append(w.frame.exits, exit{st.Clone(), values})
		st.Dead = true
		return
	}
	if w.returned(st, n, values) {
		return
	}
	w.leave(st, n.Pos(), n, values)
}

// leave ends a path on which the resource is still open where the function returns. It is a
// leak unless there is doubt: somebody may have the resource (taken), it is not known which
// value a variable has (merged), or a heuristic has seen a reason (doubt).
func (w *walk) leave(st *sym.State, pos token.Pos, n *ast.ReturnStmt, values []sym.Value) {
	if st.Lost {
		w.left, st.Dead = true, true
		return
	}
	if w.owedNothing(st, values) {
		w.vanish(st)
		return
	}
	// The reasons to be quiet come first: a path ends once.
	if st.Taken.IsValid() {
		w.end(st, Outcome{Kind: HandedOver, Pos: st.Taken, Result: -1, soft: true})
	}
	if st.Merged {
		w.end(st, Outcome{Kind: Unknown, Pos: pos, Result: -1})
	}
	if into := w.storedIn(st); into != 0 {
		w.end(st, Outcome{Kind: HandedOver, Pos: pos, Result: -1, into: into})
	}
	if st.InDoubt() {
		w.vanish(st)
	}
	w.end(st, Outcome{Kind: Leaked, Pos: pos, Return: n, Result: -1, Lent: w.lent(st, values, maxDepth), fails: w.site != nil && w.site.Spec.Evidence && w.failure(st, n, values)})
	st.Dead = true
}

// returned ends the path where the resource is among what is returned.
func (w *walk) returned(st *sym.State, n *ast.ReturnStmt, values []sym.Value) (found bool) {
	if !st.Live || w.site.Spec.Here {
		return false
	}
	for i, v := range values {
		// Each result that leads to the resource is a hand-over of its own.
		if w.relates(st, v) {
			w.end(st, Outcome{Kind: HandedOver, Pos: n.Pos(), Return: n, Result: i, Wrapped: v != w.res, Cleanup: w.isCleanup(st, v), into: w.storedIn(st), lent: w.isGivenOut(v)})
			st.Dead = false // there may be another: what is returned twice has two outcomes
			found = true
		}
	}
	st.Dead = found
	return found
}

// isCleanup reports whether a value is a function that releases the resource, made here
// or by a callee:
//
//	return f, func() { f.Close() }, nil // the second is
func (w *walk) isCleanup(st *sym.State, v sym.Value) bool {
	switch w.Kind(v) {
	case sym.Closure:
	case sym.Method:
		return w.site.Spec.releases(w.Infos[v].Name)
	default:
		return w.Infos[v].Cleans
	}
	t := st.Clone()
	// Tried on a copy: would calling it release the resource?
	t.Dead = false
	outcomes, _ := w.trial(t, func(t *sym.State) { w.inline(t, w.Infos[v].Lit, nil, false) })
	return firstDischarge(outcomes) != nil
}

// owedNothing reports whether an exit owes nothing: what only buffers needs no
// flush where the function fails anyway.
func (w *walk) owedNothing(st *sym.State, values []sym.Value) bool {
	if w.site == nil || !w.site.Spec.Flush {
		return false
	}
	if !st.Used && w.site.Spec.releases("Flush") {
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
	return values[last] == sym.NonNil || st.Knows(values[last]) == sym.KnownNonNil
}
