// This file splits states at branches: what a condition says of the error, of the resource or
// of a flag is what makes paths possible or not. A state that contradicts the condition ends
// silently (vanish); it is no path.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// decide evaluates a condition and returns the states in which it is true, and
// those in which it is false.
func (w *walk) decide(st *sym.State, cond ast.Expr) (yes, no []*sym.State) {
	if st.Dead {
		return nil, nil
	}
	// What is decided now may contradict a condition of two parts (clauses.go).
	if len(w.Clauses) > 0 {
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
		switch w.asksIfEmpty(st, e) {
		case sym.True:
			return []*sym.State{st}, nil
		case sym.False:
			return nil, []*sym.State{st}
		}
		switch e.Op {
		case token.LAND:
			t, f := w.decide(st, e.X)
			yes, no = w.decideRest(t, f, e.Y, true)
			w.noteClause(sym.Clause{Op: e.Op, X: e.X, Y: e.Y}, yes, no)
			return yes, no
		case token.LOR:
			t, f := w.decide(st, e.X)
			yes, no = w.decideRest(f, t, e.Y, false)
			w.noteClause(sym.Clause{Op: e.Op, X: e.X, Y: e.Y}, yes, no)
			return yes, no
		case token.EQL:
			return w.equality(st, e.X, e.Y)
		case token.NEQ:
			no, yes = w.equality(st, e.X, e.Y)
			return yes, no
		case token.LSS, token.GTR, token.LEQ, token.GEQ:
			if w.withinHolder(st, e) {
				return []*sym.State{st}, nil
			}
			return w.inequality(st, e)
		}
	}
	return w.truth(st, cond)
}

