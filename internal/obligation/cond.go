// This file splits states at branches: what a condition says of the error, of the resource or
// of a flag is what makes paths possible or not. A state that contradicts the condition ends
// silently (vanish); it is no path.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/typesx"
)

// condition returns the expression on which the block branches, which is its
// last node, or nil.
func (f *Func) condition(b *cfg.Block) ast.Expr {
	if len(b.Succs) < 2 || len(b.Nodes) == 0 {
		return nil
	}
	// The branches of a range, a select and a type switch have no condition.
	switch to := b.Succs[0]; to.Kind {
	case cfg.KindIfThen, cfg.KindForBody:
	case cfg.KindSwitchCaseBody:
		if f.assigns[to.Stmt.(*ast.CaseClause)] != nil {
			return nil
		}
	default:
		return nil
	}
	e, _ := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	return e
}

// branch passes on the states for the two sides of a branch.
func (w *walk) branch(b *cfg.Block, cond ast.Expr, st *state, next func(*cfg.Block, *state)) {
	pass := func(to *cfg.Block, states []*state) {
		for _, s := range states {
			w.enter(b, to, s)
			if !s.dead {
				next(to, s)
			}
		}
	}
	then, els := b.Succs[0], b.Succs[1]
	// The branch asks nothing that is an expression: a range, a type switch, a select.
	if cond == nil {
		var yes, no []*state
		if cc, ok := then.Stmt.(*ast.CaseClause); ok && then.Kind == cfg.KindSwitchCaseBody {
			yes, no = w.typeCase(cc, st)
		} else if must, can := w.rangeDecides(then, st); must || w.mustIterate(then, st) {
			yes = []*state{st}
		} else if !can {
			no = []*state{st}
		} else {
			yes, no = []*state{st.clone()}, []*state{st}
		}
		if then.Kind != cfg.KindSelectCaseBody {
			w.markForeign(nil, yes, no)
		}
		pass(then, yes)
		pass(els, no)
		return
	}
	if !w.spend() {
		return
	}
	if then.Kind == cfg.KindForBody {
		w.loopHead, _ = then.Stmt.(*ast.ForStmt)
	}
	defer func() { w.loopHead = nil }()
	asks := w.asksHolder(st, cond) || w.asksOrigin(st, then, cond)
	guard := w.guardedByLoop(then, st)
	var yes, no []*state
	if tag := w.tagOf(then); tag != nil {
		yes, no = w.equality(st, tag, cond)
	} else {
		yes, no = w.decide(st, cond)
	}
	w.markForeign(cond, yes, no)
	undecided := len(yes) > 0 && len(no) > 0
	for _, s := range yes {
		s.doubt = s.doubt || asks || guard.yes && undecided
	}
	for _, s := range no {
		s.doubt = s.doubt || asks || guard.no && undecided
	}
	pass(then, yes)
	pass(els, no)
}

// tagOf returns the tag of the switch whose case body b is, if it has one.
func (w *walk) tagOf(b *cfg.Block) ast.Expr {
	if cc, ok := b.Stmt.(*ast.CaseClause); ok && b.Kind == cfg.KindSwitchCaseBody {
		if sw := w.frame.fn.tags[cc]; sw != nil {
			return sw.Tag
		}
	}
	return nil
}

// decide evaluates a condition and returns the states in which it is true, and
// those in which it is false.
func (w *walk) decide(st *state, cond ast.Expr) (yes, no []*state) {
	if st.dead {
		return nil, nil
	}
	if len(w.clauses) > 0 {
		defer func() { yes, no = w.withoutRefuted(cond, yes), w.withoutRefuted(cond, no) }()
	}
	switch e := cond.(type) {
	case *ast.ParenExpr:
		return w.decide(st, e.X)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			no, yes = w.decide(st, e.X)
			return yes, no
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			t, f := w.decide(st, e.X)
			yes, no = w.decideRest(t, f, e.Y, true)
			w.noteClause(clause{e.Op, e.X, e.Y}, yes, no)
			return yes, no
		case token.LOR:
			t, f := w.decide(st, e.X)
			yes, no = w.decideRest(f, t, e.Y, false)
			w.noteClause(clause{e.Op, e.X, e.Y}, yes, no)
			return yes, no
		case token.EQL:
			return w.equality(st, e.X, e.Y)
		case token.NEQ:
			no, yes = w.equality(st, e.X, e.Y)
			return yes, no
		case token.LSS, token.GTR, token.LEQ, token.GEQ:
			if w.withinHolder(st, e) || w.overHolder(st, e) {
				return []*state{st}, nil
			}
			return w.inequality(st, e)
		}
	}
	return w.truth(st, cond)
}

