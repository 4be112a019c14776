// This file has conditions that are kept in variables: they are values, made of the values of
// their operands, and what is known of these decides them where they are tested.
//
//	failed := err != nil || n < len(want)
//	...
//	if failed {

package obligation

import (
	"go/ast"
	"go/token"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// isCondition reports whether a value is a boolean that something is known of.
func (w *walk) isCondition(v sym.Value) bool {
	switch v {
	case sym.True, sym.False, sym.Ok, sym.No:
		return true
	}
	k := w.Kind(v)
	return k == sym.Verdict || k == sym.Implies || k == sym.Combined || k == sym.Negated || k == sym.Comparison || k == sym.Code
}

// decideValue returns the states in which a boolean is true, and those in which it is false.
func (w *walk) decideValue(st *sym.State, v sym.Value) (yes, no []*sym.State) {
	info := w.Infos[v]
	switch {
	case st.Dead:
		return nil, nil
	case v == sym.True:
		return []*sym.State{st}, nil
	case v == sym.False:
		return nil, []*sym.State{st}
	// f, ok := open(): where it is not ok there is nothing to release.
	case st.Live && (v == sym.Ok || v == sym.No):
		st.Checked = true
		return w.split(st, func(s *sym.State, holds bool) {
			if holds != (v == sym.Ok) {
				w.vanish(s)
			}
		})
	// failed := err != nil
	case info.Kind == sym.Verdict:
		return w.split(st, func(s *sym.State, holds bool) { w.refine(s, info.Recv, holds == info.IsEqual) })
	case info.Kind == sym.Implies && st.Knows(v) == 0: // _, ok := err.(*net.OpError); if ok
		return w.split(st, func(s *sym.State, holds bool) {
			s.Learn(v, truth(holds))
			if holds {
				w.refine(s, info.Recv, false)
			} else if info.Recv == w.res && s.Live && w.resourceHas(info.Type) {
				w.vanish(s)
			}
		})
	case info.Kind == sym.Code:
		yes, no = w.learnTruth(st, v)
		return w.judgedBy(v, info.WhereSet, info.WhereZero, yes, no)
	case info.Kind == sym.Comparison:
		return w.decide(st, info.Cond)
	case info.Kind == sym.Negated:
		no, yes = w.decideValue(st, info.Recv)
		return yes, no
	// A path that has decided it keeps to that, although what it knows of the parts may get lost
	// where paths join.
	case info.Kind == sym.Combined && st.Knows(v) == 0:
		yes, no = w.decideCombined(st, info)
		for _, s := range yes {
			s.Learn(v, sym.KnownTrue)
		}
		for _, s := range no {
			s.Learn(v, sym.KnownFalse)
		}
		return yes, no
	case v >= sym.FirstDynamic && (info.Kind == sym.Opaque || info.Kind == sym.Combined || info.Kind == sym.Implies):
		return w.learnTruth(st, v)
	}
	return []*sym.State{st.Clone()}, []*sym.State{st}
}

// decideCombined is decideValue of x && y, or of x || y. Their values may leave open which of
// the two it was, so that the whole is remembered, too.
func (w *walk) decideCombined(st *sym.State, info sym.Info) (yes, no []*sym.State) {
	t, f := w.decideValue(st, info.Recv)
	if !info.IsEqual {
		t, f = f, t
	}
	for _, s := range t {
		a, b := w.decideValue(s, info.Pair)
		yes, no = append(yes, a...), append(no, b...)
	}
	if info.IsEqual {
		return yes, append(no, f...)
	}
	return append(yes, f...), no
}

// learnTruth splits at a boolean that has an identity, as far as the path has not yet
// decided it.
func (w *walk) learnTruth(st *sym.State, v sym.Value) (yes, no []*sym.State) {
	switch st.Knows(v) {
	case sym.KnownTrue:
		return []*sym.State{st}, nil
	case sym.KnownFalse:
		return nil, []*sym.State{st}
	}
	return w.split(st, func(s *sym.State, holds bool) { s.Learn(v, truth(holds)) })
}

// truth is what is known of a boolean that is found to be true, or false.
func truth(holds bool) sym.Knowledge {
	if holds {
		return sym.KnownTrue
	}
	return sym.KnownFalse
}

// sentinel is the value of a comparison of an error with one that there is:
//
//	eof := err == io.EOF // if so there is an error; if not there may be another one
func (w *walk) sentinel(e *ast.BinaryExpr, err sym.Value) sym.Value {
	is := w.ValueOf(e, sym.AsAnswer, sym.Info{Kind: sym.Implies, Recv: err})
	if e.Op == token.EQL {
		return is
	}
	return w.ValueOf(e, sym.Itself, sym.Info{Kind: sym.Negated, Recv: is})
}

// negation is the value of !x.
func (w *walk) negation(e *ast.UnaryExpr, x sym.Value) sym.Value {
	switch {
	case x == sym.True:
		return sym.False
	case x == sym.False:
		return sym.True
	case w.isCondition(x) || x >= sym.FirstDynamic && w.Kind(x) == sym.Opaque:
		return w.ValueOf(e, sym.Itself, sym.Info{Kind: sym.Negated, Recv: x})
	}
	return sym.Unknown
}

// combination is the value of x && y, or of x || y.
func (w *walk) combination(st *sym.State, e *ast.BinaryExpr, x, y sym.Value) sym.Value {
	and := e.Op == token.LAND
	x, y = w.constantly(st, x), w.constantly(st, y)
	decides, leaves := sym.False, sym.True
	if !and {
		decides, leaves = sym.True, sym.False
	}
	switch {
	case x == decides || y == decides:
		return decides
	case x == leaves:
		return y
	case y == leaves:
		return x
	// Where nothing is known of the parts the whole says nothing either.
	case !w.isCondition(x) && !w.isCondition(y), w.parts(x)+w.parts(y) > maxParts:
		return sym.Unknown
	}
	v := w.ResultOf(e, sym.Itself, int(y), sym.Info{Kind: sym.Combined, Recv: x, Pair: y, IsEqual: and})
	w.supersede(st, v, nil)
	w.askAgain(st, v)
	return v
}

// maxParts is of how many conditions one that is kept may be made: each of them can double
// the paths on which it holds.
const maxParts = 6

// parts is of how many conditions a value is made.
func (w *walk) parts(v sym.Value) int {
	switch info := w.Infos[v]; info.Kind {
	case sym.Combined:
		return w.parts(info.Recv) + w.parts(info.Pair)
	case sym.Negated:
		return w.parts(info.Recv)
	}
	return 1
}

// askAgain forgets what a path knows of a condition that is evaluated again, as in another
// iteration.
func (w *walk) askAgain(st *sym.State, v sym.Value) {
	switch info := w.Infos[v]; info.Kind {
	case sym.Combined:
		st.Learn(v, 0)
		w.askAgain(st, info.Pair)
		w.askAgain(st, info.Recv)
	case sym.Negated:
		w.askAgain(st, info.Recv)
	}
}

// constantly is a boolean, or true or false where the path knows which it is.
func (w *walk) constantly(st *sym.State, v sym.Value) sym.Value {
	// Of Ok and No one way ends at once, since nothing is owed there. That is no proof that it
	// cannot be taken.
	if v == sym.Unknown || v == sym.Ok || v == sym.No || !w.isCondition(v) && w.Kind(v) != sym.Opaque {
		return v
	}
	switch yes, no := w.decideValue(st.Clone(), v); {
	case len(yes) == 0 && len(no) > 0:
		return sym.False
	case len(no) == 0 && len(yes) > 0:
		return sym.True
	}
	return v
}
