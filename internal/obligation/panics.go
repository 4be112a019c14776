// This file is about panics. One is followed only where a deferred call may recover it: what is
// left open by a panic that ends the process nobody misses.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// panics is a panic: the deferred functions run, and where one of them recovers, and
// neither panics again nor ends the process, the function returns to its caller.
func (w *walk) panics(st *sym.State, call *ast.CallExpr) {
	if w.recoversItself(st, call) {
		return
	}
	w.unsure = w.unsure || w.mayRecover(st) && w.losesSight(st)
	if (st.Live || st.Lost) && w.frame.parent == nil && w.mayRecover(st) {
		st.Stage = sym.Panicking
		saved := w.panicked
		w.panicked = w.panicValue(st, call)
		w.unwind(st)
		w.panicked = saved
		if !st.Dead && st.Stage == sym.Recovered {
			w.leaveRecovered(st, call.Pos())
		}
	}
	w.vanish(st)
}

// recoversItself reports whether a closure under interpretation recovers what it panics with, by
// its own deferred calls: it returns then, with what its named results have by now.
//
//	run(func() {
//		defer func() { recover() }()
//		panic("x")
//	})
func (w *walk) recoversItself(st *sym.State, call *ast.CallExpr) bool {
	if w.frame.parent == nil || !w.mayRecoverAbove(st, w.frame.base) {
		return false
	}
	t := st.Clone()
	t.Stage = sym.Panicking
	saved := w.panicked
	w.panicked = w.panicValue(t, call)
	w.unwind(t)
	w.panicked = saved
	if t.Stage != sym.Recovered {
		return false
	}
	st.Dead = true
	if !t.Dead {
		t.Stage = sym.Calm
		values := make([]sym.Value, w.frame.fn.resultCount())
		for i, v := range w.frame.fn.results() {
			values[i] = t.Variable(v)
		}
		w.frame.exits = append(w.frame.exits, exit{t, values})
	}
	return true
}

// losesSight reports whether a panic that somebody may recover leads to where it is not followed,
// and where something may leak in place. One in a closure is not followed; but if nothing is owed
// by then, and the function itself recovers, the way is no other than back to the caller, unless
// a deferred literal opens on it.
func (w *walk) losesSight(st *sym.State) bool {
	if st.Live || st.Lost {
		return w.frame.parent != nil
	}
	return w.hasPlaced(st) || w.recoversWithin(st)
}

// recoversWithin reports whether who may recover a panic is a closure under interpretation: the
// function that calls it goes on then.
func (w *walk) recoversWithin(st *sym.State) bool {
	own := 0 // the deferred calls of the function itself
	for f := w.frame; f.parent != nil; f = f.parent {
		own = f.base
	}
	return w.frame.parent != nil && w.mayRecoverAbove(st, own)
}

// panicValue is what a panic is given, with its type.
//
//	if e, ok := recover().(error); !ok {
func (w *walk) panicValue(st *sym.State, call *ast.CallExpr) sym.Value {
	if len(call.Args) != 1 {
		return sym.NonNil
	}
	t := w.info.TypeOf(call.Args[0])
	// nil and a type parameter do not say what recover yields.
	if _, generic := t.(*types.TypeParam); t == nil || generic || w.info.Types[call.Args[0]].IsNil() {
		return sym.NonNil
	}
	v := w.ValueOf(call, sym.AsPanicked, sym.Info{Kind: sym.Opaque, Type: t})
	st.Learn(v, sym.KnownNonNil)
	return v
}

// hasType reports whether something of which the type is known can be asserted to have
// another.
func (w *walk) hasType(v sym.Value, t types.Type) (has, known bool) {
	typ := w.Infos[v].Type
	if w.Kind(v) != sym.Opaque || typ == nil || t == nil {
		return false, false
	}
	i, toInterface := t.Underlying().(*types.Interface)
	of, isInterface := typ.Underlying().(*types.Interface)
	switch {
	case toInterface:
		has = types.Implements(typ, i)
		// What is known by an interface may have more methods than that names.
		return has, has || !isInterface
	case isInterface:
		return false, !types.Implements(t, of) // what has it is not of the type
	}
	return types.Identical(typ, t), true
}

// leaveRecovered ends a path that returns what the named results have by now.
func (w *walk) leaveRecovered(st *sym.State, pos token.Pos) {
	var values []sym.Value
	for i, v := range w.root.results() {
		if v == nil {
			continue
		}
		values = append(values, st.Variable(v))
		if w.relates(st, st.Variable(v)) && !w.site.Spec.Here {
			w.end(st, Outcome{Kind: HandedOver, Pos: pos, Result: i})
			return
		}
	}
	w.leave(st, pos, nil, values)
}

// recovered is what recover yields: nil where nothing panics. In what is not the
// deferred function itself it is not known.
func (w *walk) recovered(st *sym.State) sym.Value {
	if w.frame.parent == nil || !w.making.defers(w.frame.fn.Lit) {
		return sym.Unknown
	}
	if st.Stage == sym.Panicking {
		st.Stage = sym.Recovered
	}
	if st.Stage == sym.Recovered {
		return w.panicked
	}
	return sym.Nil
}

// mayRecover reports whether a deferred call that is yet to run may call recover.
func (w *walk) mayRecover(st *sym.State) bool { return w.mayRecoverAbove(st, 0) }