// decideRest evaluates the right operand of && (and) or || in the states that
// get so far; the others are done.
func (w *walk) decideRest(open, done []*state, y ast.Expr, and bool) (yes, no []*state) {
	for _, s := range open {
		t, f := w.decide(s, y)
		yes, no = append(yes, t...), append(no, f...)
	}
	if and {
		return yes, append(no, done...)
	}
	return append(yes, done...), no
}

// equality decides x == y: with nil, with a boolean, with the acquisition's error, between
// constants; anything else is remembered as a condition by its spelling.
func (w *walk) equality(st *state, x, y ast.Expr) (yes, no []*state) {
	switch boolean(w.info.Types[x]) { // switch true { ... }
	case isTrue:
		return w.decide(st, y)
	case isFalse:
		no, yes = w.decide(st, y)
		return yes, no
	}
	// Both operands are evaluated, in order, whatever the comparison is of.
	xv := w.eval(st, x)
	yv := w.eval(st, y)
	if xv == nilValue {
		x, xv, y, yv = y, yv, x, xv
	}
	if st.dead {
		return nil, nil
	}
	if yv == nilValue {
		xv = w.identify(st, x, xv)
		return w.split(st, func(s *state, equal bool) { w.refine(s, xv, equal) })
	}
	if yv == isTrue || yv == isFalse {
		yes, no = w.truth(st, x)
		if yv == isFalse {
			yes, no = no, yes
		}
		return yes, no
	}
	// A comparison with a sentinel says that there is an error, and its failure says nothing.
	if w.isErr(xv) || w.isErr(yv) {
		st.checked = true
		return w.split(st, func(s *state, equal bool) {
			if equal { // with a sentinel
				w.refine(s, errOf(w, xv, yv), false)
			}
		})
	}
	if st.live && (xv == w.res && w.isForeign(yv) || yv == w.res && w.isForeign(xv)) {
		return nil, []*state{st} // what is fresh is none of the others
	}
	switch w.compareConstants(xv, token.EQL, yv) {
	case isTrue:
		return []*state{st}, nil
	case isFalse:
		return nil, []*state{st}
	}
	switch {
	case w.info.Types[y].Value != nil:
		return w.isConstant(st, x, y)
	case w.info.Types[x].Value != nil:
		return w.isConstant(st, y, x)
	}
	if isBool(w.info.TypeOf(x)) && isBool(w.info.TypeOf(y)) {
		return w.agree(st, x, xv, y, yv)
	}
	return w.areEqual(st, x, xv, y, yv)
}

// isForeign reports whether a value has been there before the resource.
func (w *walk) isForeign(v value) bool {
	return v == nonNil || v >= firstDynamic && w.kind(v) == opaque && !w.infos[v].twin
}

func errOf(w *walk, x, y value) value {
	if w.isErr(x) {
		return x
	}
	return y
}

// isErr reports whether a value is nil only where the acquisition's error is.
func (w *walk) isErr(v value) bool { return v == errValue || w.kind(v) == derived }

// split makes the two states of a branch.
func (w *walk) split(st *state, assume func(s *state, holds bool)) (yes, no []*state) {
	other := st.clone()
	assume(st, true)
	assume(other, false)
	if !st.dead {
		yes = []*state{st}
	}
	if !other.dead {
		no = []*state{other}
	}
	return yes, no
}

