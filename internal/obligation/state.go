// This file has what a path knows. The maps are persistent (intmap.go), so that a fork at a
// branch costs a few pointers.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A cell is a field of an object.
type cell struct {
	of    value
	field *types.Var
}

// knowledge is what a branch has said of a value.
type knowledge uint8

const (
	knownNil knowledge = iota + 1
	knownNonNil
	knownTrue
	knownFalse
)

// A state is what is known at a point of a path. Absent entries are unknown.
// Keys are numbers of the walk's values; a copy of a state is cheap.
type state struct {
	t       *values
	env     *intMap[value]     // by variable
	mem     *intMap[value]     // by cell
	holds   *intMap[bool]      // values that contain the resource or refer to it
	known   *intMap[knowledge] // by value
	conds   *intMap[bool]      // conditions that the path has decided, see condKey
	defers  *deferStack
	stacked *intMap[bool] // the statements in defers

	live     bool // the obligation exists and is open
	dead     bool // the path has ended
	merged   bool // a variable with another owner took the resource
	idle     bool // there is nothing to wait for yet, see Site.Arms
	used     bool // something could have been written to the resource
	risky    bool // something since the acquisition could have left the function
	checked  bool // the acquisition's error has been looked at
	acquired bool // the site was met again
	lost     bool // the site was met again, and nothing leads to the resource any more, see walk.lose
	doubt    bool // something that may be the resource is nil, so that perhaps there is none
	stage    stage

	pending int8 // receives that are owed, of a Spec with Each
	many    bool // the launch is in a loop: how many are owed cannot be told

	maker value // the receiver of the acquiring call

	// after is the deferred release, in a loop, that has discharged the obligation:
	// what is followed is whether the loop comes round with the resource still open.
	after *ast.DeferStmt

	// counted: the path has decided something by a loop counter, so that what it
	// does in the next iteration cannot be told.
	counted bool

	// foreign: the path depends on what the function under interpretation has from
	// others, see walk.markForeign.
	foreign bool

	// launched is the launch of what releases the resource, but not on all paths.
	launched token.Pos
	// given is the call of a function that releases it, but not on all paths, of which
	// nobody asks what came of it.
	given token.Pos

	// armed is the launch with which the obligation began, the first of several, see Site.Arms.
	armed token.Pos

	// taken is where somebody out of sight may have taken the obligation over. It
	// is believed at an exit; a release by this function after all counts.
	taken token.Pos
}

// clone is a copy that can go another way.
func (s *state) clone() *state {
	c := *s
	return &c
}

// variable returns the value of a variable; unknown where it is not known.
func (s *state) variable(v *types.Var) value {
	val, _ := s.env.get(s.t.number(v))
	return val
}

// set binds a variable. What the path knew of conditions on it is void.
func (s *state) set(v *types.Var, to value) {
	n := s.t.number(v)
	if to = s.t.keeps(v, to); to == unknown {
		s.env = s.env.delete(n)
	} else {
		s.env = s.env.set(n, to)
	}
	for _, cond := range s.t.tested[n] {
		s.conds = s.conds.delete(cond)
	}
}

// cell returns what is known of a field of an object.
func (s *state) cell(base value, field *types.Var) (value, bool) {
	return s.mem.get(s.t.number(cell{base, field}))
}

// setCell sets a field of an object; unknown removes what is known of it.
func (s *state) setCell(base value, field *types.Var, to value) {
	if !slices.Contains(s.t.cells[base], field) {
		s.t.cells[base] = append(s.t.cells[base], field)
	}
	n := s.t.number(cell{base, field})
	if to = s.t.keeps(field, to); to == unknown {
		s.mem = s.mem.delete(n)
	} else {
		s.mem = s.mem.set(n, to)
	}
}

// joinConstants keeps of variables, or fields, of which two states have different values that
// both know to be nil, or true, or false, that they are.
func (s *state) joinConstants(o *state, a, b, into *intMap[value]) *intMap[value] {
	a.within(b, func(key uint32, val value) bool {
		if other, ok := b.get(key); ok && other != val {
			if c := s.constant(val); c != unknown && c == o.constant(other) {
				into = into.set(key, c)
			}
		}
		return false
	})
	return into
}

// constant is nil, true or false, where the path knows that a value is that; else unknown.
func (s *state) constant(v value) value {
	switch {
	case v == nilValue, v == isTrue, v == isFalse:
		return v
	case s.knows(v) == knownNil:
		return nilValue
	case s.knows(v) == knownTrue:
		return isTrue
	case s.knows(v) == knownFalse:
		return isFalse
	}
	return unknown
}

// decided is what the path has decided on a condition, and whether it has.
func (s *state) decided(condition uint32) (is, decided bool) { return s.conds.get(condition) }

// decide decides a condition on the path.
func (s *state) decide(condition uint32, is bool) { s.conds = s.conds.set(condition, is) }

// bind gives something a value that is no assignment: what the path knows of conditions on it
// stays. Loops count their iterations so.
func (s *state) bind(what any, v value) { s.env = s.env.set(s.t.number(what), v) }

