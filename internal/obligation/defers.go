// This file has the deferred calls of a path. As the rest of a state they are shared between
// paths: a stack is never changed, another one is made that shares its tail.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// outdated marks a variable as an old one in the deferred calls that use it.
func (s *deferStack) outdated(uses func(deferred) bool, v *types.Var) *deferStack {
	if s == nil {
		return nil
	}
	below := s.below.outdated(uses, v)
	if below == s.below && !uses(s.deferred) {
		return s
	}
	d := s.deferred
	if uses(d) {
		d.stale = append(slices.Clone(d.stale), v)
	}
	return &deferStack{d, below, s.depth}
}

// renewed puts a call that is deferred again in the place of the one of an earlier
// iteration.
func (s *deferStack) renewed(d deferred) *deferStack {
	switch {
	case s == nil:
		return nil
	case s.stmt == d.stmt:
		if len(s.stale) == 0 {
			return s
		}
		return &deferStack{d, s.below, s.depth}
	}
	if below := s.below.renewed(d); below != s.below {
		return &deferStack{s.deferred, below, s.depth}
	}
	return s
}

// fresher takes from another stack the calls that have fewer old variables.
func (s *deferStack) fresher(o *deferStack) *deferStack {
	for ; o != nil && o != s; o = o.below {
		for t := s; t != nil; t = t.below {
			if t.stmt == o.stmt && len(t.stale) > len(o.stale) {
				s = s.renewed(o.deferred)
				break
			}
		}
	}
	return s
}

// A deferred is a deferred call that is yet to run.
type deferred struct {
	stmt *ast.DeferStmt
	fn   value // the closure, if it is one
	args []value

	// stale are the captured variables of an iteration that is over.
	stale []*types.Var

	cleanup   bool // it is what a test runs at its end
	unchecked bool // nobody had looked at the error when it was deferred
	guarded   bool // it looks for nil itself
}

// A deferStack is the deferred calls of a path, the latest first. Stacks share
// their tails.
type deferStack struct {
	deferred
	below *deferStack
	depth int
}

// height is how many calls are deferred.
func (s *deferStack) height() int {
	if s == nil {
		return 0
	}
	return s.depth
}

// equal reports whether two stacks defer the same calls with the same values.
func (s *deferStack) equal(o *deferStack) bool {
	any := func(value) bool { return true }
	for s != o {
		if s == nil || o == nil || s.depth != o.depth || s.stmt != o.stmt || !slices.Equal(s.stale, o.stale) || !s.runsAs(&o.deferred, any) {
			return false
		}
		s, o = s.below, o.below
	}
	return true
}

// runsAs reports whether two deferred calls of one statement have the same function
// and arguments, as far as these are among the values that matter.
func (d *deferred) runsAs(o *deferred, matters func(value) bool) bool {
	same := func(a, b value) bool { return a == b || !matters(a) && !matters(b) }
	return same(d.fn, o.fn) && slices.EqualFunc(d.args, o.args, same)
}

// push defers a call. A statement in a loop counts once: how often it runs is not
// known, and walks must end.
func (s *state) push(d deferred) {
	n := s.t.number(d.stmt)
	if _, ok := s.stacked.get(n); ok {
		if s.t.outdates {
			s.defers = s.defers.renewed(d)
		}
	} else {
		s.stacked = s.stacked.set(n, true)
		s.defers = &deferStack{d, s.defers, s.defers.height() + 1}
	}
}

// pushMissing defers what another state has deferred on top of what both have.
func (s *state) pushMissing(o *state) {
	var missing []deferred
	for d := o.defers; d != nil && d != s.defers; d = d.below {
		if _, ok := s.stacked.get(s.t.number(d.stmt)); ok {
			break
		}
		missing = append(missing, d.deferred)
	}
	for _, d := range slices.Backward(missing) {
		s.push(d)
	}
}
