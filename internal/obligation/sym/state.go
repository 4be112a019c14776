// This file has what a path knows. The maps are persistent (intmap.go), so that a fork at a
// branch costs a few pointers.

package sym

import (
	"go/types"
	"slices"
)

// A Cell is a field of an object.
type Cell struct {
	Of    Value
	Field *types.Var
}

// Knowledge is what a branch has said of a value.
type Knowledge uint8

const (
	KnownNil Knowledge = iota + 1
	KnownNonNil
	KnownTrue
	KnownFalse
)

// A State is what is known at a point of a path. Absent entries are unknown.
// Keys are numbers of the walk's values; a copy of a state is cheap.
type State struct {
	Table   *Table
	Env     *Map[Value]     // by variable
	Mem     *Map[Value]     // by cell
	holds   *Map[bool]      // values that contain the resource or refer to it
	Known   *Map[Knowledge] // by value
	Conds   *Map[bool]      // conditions that the path has decided, see condKey
	Defers  *DeferStack
	stacked *Map[bool] // the statements in defers

	Progress

	Dead     bool  // the path has ended
	Acquired bool  // the site was met again
	Maker    Value // the receiver of the acquiring call
}

// Clone is a copy that can go another way.
func (s *State) Clone() *State {
	c := *s
	return &c
}

// Variable returns the value of a variable; unknown where it is not known.
func (s *State) Variable(v *types.Var) Value {
	val, _ := s.Env.get(s.Table.Number(v))
	return val
}

// Set binds a variable. What the path knew of conditions on it is void.
func (s *State) Set(v *types.Var, to Value) {
	n := s.Table.Number(v)
	if to = s.Table.Keeps(v, to); to == Unknown {
		s.Env = s.Env.Delete(n)
	} else {
		s.Env = s.Env.Set(n, to)
	}
	s.Void(v)
}

// Void forgets what the path knew of conditions on a variable or a field.
func (s *State) Void(v *types.Var) {
	for _, cond := range s.Table.tested[s.Table.Number(v)] {
		s.Conds = s.Conds.Delete(cond)
	}
}

// Cell returns what is known of a field of an object.
func (s *State) Cell(base Value, field *types.Var) (Value, bool) {
	return s.Mem.get(s.Table.Number(Cell{base, field}))
}

// SetCell sets a field of an object; unknown removes what is known of it.
func (s *State) SetCell(base Value, field *types.Var, to Value) {
	if !slices.Contains(s.Table.Cells[base], field) {
		s.Table.Cells[base] = append(s.Table.Cells[base], field)
	}
	n := s.Table.Number(Cell{base, field})
	if to = s.Table.Keeps(field, to); to == Unknown {
		s.Mem = s.Mem.Delete(n)
	} else {
		s.Mem = s.Mem.Set(n, to)
	}
}

// joinConstants keeps of variables, or fields, of which two states have different values that
// both know to be nil, or true, or false, that they are.
func (s *State) joinConstants(o *State, a, b, into *Map[Value]) *Map[Value] {
	a.within(b, func(key uint32, val Value) bool {
		if other, ok := b.get(key); ok && other != val {
			if c := s.constant(val); c != Unknown && c == o.constant(other) {
				into = into.Set(key, c)
			}
		}
		return false
	})
	return into
}

// constant is nil, true or false, where the path knows that a value is that; else unknown.
func (s *State) constant(v Value) Value {
	switch {
	case v == Nil, v == True, v == False:
		return v
	case s.Knows(v) == KnownNil:
		return Nil
	case s.Knows(v) == KnownTrue:
		return True
	case s.Knows(v) == KnownFalse:
		return False
	}
	return Unknown
}

// Decided is what the path has decided on a condition, and whether it has.
func (s *State) Decided(condition uint32) (is, decided bool) { return s.Conds.get(condition) }

// Decide decides a condition on the path.
func (s *State) Decide(condition uint32, is bool) { s.Conds = s.Conds.Set(condition, is) }

// Bind gives something a value that is no assignment: what the path knows of conditions on it
// stays. Loops count their iterations so.
func (s *State) Bind(what any, v Value) { s.Env = s.Env.Set(s.Table.Number(what), v) }