// bound is what that has been given; unknown for nothing.
func (s *state) bound(what any) value {
	v, _ := s.env.get(s.t.number(what))
	return v
}

// unbind takes that away.
func (s *state) unbind(what any) { s.env = s.env.delete(s.t.number(what)) }

// isHolder reports whether a value contains the resource or refers to it.
func (s *state) isHolder(v value) bool {
	_, ok := s.holds.get(uint32(v))
	return ok
}

// hold makes a value a holder, and with a struct that is a field of another, by
// value, that other.
func (s *state) hold(v value) {
	for {
		s.holds = s.holds.set(uint32(v), true)
		info := s.t.infos[v]
		if info.kind != object || info.recv == unknown || s.isHolder(info.recv) {
			return
		}
		v = info.recv
	}
}

// knows is what the path has learned of a value, 0 for nothing.
func (s *state) knows(v value) knowledge {
	k, _ := s.known.get(uint32(v))
	return k
}

// learn sets that.
func (s *state) learn(v value, k knowledge) {
	if k == 0 {
		s.known = s.known.delete(uint32(v))
		return
	}
	s.known = s.known.set(uint32(v), k)
}

// sameShape reports whether two states say the same of where the resource is: only
// such states may be joined, or a release through a variable would be missed.
func (s *state) sameShape(o *state, res value) bool {
	if s.live != o.live || s.after != o.after || s.doubt != o.doubt || s.lost != o.lost || s.stage != o.stage || s.idle != o.idle || s.taken.IsValid() != o.taken.IsValid() || s.defers.height() != o.defers.height() || !s.defersAlike(o, res) {
		return false
	}
	related := func(a, b *state) bool {
		in := func(_ uint32, val value) bool { return val == res || a.isHolder(val) }
		return a.env.within(b.env, in) && a.mem.within(b.mem, in)
	}
	return related(s, o) && related(o, s)
}

// defersAlike reports whether the deferred calls that both states have run on the
// same, as far as that is the resource or leads to it.
func (s *state) defersAlike(o *state, res value) bool {
	at := func(v value) bool { return v == res || s.isHolder(v) || o.isHolder(v) }
	a, b := s.defers, o.defers
	for ; a != b && a != nil && b != nil; a, b = a.below, b.below {
		if a.stmt == b.stmt && !a.runsAs(&b.deferred, at) {
			return false
		}
	}
	return true
}

// equal reports whether two states say the same, so that a walk need not go on from both.
func (s *state) equal(o *state) bool {
	return s.live == o.live && s.after == o.after && s.doubt == o.doubt && s.lost == o.lost && s.stage == o.stage && s.idle == o.idle && s.armed == o.armed && s.taken == o.taken && s.launched == o.launched && s.given == o.given && s.risky == o.risky && s.used == o.used && s.counted == o.counted && s.pending == o.pending && s.many == o.many && s.merged == o.merged && s.checked == o.checked && s.foreign == o.foreign &&
		s.defers.equal(o.defers) && s.env.equal(o.env) && s.mem.equal(o.mem) && s.holds.equal(o.holds) &&
		s.known.equal(o.known) && s.conds.equal(o.conds)
}

// join forgets what differs. Where it must err it errs to the side of silence:
// holders and deferred calls of either state stay.
func (s *state) join(o *state) *state {
	j := s.clone()
	// Knowledge must be that of both; suspicion and what holds the resource, that of either.
	j.env = s.env.intersect(o.env)
	j.mem = s.mem.intersect(o.mem)
	j.env = s.joinConstants(o, s.env, o.env, j.env)
	j.mem = s.joinConstants(o, s.mem, o.mem, j.mem)
	j.known = s.known.intersect(o.known)
	j.conds = s.conds.intersect(o.conds)
	if s.conds != o.conds && len(s.t.memberships) > 0 {
		s.joinMemberships(o, j)
	}
	if s.conds != o.conds && len(s.t.thresholds) > 0 {
		s.joinLimits(o, j)
		o.joinLimits(s, j)
	}
	if j.holds != o.holds {
		o.holds.each(func(v uint32, _ bool) bool {
			j.holds = j.holds.set(v, true)
			return true
		})
	}
	j.pushMissing(o)
	if s.t.outdates {
		j.defers = j.defers.fresher(o.defers)
	}
	j.doubt = s.doubt || o.doubt
	j.stage = max(s.stage, o.stage)
	j.risky = s.risky || o.risky
	j.used = s.used || o.used
	j.counted = s.counted || o.counted
	j.many = s.many || o.many
	j.foreign = s.foreign || o.foreign
	j.launched = max(s.launched, o.launched)
	j.given = max(s.given, o.given)
	j.pending = max(s.pending, o.pending)
	j.merged = s.merged || o.merged
	j.taken = max(s.taken, o.taken)
	j.armed = min(s.armed, o.armed)
	j.checked = s.checked || o.checked
	return j
}

// A stage says whether a path panics. Only a panic of the walked function itself is
// followed, and only where one of its deferred functions may recover: a panic that
// ends the process owes nothing.
type stage uint8

// The stages of a path.
const (
	calm stage = iota
	panicking
	recovered
)