// mayRecoverAbove is mayRecover of all deferred calls but so many that were the first.
func (w *walk) mayRecoverAbove(st *sym.State, first int) bool {
	for d := st.Defers; d.Height() > first; d = d.Below {
		if d.Stmt == w.making.deferred {
			continue // it is the one that panics
		}
		if lit := w.literal(d.Stmt.Call, d.Func); lit != nil && w.eng.callsRecover(lit.Body) || w.eng.alwaysRecovers(d.Stmt.Call) {
			return true
		}
	}
	return false
}

// callsRecover reports whether a body calls recover.
func (e *Engine) callsRecover(body *ast.BlockStmt) bool {
	return e.anyCall(body, func(call *ast.CallExpr) bool {
		b, ok := typeutil.Callee(e.info, call).(*types.Builtin)
		return ok && b.Name() == "recover"
	})
}

// Recovers reports whether a function that runs what it is given may recover a panic of
// that: it or a function of its package that it calls has a recover. Nothing is known of
// the standard library's, which have none.
func (e *Engine) Recovers(fn *types.Func) bool {
	if decl := e.declOf(fn); decl != nil {
		return e.recoversIn(decl)
	}
	s := e.summaryOf(fn)
	return s != nil && s.Recovers
}

// recoversIn reports whether a function recovers, or calls one of the package that does. Deeper
// calls are not looked at.
func (e *Engine) recoversIn(decl *ast.FuncDecl) bool {
	return decl.Body != nil && syntax.Any(decl.Body, func(call *ast.CallExpr) bool {
		switch callee := typeutil.Callee(e.info, call).(type) {
		case *types.Builtin:
			return callee.Name() == "recover"
		case *types.Func:
			d := e.declOf(callee)
			return d != nil && d.Body != nil && e.callsRecover(d.Body)
		}
		return false
	})
}

// takesFunction reports whether a parameter is a function.
func takesFunction(sig *types.Signature) bool {
	for i := range sig.Params().Len() {
		if _, ok := sig.Params().At(i).Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}

// alwaysRecovers reports whether a deferred call is of a function of this package
// that recovers, and has no way to panic again or to end the process:
//
//	defer recoverAndLog()
func (e *Engine) alwaysRecovers(call *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	decl := e.declOf(fn)
	return decl != nil && e.callsRecover(decl.Body) && !e.callsEnd(decl.Body)
}

// callsEnd reports whether a body has a call that does not return.
func (e *Engine) callsEnd(body *ast.BlockStmt) bool {
	return e.anyCall(body, func(call *ast.CallExpr) bool { return !e.MayReturn(call) })
}

// anyCall reports whether a call of a body, those in literals left out, is such.
func (e *Engine) anyCall(body *ast.BlockStmt, is func(*ast.CallExpr) bool) bool {
	for call := range syntax.Own[*ast.CallExpr](body) {
		if is(call) {
			return true
		}
	}
	return false
}

// mayEndPath reports whether a deferred call may end the process, or panic: then
// what the function has left open at its return is not owed.
func (w *walk) mayEndPath(d sym.Deferred) bool {
	lit := w.literal(d.Stmt.Call, d.Func)
	if lit == nil {
		return !w.eng.MayReturn(d.Stmt.Call)
	}
	return w.eng.mayEndIn(lit)
}

// mayEndIn reports whether a literal has a call that does not return.
func (e *Engine) mayEndIn(lit *ast.FuncLit) bool {
	ends, known := e.ending[lit]
	if !known {
		ends = e.callsEnd(lit.Body)
		e.ending[lit] = ends
	}
	return ends
}

// endsWithin reports whether a call runs a literal that, from this state on, panics or
// ends the process on every path: the call does not return.
//
//	run(func() {
//		if f != nil {
//			panic("open")
//		}
//	})
func (w *walk) endsWithin(st *sym.State, call *ast.CallExpr, fn *types.Func, args []sym.Value) bool {
	if w.making.launches(call) {
		return false
	}
	for i, a := range args {
		if w.Kind(a) != sym.Closure || !w.eng.mayEndIn(w.Infos[a].Lit) || !w.eng.surelyCalls(fn, i) {
			continue
		}
		outcomes, ends := w.trial(st.Clone(), func(t *sym.State) { w.inline(t, w.Infos[a].Lit, nil, true) })
		if ends && len(outcomes) == 0 {
			return true
		}
	}
	return false
}

// isRecover reports whether an expression is a call of recover.
func (w *walk) isRecover(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	b, ok := typeutil.Callee(w.info, call).(*types.Builtin)
	return ok && b.Name() == "recover"
}

// recoverCase decides a clause of a type switch over what recover yields, which has
// been evaluated by then.
func (w *walk) recoverCase(cc *ast.CaseClause, st *sym.State) (yes, no []*sym.State) {
	hasNil := slices.ContainsFunc(cc.List, func(t ast.Expr) bool { return w.info.Types[t].IsNil() })
	switch {
	case w.frame.parent == nil || !w.making.defers(w.frame.fn.Lit):
		return []*sym.State{st.Clone()}, []*sym.State{st}
	case st.Stage == sym.Recovered && w.Infos[w.panicked].Type != nil:
		return w.typeCaseOf(cc, st, w.panicked)
	case st.Stage == sym.Recovered && !hasNil:
		return []*sym.State{st.Clone()}, []*sym.State{st}
	case st.Stage == sym.Recovered:
		if len(cc.List) == 1 {
			return nil, []*sym.State{st}
		}
		return []*sym.State{st.Clone()}, []*sym.State{st}
	case hasNil:
		return []*sym.State{st}, nil
	}
	return nil, []*sym.State{st}
}
