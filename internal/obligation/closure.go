// This file interprets function literals in place, with the variables of the function around
// them. That is what makes a deferred func() { f.Close() }() and a helper literal as good as
// code that is written out.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// literal returns the function literal that a call runs, if it is known.
func (w *walk) literal(call *ast.CallExpr, fn value) *ast.FuncLit {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	if w.kind(fn) == closure {
		return w.infos[fn].lit
	}
	return nil
}

// inline interprets the body of a closure in place. One that is called where it
// stands is part of the function: what it does on some paths only, it does on those
// only. Of any other one it is believed that it does it.
func (w *walk) inline(st *state, lit *ast.FuncLit, args []value, atOnce bool) []value {
	depth := 0
	for f := w.frame; f != nil; f = f.parent {
		depth++
		if f.fn.Lit == lit {
			return nil // recursive
		}
	}
	// Too deep to look at: whatever it has to do with the resource is not known.
	if depth > maxDepth {
		if w.relates(st, w.funcLit(st, lit)) {
			w.end(st, Outcome{Kind: Unknown, Pos: lit.Pos(), Result: -1})
		}
		return nil
	}
	if st.live {
		st.risky = true
	}
	fn := w.eng.literal(lit)
	w.bind(st, fn, args)
	sub := &frame{fn: fn, parent: w.frame, base: st.defers.height()}
	w.frame = sub
	start := st.clone()
	// Whether a path is decided by others is asked of the closure anew.
	start.foreign = false
	w.run(point{fn.cfg().Blocks[0], 0, start})
	w.frame = sub.parent
	return w.comeBack(st, sub, atOnce)
}

// bind assigns arguments to the parameters of a closure.
func (w *walk) bind(st *state, fn *Func, args []value) {
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if v, ok := w.info.Defs[name].(*types.Var); ok && i < len(args) {
				st.set(v, args[i])
			}
			i++
		}
	}
	for _, v := range fn.results() {
		if v != nil {
			w.zero(st, v)
		}
	}
}

// comeBack goes on after a closure. If it is called at once its outcomes are the function's
// own. Any other one is believed: if it discharges on some path, it has discharged. Otherwise
// the states of its exits are joined; without any, it does not return.
func (w *walk) comeBack(st *state, sub *frame, atOnce bool) []value {
	if w.isPlaced(sub.fn.Lit) {
		w.leavePlaced(sub)
	} else if atOnce && len(sub.exits) > 0 {
		w.dropFailed(sub)
		for _, o := range sub.outcomes {
			o.Callee, o.ErrUsed = true, true
			sub.parent.outcomes = append(sub.parent.outcomes, o)
		}
	} else if open := w.openExits(st, sub); len(open) > 0 {
		sub.parent.outcomes = append(sub.parent.outcomes, sub.outcomes...)
		sub.exits, w.unlessError = open, true
	} else if len(sub.exits) == 0 && w.making.launchesLiteral(sub.fn.Lit) {
		sub.parent.outcomes = append(sub.parent.outcomes, sub.outcomes...) // the launch looks at all of them
	} else if o := firstDischarge(sub.outcomes); o != nil && (!w.site.Spec.Here || len(sub.exits) == 0) {
		o.Callee, o.may = true, len(sub.exits) > 0
		o.ErrUsed = true
		w.end(st, *o)
		return nil
	}
	if len(sub.exits) == 0 {
		w.vanish(st)
		return nil
	}
	joined, values := sub.exits[0].state, sub.exits[0].values
	for _, x := range sub.exits[1:] {
		joined = joined.join(x.state)
		for i := range values {
			values[i] = either(sub.exits[0].state, values[i], x, i)
		}
	}
	joined.dead = false
	joined.foreign = joined.foreign || st.foreign
	*st = *joined
	return values
}

// openExits returns the exits of a deferred or launched closure at which it has not
// released, though it does so elsewhere, and that are known to be reached.
func (w *walk) openExits(st *state, sub *frame) []exit {
	if open := w.withoutError(st, sub); len(open) > 0 {
		return open
	}
	lit := sub.fn.Lit
	if !st.live || st.idle || w.site.Spec.Here || !w.making.launchesLiteral(lit) && !w.making.defers(lit) || firstDischarge(sub.outcomes) == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(sub.exits), func(x exit) bool {
		s := x.state
		return !s.live || s.foreign || s.doubt || s.merged || s.counted || s.taken.IsValid()
	})
}

// dropFailed leaves out the exits at which a literal has met an error, where that
// means that nothing is owed any more: what comes after the call need not tell them
// apart from the others.
func (w *walk) dropFailed(sub *frame) {
	frame := w.frame
	w.frame = sub
	sub.exits = slices.DeleteFunc(sub.exits, func(x exit) bool { return w.owedNothing(x.state, x.values) })
	w.frame = frame
}

// either is what is known of a result that has one value at some exits, where st is
// the state of one, and another one at exit x.
func either(st *state, v value, x exit, i int) value {
	switch {
	case i >= len(x.values):
		return unknown
	case x.values[i] == v:
		return v
	case isSomething(st, v) && isSomething(x.state, x.values[i]):
		return nonNil
	}
	return unknown
}

// isSomething reports whether a value is known not to be nil.
func isSomething(st *state, v value) bool { return v == nonNil || st.knows(v) == knownNonNil }

// withoutError returns the exits of a deferred closure that releases where there is
// an error: those at which it has found that there is none, and has not released. An error
// that another deferred function has set is not known.
func (w *walk) withoutError(st *state, sub *frame) []exit {
	if w.making.deferred == nil || !st.live || firstDischarge(sub.outcomes) == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(sub.exits), func(x exit) bool {
		return x.state.known.each(func(v uint32, k knowledge) bool {
			return k != knownNil || !w.infos[v].returned || st.knows(value(v)) == k
		})
	})
}
