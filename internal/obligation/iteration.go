// This file is about variables of iterations. One that is declared in the body of a loop is another
// one in each iteration, and what a deferred function has captured in one iteration stays what it
// was:
//
//	for _, p := range paths {
//		var f *os.File
//		defer func() { f.Close() }()
//		f, err = os.Open(p)
//
// All that a walk has is one variable, the newest. Where it is declared again, a
// deferred function that has captured it is asked at once what it will do for the
// one before, and marked as having an old one.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// redeclare is a declaration of a variable, about to be carried out.
func (w *walk) redeclare(st *sym.State, v *types.Var) {
	//mutate:same && and || exchanged: only what is declared again can be in a deferred call by then, and what is in none changes nothing
	if !w.root.redeclares(v) || w.deferredUses(st, v) == nil {
		return
	}
	w.Outdates = true
	if w.relates(st, st.Variable(v)) {
		w.endByOld(st, v)
	}
	if !st.Dead {
		st.Defers = st.Defers.Outdated(func(d sym.Deferred) bool { return w.usesVar(st, d, v) }, v)
	}
}

// deferredUses returns the latest deferred call whose function has captured a
// variable that is not yet marked as an old one.
func (w *walk) deferredUses(st *sym.State, v *types.Var) *sym.DeferStack {
	for d := st.Defers; d != nil; d = d.Below {
		if w.usesVar(st, d.Deferred, v) {
			return d
		}
	}
	return nil
}

// usesVar reports whether a deferred call uses a variable that is not yet marked as an old one.
func (w *walk) usesVar(st *sym.State, d sym.Deferred, v *types.Var) bool {
	if slices.Contains(d.Stale, v) {
		return false
	}
	pointsTo := func(arg sym.Value) bool { return w.Kind(arg) == sym.Address && w.Infos[arg].Var == v }
	return slices.ContainsFunc(d.Args, pointsTo) || w.reachesVar(st, w.literal(d.Stmt.Call, d.Func), v, maxDepth)
}

// reachesVar reports whether a literal captures a variable, or calls a closure that
// does.
func (w *walk) reachesVar(st *sym.State, lit *ast.FuncLit, v *types.Var, depth int) bool {
	return lit != nil && depth > 0 && slices.ContainsFunc(w.eng.captures(lit), func(c *types.Var) bool {
		if c == v {
			return true
		}
		val := st.Variable(c)
		return w.Kind(val) == sym.Closure && w.reachesVar(st, w.Infos[val].Lit, v, depth-1)
	})
}

// endByOld ends the path where a deferred function has captured the variable that
// has the resource: it releases it in the end, and it stays open until then.
func (w *walk) endByOld(st *sym.State, v *types.Var) {
	for d := st.Defers; d != nil && !st.Dead; d = d.Below {
		if !w.usesVar(st, d.Deferred, v) {
			continue
		}
		outcomes, _ := w.trial(st.Clone(), func(t *sym.State) { w.runDeferred(t, d.Deferred) })
		if o := firstDischarge(outcomes); o != nil {
			w.again[d.Stmt] = true
			w.end(st, Outcome{Kind: Deferred, Pos: o.Pos, Defer: d.Stmt, Result: -1, Unchecked: d.Unchecked, Guarded: d.Guarded, Release: o.Release})
		}
	}
}

// amongOld interprets something in which some variables are those of an iteration
// that is over: nothing is known of them.
func (w *walk) amongOld(st *sym.State, stale []*types.Var, do func()) {
	var now []sym.Value
	for _, v := range stale {
		now = append(now, st.Variable(v))
		st.Set(v, sym.Unknown)
	}
	do()
	for i, v := range stale {
		st.Set(v, now[i])
	}
}