// decideRest evaluates the right operand of && (and) or || in the states that
// get so far; the others are done.
func (w *walk) decideRest(open, done []*sym.State, y ast.Expr, and bool) (yes, no []*sym.State) {
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
//
//	err == nil    // with nil
//	ok == true    // with a boolean
//	err == io.EOF // of the error with another
//	mode == "w"   // with a constant
func (w *walk) equality(st *sym.State, x, y ast.Expr) (yes, no []*sym.State) {
	switch boolean(w.info.Types[x]) { // switch true { ... }
	case sym.True:
		return w.decide(st, y)
	case sym.False:
		no, yes = w.decide(st, y)
		return yes, no
	}
	// Both operands are evaluated, in order, whatever the comparison is of.
	xv := w.eval(st, x)
	yv := w.eval(st, y)
	if xv == sym.Nil {
		x, xv, y, yv = y, yv, x, xv
	}
	if st.Dead {
		return nil, nil
	}
	if yv == sym.Nil {
		xv = w.identify(st, x, xv)
		return w.split(st, func(s *sym.State, equal bool) { w.refine(s, xv, equal) })
	}
	if yv == sym.True || yv == sym.False {
		yes, no = w.truth(st, x)
		if yv == sym.False {
			yes, no = no, yes
		}
		return yes, no
	}
	// A comparison with a sentinel says that there is an error, and its failure says nothing.
	if w.isErr(xv) || w.isErr(yv) {
		st.Checked = true
		return w.split(st, func(s *sym.State, equal bool) {
			if equal { // with a sentinel
				w.refine(s, errOf(w, xv, yv), false)
			}
		})
	}
	if st.Live && (xv == w.res && w.isForeign(yv) || yv == w.res && w.isForeign(xv)) {
		return nil, []*sym.State{st} // what is fresh is none of the others
	}
	switch w.compareConstants(xv, token.EQL, yv) {
	case sym.True:
		return []*sym.State{st}, nil
	case sym.False:
		return nil, []*sym.State{st}
	}
	switch {
	case w.Kind(xv) == sym.Code && w.info.Types[y].Value != nil:
		return w.isCode(st, xv, x, y)
	case w.Kind(yv) == sym.Code && w.info.Types[x].Value != nil:
		return w.isCode(st, yv, y, x)
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
func (w *walk) isForeign(v sym.Value) bool {
	return v == sym.NonNil || v >= sym.FirstDynamic && w.Kind(v) == sym.Opaque && !w.Infos[v].Twin
}

func errOf(w *walk, x, y sym.Value) sym.Value {
	if w.isErr(x) {
		return x
	}
	return y
}

// isErr reports whether a value is nil only where the acquisition's error is.
func (w *walk) isErr(v sym.Value) bool { return v == sym.Err || w.Kind(v) == sym.Derived }

// split makes the two states of a branch.
func (w *walk) split(st *sym.State, assume func(s *sym.State, holds bool)) (yes, no []*sym.State) {
	other := st.Clone()
	assume(st, true)
	assume(other, false)
	if !st.Dead {
		yes = []*sym.State{st}
	}
	if !other.Dead {
		no = []*sym.State{other}
	}
	return yes, no
}

// identify gives an unknown value in a variable an identity, so that what a
// branch says of it can be remembered; and an error that only the branch sees, since the path
// has met it:
//
//	if w.Write(row) != nil {
//		return false
//	}
func (w *walk) identify(st *sym.State, e ast.Expr, v sym.Value) sym.Value {
	if v != sym.Unknown {
		return v
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		if t := w.info.TypeOf(e); st.Live && t != nil && typesx.IsError(t) {
			v = w.ValueOf(e, sym.AsTested, sym.Info{Kind: sym.Opaque, IsErr: true})
			st.Learn(v, 0)
		}
	case *ast.Ident:
		if obj, ok := w.info.ObjectOf(e).(*types.Var); ok {
			v = w.ValueOf(e, sym.AsTested, sym.Info{Kind: sym.Opaque, IsErr: typesx.IsError(obj.Type())})
			// In a loop the variable had another value before: who has kept that has not got this one.
			w.supersede(st, v, obj)
			st.Learn(v, 0)
			st.Bind(obj, v)
		}
	}
	return v
}

// refine adds to a state that a value is nil, or not. A state in which it cannot be, and one in
// which there is no obligation (the error is not nil, the resource is), ends here:
//
//	f, err := os.Open(path)
//	if err != nil { // on this path there is no f
func (w *walk) refine(st *sym.State, v sym.Value, isNil bool) {
	switch {
	case v == sym.Unknown:
	case v == sym.Nil:
		if !isNil {
			w.vanish(st)
		}
	case v == sym.NonNil, w.Kind(v) == sym.Closure, w.Kind(v) == sym.Object && v >= sym.FirstDynamic:
		if isNil {
			w.vanish(st)
		}
	// A nil resource is none: the acquisition has failed, whatever the error says.
	case st.Live && v == w.res:
		st.Checked = true
		if isNil {
			w.vanish(st)
		}
	case st.Live && w.Kind(v) == sym.Part && st.IsHolder(v):
		st.Checked = true
		st.Doubt = st.Doubt || isNil // it may be another part that is nil, or there is no resource
	// The error of tx.Commit: where it is not nil the transaction has ended all the same.
	case st.Live && w.Kind(v) == sym.Fatal:
		if !isNil {
			w.end(st, Outcome{Kind: Ended, Pos: w.site.Pos(), Result: -1})
		}
	case st.Live && w.Kind(v) == sym.Code:
		w.codeIsNil(st, v, isNil)
	// The error says whether there is a resource at all.
	case st.Live && w.isErr(v):
		st.Checked = true
		if !isNil {
			w.vanish(st)
			return
		}
		st.Judged = false // it is known now
		st.Learn(v, sym.KnownNil)
	default:
		// Any other value: what a branch has said of it before must not be contradicted.
		want, not := sym.KnownNil, sym.KnownNonNil
		if !isNil {
			want, not = not, want
		}
		if st.Knows(v) == not {
			w.vanish(st)
			return
		}
		st.Learn(v, want)
		w.refineTwin(st, v, isNil)
	}
}

// untilFalse splits at a condition that is false where the resource has ended by itself.
func (w *walk) untilFalse(st *sym.State, cond ast.Expr) (yes, no []*sym.State) {
	return w.split(st, func(s *sym.State, more bool) {
		if !more {
			w.end(s, Outcome{Kind: Ended, Pos: cond.Pos(), Result: -1})
		}
	})
}

// truth decides a condition that is no comparison: a boolean that came with the resource, a
// comparison kept in a variable, a call that judges an error, a call that says that the
// resource has ended; any other is a boolean that is remembered.
//
//	if ok { ... }                 // it came with the resource
//	if failed { ... }             // failed := err != nil
//	if os.IsNotExist(err) { ... } // judges the error
//	for rows.Next() { ... }       // false where the rows have ended
func (w *walk) truth(st *sym.State, cond ast.Expr) (yes, no []*sym.State) {
	call, isCall := ast.Unparen(cond).(*ast.CallExpr)
	// What a predicate says of the error has to be asked before the call is evaluated.
	var of sym.Value
	var says Says
	givenErr := false
	if isCall {
		if of, isNil, ok := w.assertion(st, call); ok && st.Live {
			return w.split(st, func(s *sym.State, holds bool) { w.refine(s, of, holds == isNil) })
		}
		of, says, givenErr = w.judged(st, call)
	}
	v := w.eval(st, cond)
	switch {
	case st.Dead:
		return nil, nil
	case w.isCondition(v):
		return w.decideValue(st, v)
	// for next(): the resource has ended where there is no more.
	case w.Kind(v) == sym.More:
		return w.untilFalse(st, cond)
	case givenErr:
		st.Checked = true
		asksBoth := w.isGiven(st, call)
		return w.split(st, func(s *sym.State, holds bool) {
			bits := says.No
			if holds {
				bits = says.Yes
			}
			w.consider(s, of, bits)
			s.Doubt = s.Doubt || asksBoth && bits == sym.Maybe
		})
	// Where rows.Next() is false the rows are closed.
	case isCall && w.ends(st, call):
		return w.untilFalse(st, call)
	}
	return w.rememberVar(st, cond, v)
}

// ends reports whether the call is a method of the resource whose false result
// says that it has ended, as Rows.Next.
func (w *walk) ends(st *sym.State, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !st.Live || w.site == nil {
		return false
	}
	for _, name := range w.site.Spec.Ends {
		if v := w.peek(st, sel.X); sel.Sel.Name == name && (v == w.res || w.relates(st, v)) {
			return true
		}
	}
	return false
}