// Bound is what that has been given; unknown for nothing.
func (s *State) Bound(what any) Value {
	v, _ := s.Env.get(s.Table.Number(what))
	return v
}

// Unbind takes that away.
func (s *State) Unbind(what any) { s.Env = s.Env.Delete(s.Table.Number(what)) }

// IsHolder reports whether a value contains the resource or refers to it.
func (s *State) IsHolder(v Value) bool {
	_, ok := s.holds.get(uint32(v))
	return ok
}

// Hold makes a value a holder, and with a struct that is a field of another, by
// value, that other.
func (s *State) Hold(v Value) {
	for {
		s.holds = s.holds.Set(uint32(v), true)
		info := s.Table.Infos[v]
		if info.Kind != Object || info.Recv == Unknown || s.IsHolder(info.Recv) {
			return
		}
		v = info.Recv
	}
}

// Knows is what the path has learned of a value, 0 for nothing.
func (s *State) Knows(v Value) Knowledge {
	k, _ := s.Known.get(uint32(v))
	return k
}

// Learn sets that.
func (s *State) Learn(v Value, k Knowledge) {
	if k == 0 {
		s.Known = s.Known.Delete(uint32(v))
		return
	}
	s.Known = s.Known.Set(uint32(v), k)
}

// SameShape reports whether two states say the same of where the resource is: only
// such states may be joined, or a release through a variable would be missed.
func (s *State) SameShape(o *State, res Value) bool {
	if !s.atOnePoint(o.Progress) || s.Defers.Height() != o.Defers.Height() || !s.defersAlike(o, res) {
		return false
	}
	related := func(a, b *State) bool {
		in := func(_ uint32, val Value) bool { return val == res || a.IsHolder(val) }
		return a.Env.within(b.Env, in) && a.Mem.within(b.Mem, in)
	}
	return related(s, o) && related(o, s)
}

// defersAlike reports whether the deferred calls that both states have run on the
// same, as far as that is the resource or leads to it.
func (s *State) defersAlike(o *State, res Value) bool {
	at := func(v Value) bool { return v == res || s.IsHolder(v) || o.IsHolder(v) }
	a, b := s.Defers, o.Defers
	for ; a != b && a != nil && b != nil; a, b = a.Below, b.Below {
		if a.Stmt == b.Stmt && !a.runsAs(&b.Deferred, at) {
			return false
		}
	}
	return true
}

// Equal reports whether two states say the same, so that a walk need not go on from both.
func (s *State) Equal(o *State) bool {
	return s.Progress == o.Progress &&
		s.Defers.equal(o.Defers) && s.Env.equal(o.Env) && s.Mem.equal(o.Mem) && s.holds.equal(o.holds) &&
		s.Known.equal(o.Known) && s.Conds.equal(o.Conds)
}

// Join forgets what differs. Where it must err it errs to the side of silence:
// holders and deferred calls of either state stay.
func (s *State) Join(o *State) *State {
	j := s.Clone()
	// Knowledge must be that of both; suspicion and what holds the resource, that of either.
	j.Env = s.Env.intersect(o.Env)
	j.Mem = s.Mem.intersect(o.Mem)
	j.Env = s.joinConstants(o, s.Env, o.Env, j.Env)
	j.Mem = s.joinConstants(o, s.Mem, o.Mem, j.Mem)
	j.Known = s.Known.intersect(o.Known)
	j.Conds = s.Conds.intersect(o.Conds)
	if s.Conds != o.Conds && len(s.Table.Memberships) > 0 {
		s.joinMemberships(o, j)
		s.joinExclusions(o, j)
		o.joinExclusions(s, j)
	}
	if s.Conds != o.Conds && len(s.Table.Thresholds) > 0 {
		s.joinLimits(o, j)
		o.joinLimits(s, j)
	}
	if j.holds != o.holds {
		o.holds.Each(func(v uint32, _ bool) bool {
			j.holds = j.holds.Set(v, true)
			return true
		})
	}
	j.pushMissing(o)
	if s.Table.Outdates {
		j.Defers = j.Defers.fresher(o.Defers)
	}
	j.Progress = s.Progress.join(o.Progress)
	return j
}
