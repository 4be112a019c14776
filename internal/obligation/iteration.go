package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// A variable that is declared in the body of a loop is another one in each
// iteration, and what a deferred function has captured in one iteration stays what
// it was:
//
//	for _, p := range paths {
//		var f *os.File
//		defer func() { f.Close() }()
//		f, err = os.Open(p)
//
// All that a walk has is one variable, the newest. Where it is declared again, a
// deferred function that has captured it is asked at once what it will do for the
// one before, and marked as having an old one.

// redeclare is a declaration of a variable, about to be carried out.
func (w *walk) redeclare(st *state, v *types.Var) {
	//mutate:same && and || exchanged: only what is declared again can be in a deferred call by then, and what is in none changes nothing
	if !w.root.redeclares(v) || w.deferredUses(st, v) == nil {
		return
	}
	w.outdates = true
	if w.relates(st, st.variable(v)) {
		w.endByOld(st, v)
	}
	if !st.dead {
		st.defers = st.defers.outdated(func(d deferred) bool { return w.usesVar(st, d, v) }, v)
	}
}

// deferredUses returns the latest deferred call whose function has captured a
// variable that is not yet marked as an old one.
func (w *walk) deferredUses(st *state, v *types.Var) *deferStack {
	for d := st.defers; d != nil; d = d.below {
		if w.usesVar(st, d.deferred, v) {
			return d
		}
	}
	return nil
}

// usesVar reports whether a deferred call uses a variable that is not yet marked as an old one.
func (w *walk) usesVar(st *state, d deferred, v *types.Var) bool {
	if slices.Contains(d.stale, v) {
		return false
	}
	pointsTo := func(arg value) bool { return w.kind(arg) == address && w.infos[arg].v == v }
	return slices.ContainsFunc(d.args, pointsTo) || w.reachesVar(st, w.literal(d.stmt.Call, d.fn), v, maxDepth)
}

// reachesVar reports whether a literal captures a variable, or calls a closure that
// does.
func (w *walk) reachesVar(st *state, lit *ast.FuncLit, v *types.Var, depth int) bool {
	return lit != nil && depth > 0 && slices.ContainsFunc(w.eng.captures(lit), func(c *types.Var) bool {
		if c == v {
			return true
		}
		val := st.variable(c)
		return w.kind(val) == closure && w.reachesVar(st, w.infos[val].lit, v, depth-1)
	})
}

// endByOld ends the path where a deferred function has captured the variable that
// has the resource: it releases it in the end, and it stays open until then.
func (w *walk) endByOld(st *state, v *types.Var) {
	for d := st.defers; d != nil && !st.dead; d = d.below {
		if !w.usesVar(st, d.deferred, v) {
			continue
		}
		outcomes, _ := w.trial(st.clone(), func(t *state) { w.runDeferred(t, d.deferred) })
		if o := firstDischarge(outcomes); o != nil {
			w.again[d.stmt] = true
			w.end(st, Outcome{Kind: Deferred, Pos: o.Pos, Defer: d.stmt, Result: -1, Unchecked: d.unchecked, Guarded: d.guarded, Release: o.Release})
		}
	}
}

// amongOld interprets something in which some variables are those of an iteration
// that is over: nothing is known of them.
func (w *walk) amongOld(st *state, stale []*types.Var, do func()) {
	var now []value
	for _, v := range stale {
		now = append(now, st.variable(v))
		st.set(v, unknown)
	}
	do()
	for i, v := range stale {
		st.set(v, now[i])
	}
}
