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

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// noteClause notes what has been decided on a clause: on the way to a site the states of a block
// are joined, and behind it where there are many.
func (w *walk) noteClause(c sym.Clause, yes, no []*sym.State) {
	key := "[" + w.condKey(c.X) + c.Op.String() + w.condKey(c.Y) + "]"
	// A part without a spelling may be something else each time.
	if strings.Contains(key, "?") {
		return
	}
	n := w.conditionNumber(key, []ast.Expr{c.X, c.Y})
	w.Clauses[n] = c
	for _, s := range yes {
		s.Decide(n, true)
	}
	for _, s := range no {
		s.Decide(n, false)
	}
}

// withoutRefuted leaves out the states in which what has just been decided contradicts a
// clause.
func (w *walk) withoutRefuted(decided ast.Expr, states []*sym.State) []*sym.State {
	if w.refuting || len(states) == 0 {
		return states
	}
	vars := w.VarsOf(decided)
	return slices.DeleteFunc(states, func(s *sym.State) bool {
		return slices.ContainsFunc(vars, func(v *types.Var) bool {
			return slices.ContainsFunc(w.ConditionsOn(v), func(n uint32) bool { return w.refutes(s, n) })
		})
	})
}

// refutes reports whether a condition is a clause that the path has decided, and of which the
// parts say by now that it is the other way round.
func (w *walk) refutes(s *sym.State, n uint32) bool {
	c, ok := w.Clauses[n]
	is, decided := s.Decided(n)
	// Of most clauses it is known without a look at their parts, and of a function there may be hundreds
	// on one variable: each look is a step.
	if !ok || !decided || c.Op == token.LAND && is || c.Op == token.LOR && !is || !w.spend() {
		return false
	}
	x := w.settled(s, c.X)
	if x == sym.Unknown {
		return false // nothing is contradicted
	}
	y := w.settled(s, c.Y)
	// What holds in both its parts has them decided on each path, and contradicts nothing.
	switch c.Op {
	case token.LAND:
		return !is && x == sym.True && y == sym.True
	case token.LOR:
		return is && x == sym.False && y == sym.False
	}
	return x != sym.Unknown && y != sym.Unknown && is != (x == y)
}

// settled is what a path knows of a condition: true, false, or nothing.
func (w *walk) settled(s *sym.State, cond ast.Expr) sym.Value {
	// Nothing is told of this, and it must not ask for clauses in turn.
	t := w.trace
	w.refuting, w.trace = true, nil
	defer func() { w.refuting, w.trace = false, t }()
	var yes, no []*sym.State
	w.trial(s.Clone(), func(st *sym.State) { yes, no = w.decide(st, cond) })
	switch {
	case len(no) == 0:
		return sym.True
	case len(yes) == 0:
		return sym.False
	}
	return sym.Unknown
}
