// This file is about conditions of two parts of which a joined state no longer knows which part
// it was that decided:
//
//	if a || b {
//		f, err = os.Open(path) // by the one or by the other
//	}
//	...
//	if !a && !b {
//		return nil // not here
//	}
//
// The condition is remembered as a whole, and a path that contradicts it in all its parts is
// none.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// noteClause notes what has been decided on a clause, on the way to a site: there the states
// of a block are joined.
func (w *walk) noteClause(c clause, yes, no []*state) {
	if w.site != nil || w.refuting || len(yes) == 0 || len(no) == 0 {
		return
	}
	key := "[" + w.condKey(c.x) + c.op.String() + w.condKey(c.y) + "]"
	if strings.Contains(key, "?") {
		return
	}
	n := w.conditionNumber(key, []ast.Expr{c.x, c.y})
	w.clauses[n] = c
	for _, s := range yes {
		s.decide(n, true)
	}
	for _, s := range no {
		s.decide(n, false)
	}
}

// withoutRefuted leaves out the states in which what has just been decided contradicts a
// clause.
func (w *walk) withoutRefuted(decided ast.Expr, states []*state) []*state {
	if w.refuting || len(states) == 0 {
		return states
	}
	vars := w.varsOf(decided)
	return slices.DeleteFunc(states, func(s *state) bool {
		return slices.ContainsFunc(vars, func(v *types.Var) bool {
			return slices.ContainsFunc(w.conditionsOn(v), func(n uint32) bool { return w.refutes(s, n) })
		})
	})
}

// refutes reports whether a condition is a clause that the path has decided, and of which the
// parts say by now that it is the other way round.
func (w *walk) refutes(s *state, n uint32) bool {
	c, ok := w.clauses[n]
	is, decided := s.decided(n)
	if !ok || !decided {
		return false
	}
	x, y := w.settled(s, c.x), w.settled(s, c.y)
	switch c.op {
	case token.LAND:
		return is && (x == isFalse || y == isFalse) || !is && x == isTrue && y == isTrue
	case token.LOR:
		return is && x == isFalse && y == isFalse || !is && (x == isTrue || y == isTrue)
	}
	return x != unknown && y != unknown && is != (x == y)
}

// settled is what a path knows of a condition: true, false, or nothing.
func (w *walk) settled(s *state, cond ast.Expr) value {
	t := w.trace
	w.refuting, w.trace = true, nil
	defer func() { w.refuting, w.trace = false, t }()
	var yes, no []*state
	w.trial(s.clone(), func(st *state) { yes, no = w.decide(st, cond) })
	switch {
	case len(no) == 0 && len(yes) > 0:
		return isTrue
	case len(yes) == 0 && len(no) > 0:
		return isFalse
	}
	return unknown
}
