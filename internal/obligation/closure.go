// This file interprets function literals in place, with the variables of the function around
// them. That is what makes a deferred func() { f.Close() }() and a helper literal as good as
// code that is written out.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// literal returns the function literal that a call runs, if it is known.
func (w *walk) literal(call *ast.CallExpr, fn sym.Value) *ast.FuncLit {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	if w.Kind(fn) == sym.Closure {
		return w.Infos[fn].Lit
	}
	return nil
}

// inline interprets the body of a closure in place. One that is called where it
// stands is part of the function: what it does on some paths only, it does on those
// only. Of any other one it is believed that it does it.
func (w *walk) inline(st *sym.State, lit *ast.FuncLit, args []sym.Value, atOnce bool) []sym.Value {
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
	// What the literal runs may leave the function by a panic.
	if st.Live {
		st.Risky = true
	}
	fn := w.eng.literal(lit)
	w.bind(st, fn, args)
	sub := &frame{fn: fn, parent: w.frame, base: st.Defers.Height()}
	w.frame = sub
	start := st.Clone()
	// Whether a path is decided by others is asked of the closure anew.
	start.Foreign = false
	w.run(point{fn.cfg().Blocks[0], 0, start})
	w.frame = sub.parent
	return w.comeBack(st, sub, atOnce)
}

// bind assigns arguments to the parameters of a closure:
//
//	func(f *os.File) { f.Close() }(conn) // f is conn
func (w *walk) bind(st *sym.State, fn *Func, args []sym.Value) {
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if v, ok := w.info.Defs[name].(*types.Var); ok && i < len(args) {
				st.Set(v, args[i])
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
func (w *walk) comeBack(st *sym.State, sub *frame, atOnce bool) []sym.Value {
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
		joined = joined.Join(x.state)
		for i := range values {
			values[i] = either(sub.exits[0].state, values[i], x, i)
		}
	}
	joined.Dead = false
	joined.Foreign = joined.Foreign || st.Foreign
	*st = *joined
	return values
}

// openExits returns the exits of a deferred or launched closure at which it has not
// released, though it does so elsewhere, and that are known to be reached.
func (w *walk) openExits(st *sym.State, sub *frame) []exit {
	if open := w.withoutError(st, sub); len(open) > 0 {
		return open
	}
	lit := sub.fn.Lit
	if !st.Live || st.Idle || w.site.Spec.Here || !w.making.launchesLiteral(lit) && !w.making.defers(lit) || firstDischarge(sub.outcomes) == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(sub.exits), func(x exit) bool {
		// Only an exit that surely leaves it open counts: not one that others decide (Foreign), at
		// which there may be nothing to release (Doubt), or at which paths have been joined.
		s := x.state
		return !s.Live || s.Foreign || s.InDoubt() || s.Merged || s.Counted || s.Taken.IsValid()
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
func either(st *sym.State, v sym.Value, x exit, i int) sym.Value {
	switch {
	case i >= len(x.values):
		return sym.Unknown
	case x.values[i] == v:
		return v
	case isSomething(st, v) && isSomething(x.state, x.values[i]):
		return sym.NonNil
	}
	return sym.Unknown
}

// isSomething reports whether a value is known not to be nil.
func isSomething(st *sym.State, v sym.Value) bool {
	return v == sym.NonNil || st.Knows(v) == sym.KnownNonNil
}

// withoutError returns the exits of a deferred closure that releases where there is
// an error: those at which it has found that there is none, and has not released. An error
// that another deferred function has set is not known:
//
//	defer func() {
//		if err != nil {
//			f.Close()
//		}
//	}()
func (w *walk) withoutError(st *sym.State, sub *frame) []exit {
	if w.making.deferred == nil || !st.Live || firstDischarge(sub.outcomes) == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(sub.exits), func(x exit) bool {
		return x.state.Known.Each(func(v uint32, k sym.Knowledge) bool {
			return k != sym.KnownNil || !w.Infos[v].Returned || st.Knows(sym.Value(v)) == k
		})
	})
}
