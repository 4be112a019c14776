// This file has the deferred calls of a path. As the rest of a state they are shared between
// paths: a stack is never changed, another one is made that shares its tail.

package sym

import (
	"go/ast"
	"go/types"
	"slices"
)

// A Deferred is a deferred call that is yet to run.
type Deferred struct {
	Stmt *ast.DeferStmt
	Func Value // the closure, if it is one
	Args []Value

	// stale are the captured variables of an iteration that is over.
	Stale []*types.Var

	Cleanup   bool // it is what a test runs at its end
	Unchecked bool // nobody had looked at the error when it was deferred
	Guarded   bool // it looks for nil itself
}

// A DeferStack is the deferred calls of a path, the latest first. Stacks share
// their tails.
type DeferStack struct {
	Deferred
	Below *DeferStack
	Depth int
}

// Height is how many calls are deferred.
func (s *DeferStack) Height() int {
	if s == nil {
		return 0
	}
	return s.Depth
}

// equal reports whether two stacks defer the same calls with the same values.
func (s *DeferStack) equal(o *DeferStack) bool {
	any := func(Value) bool { return true }
	for s != o {
		if s == nil || o == nil || s.Depth != o.Depth || s.Stmt != o.Stmt || !slices.Equal(s.Stale, o.Stale) || !s.runsAs(&o.Deferred, any) {
			return false
		}
		s, o = s.Below, o.Below
	}
	return true
}

// runsAs reports whether two deferred calls of one statement have the same function
// and arguments, as far as these are among the values that matter.
func (d *Deferred) runsAs(o *Deferred, matters func(Value) bool) bool {
	same := func(a, b Value) bool { return a == b || !matters(a) && !matters(b) }
	return same(d.Func, o.Func) && slices.EqualFunc(d.Args, o.Args, same)
}

// Push defers a call. A statement in a loop counts once: how often it runs is not
// known, and walks must end.
func (s *State) Push(d Deferred) {
	n := s.Table.Number(d.Stmt)
	if _, ok := s.stacked.get(n); ok {
		if s.Table.Outdates {
			s.Defers = s.Defers.Renewed(d)
		}
	} else {
		s.stacked = s.stacked.Set(n, true)
		s.Defers = &DeferStack{d, s.Defers, s.Defers.Height() + 1}
	}
}

// pushMissing defers what another state has deferred on top of what both have.
func (s *State) pushMissing(o *State) {
	var missing []Deferred
	for d := o.Defers; d != nil && d != s.Defers; d = d.Below {
		if _, ok := s.stacked.get(s.Table.Number(d.Stmt)); ok {
			break
		}
		missing = append(missing, d.Deferred)
	}
	for _, d := range slices.Backward(missing) {
		s.Push(d)
	}
}

// Outdated marks a variable as an old one in the deferred calls that use it.
func (s *DeferStack) Outdated(uses func(Deferred) bool, v *types.Var) *DeferStack {
	if s == nil {
		return nil
	}
	below := s.Below.Outdated(uses, v)
	if below == s.Below && !uses(s.Deferred) {
		return s
	}
	d := s.Deferred
	if uses(d) {
		d.Stale = append(slices.Clone(d.Stale), v)
	}
	return &DeferStack{d, below, s.Depth}
}

// Renewed puts a call that is deferred again in the place of the one of an earlier
// iteration.
func (s *DeferStack) Renewed(d Deferred) *DeferStack {
	switch {
	case s == nil:
		return nil
	case s.Stmt == d.Stmt:
		if len(s.Stale) == 0 {
			return s
		}
		return &DeferStack{d, s.Below, s.Depth}
	}
	if below := s.Below.Renewed(d); below != s.Below {
		return &DeferStack{s.Deferred, below, s.Depth}
	}
	return s
}

// fresher takes from another stack the calls that have fewer old variables.
func (s *DeferStack) fresher(o *DeferStack) *DeferStack {
	for ; o != nil && o != s; o = o.Below {
		for t := s; t != nil; t = t.Below {
			if t.Stmt == o.Stmt && len(t.Stale) > len(o.Stale) {
				s = s.Renewed(o.Deferred)
				break
			}
		}
	}
	return s
}