// identify gives an unknown value in a variable an identity, so that what a
// branch says of it can be remembered.
func (w *walk) identify(st *state, e ast.Expr, v value) value {
	if v != unknown {
		return v
	}
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if obj, ok := w.info.ObjectOf(id).(*types.Var); ok {
			v = w.valueOf(id, asTested, valueInfo{kind: opaque, isErr: typesx.IsError(obj.Type())})
			w.supersede(st, v, obj)
			st.learn(v, 0)
			st.bind(obj, v)
		}
	}
	return v
}

// refine adds to a state that a value is nil, or not. A state in which it cannot be, and one in
// which there is no obligation (the error is not nil, the resource is), ends here.
func (w *walk) refine(st *state, v value, isNil bool) {
	switch {
	case v == unknown:
	case v == nilValue:
		if !isNil {
			w.vanish(st)
		}
	case v == nonNil, w.kind(v) == closure, w.kind(v) == object && v >= firstDynamic:
		if isNil {
			w.vanish(st)
		}
	// A nil resource is none: the acquisition has failed, whatever the error says.
	case st.live && v == w.res:
		st.checked = true
		if isNil {
			w.vanish(st)
		}
	case st.live && w.kind(v) == part && st.isHolder(v):
		st.checked = true
		st.doubt = st.doubt || isNil // it may be another part that is nil, or there is no resource
	case st.live && w.kind(v) == fatal:
		if !isNil {
			w.end(st, Outcome{Kind: Ended, Pos: w.site.Pos(), Result: -1})
		}
	// The error says whether there is a resource at all.
	case st.live && w.isErr(v):
		st.checked = true
		if !isNil {
			w.vanish(st)
			return
		}
		st.learn(v, knownNil)
	default:
		// Any other value: what a branch has said of it before must not be contradicted.
		want, not := knownNil, knownNonNil
		if !isNil {
			want, not = not, want
		}
		if st.knows(v) == not {
			w.vanish(st)
			return
		}
		st.learn(v, want)
		w.refineTwin(st, v, isNil)
	}
}

// untilFalse splits at a condition that is false where the resource has ended by itself.
func (w *walk) untilFalse(st *state, cond ast.Expr) (yes, no []*state) {
	return w.split(st, func(s *state, more bool) {
		if !more {
			w.end(s, Outcome{Kind: Ended, Pos: cond.Pos(), Result: -1})
		}
	})
}

// truth decides a condition that is no comparison: a boolean that came with the resource, a
// comparison kept in a variable, a call that judges an error, a call that says that the
// resource has ended; any other is a boolean that is remembered.
func (w *walk) truth(st *state, cond ast.Expr) (yes, no []*state) {
	call, isCall := ast.Unparen(cond).(*ast.CallExpr)
	// What a predicate says of the error has to be asked before the call is evaluated.
	var of value
	var says Says
	givenErr := false
	if isCall {
		if of, isNil, ok := w.assertion(st, call); ok && st.live {
			return w.split(st, func(s *state, holds bool) { w.refine(s, of, holds == isNil) })
		}
		of, says, givenErr = w.judged(st, call)
	}
	v := w.eval(st, cond)
	switch {
	case st.dead:
		return nil, nil
	case w.isCondition(v):
		return w.decideValue(st, v)
	// for next(): the resource has ended where there is no more.
	case w.kind(v) == more:
		return w.untilFalse(st, cond)
	case givenErr:
		st.checked = true
		asksBoth := w.isGiven(st, call)
		return w.split(st, func(s *state, holds bool) {
			bits := says.No
			if holds {
				bits = says.Yes
			}
			w.consider(s, of, bits)
			s.doubt = s.doubt || asksBoth && bits == maybe
		})
	case isCall && w.ends(st, call):
		return w.untilFalse(st, call)
	}
	return w.rememberVar(st, cond, v)
}

// ends reports whether the call is a method of the resource whose false result
// says that it has ended, as Rows.Next.
func (w *walk) ends(st *state, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !st.live || w.site == nil {
		return false
	}
	for _, name := range w.site.Spec.Ends {
		if v := w.peek(st, sel.X); sel.Sel.Name == name && (v == w.res || w.relates(st, v)) {
			return true
		}
	}
	return false
}
