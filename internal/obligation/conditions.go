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
)

// isCondition reports whether a value is a boolean that something is known of.
func (w *walk) isCondition(v value) bool {
	switch v {
	case isTrue, isFalse, okValue, noValue:
		return true
	}
	k := w.kind(v)
	return k == verdict || k == implies || k == combined || k == negated || k == comparison
}

// decideValue returns the states in which a boolean is true, and those in which it is false.
func (w *walk) decideValue(st *state, v value) (yes, no []*state) {
	info := w.infos[v]
	switch {
	case st.dead:
		return nil, nil
	case v == isTrue:
		return []*state{st}, nil
	case v == isFalse:
		return nil, []*state{st}
	case st.live && (v == okValue || v == noValue):
		st.checked = true
		return w.split(st, func(s *state, holds bool) {
			if holds != (v == okValue) {
				w.vanish(s)
			}
		})
	case info.kind == verdict:
		return w.split(st, func(s *state, holds bool) { w.refine(s, info.recv, holds == info.isEqual) })
	case info.kind == implies && st.knows(v) == 0: // _, ok := err.(*net.OpError); if ok
		return w.split(st, func(s *state, holds bool) {
			s.learn(v, truth(holds))
			if holds {
				w.refine(s, info.recv, false)
			} else if info.recv == w.res && s.live && w.resourceHas(info.typ) {
				w.vanish(s)
			}
		})
	case info.kind == comparison:
		return w.decide(st, info.cond)
	case info.kind == negated:
		no, yes = w.decideValue(st, info.recv)
		return yes, no
	case info.kind == combined && st.knows(v) == 0:
		yes, no = w.decideCombined(st, info)
		for _, s := range yes {
			s.learn(v, knownTrue)
		}
		for _, s := range no {
			s.learn(v, knownFalse)
		}
		return yes, no
	case v >= firstDynamic && (info.kind == opaque || info.kind == combined || info.kind == implies):
		return w.learnTruth(st, v)
	}
	return []*state{st.clone()}, []*state{st}
}

// decideCombined is decideValue of x && y, or of x || y. Their values may leave open which of
// the two it was, so that the whole is remembered, too.
func (w *walk) decideCombined(st *state, info valueInfo) (yes, no []*state) {
	t, f := w.decideValue(st, info.recv)
	if !info.isEqual {
		t, f = f, t
	}
	for _, s := range t {
		a, b := w.decideValue(s, info.pair)
		yes, no = append(yes, a...), append(no, b...)
	}
	if info.isEqual {
		return yes, append(no, f...)
	}
	return append(yes, f...), no
}

// learnTruth splits at a boolean that has an identity, as far as the path has not yet
// decided it.
func (w *walk) learnTruth(st *state, v value) (yes, no []*state) {
	switch st.knows(v) {
	case knownTrue:
		return []*state{st}, nil
	case knownFalse:
		return nil, []*state{st}
	}
	return w.split(st, func(s *state, holds bool) { s.learn(v, truth(holds)) })
}

// truth is what is known of a boolean that is found to be true, or false.
func truth(holds bool) knowledge {
	if holds {
		return knownTrue
	}
	return knownFalse
}

// sentinel is the value of a comparison of an error with one that there is.
func (w *walk) sentinel(e *ast.BinaryExpr, err value) value {
	is := w.valueOf(e, asAnswer, valueInfo{kind: implies, recv: err})
	if e.Op == token.EQL {
		return is
	}
	return w.valueOf(e, itself, valueInfo{kind: negated, recv: is})
}

// negation is the value of !x.
func (w *walk) negation(e *ast.UnaryExpr, x value) value {
	switch {
	case x == isTrue:
		return isFalse
	case x == isFalse:
		return isTrue
	case w.isCondition(x) || x >= firstDynamic && w.kind(x) == opaque:
		return w.valueOf(e, itself, valueInfo{kind: negated, recv: x})
	}
	return unknown
}

// combination is the value of x && y, or of x || y.
func (w *walk) combination(st *state, e *ast.BinaryExpr, x, y value) value {
	and := e.Op == token.LAND
	x, y = w.constantly(st, x), w.constantly(st, y)
	decides, leaves := isFalse, isTrue
	if !and {
		decides, leaves = isTrue, isFalse
	}
	switch {
	case x == decides || y == decides:
		return decides
	case x == leaves:
		return y
	case y == leaves:
		return x
	case !w.isCondition(x) && !w.isCondition(y), w.parts(x)+w.parts(y) > maxParts:
		return unknown
	}
	v := w.resultOf(e, itself, int(y), valueInfo{kind: combined, recv: x, pair: y, isEqual: and})
	w.supersede(st, v, nil)
	w.askAgain(st, v)
	return v
}

// maxParts is of how many conditions one that is kept may be made: each of them can double
// the paths on which it holds.
const maxParts = 6

// parts is of how many conditions a value is made.
func (w *walk) parts(v value) int {
	switch info := w.infos[v]; info.kind {
	case combined:
		return w.parts(info.recv) + w.parts(info.pair)
	case negated:
		return w.parts(info.recv)
	}
	return 1
}

// askAgain forgets what a path knows of a condition that is evaluated again, as in another
// iteration.
func (w *walk) askAgain(st *state, v value) {
	switch info := w.infos[v]; info.kind {
	case combined:
		st.learn(v, 0)
		w.askAgain(st, info.pair)
		w.askAgain(st, info.recv)
	case negated:
		w.askAgain(st, info.recv)
	}
}

// constantly is a boolean, or true or false where the path knows which it is.
func (w *walk) constantly(st *state, v value) value {
	if v == unknown || v == okValue || v == noValue || !w.isCondition(v) && w.kind(v) != opaque {
		return v
	}
	switch yes, no := w.decideValue(st.clone(), v); {
	case len(yes) == 0 && len(no) > 0:
		return isFalse
	case len(no) == 0 && len(yes) > 0:
		return isTrue
	}
	return v
}
