package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A value is a symbolic value of a walk. Values are numbered; the walk keeps
// what is known of each for all states, a state what is known on its path.
type value int32

const (
	unknown  value = iota
	nilValue       // the constant nil
	isTrue         // the constants true and false
	isFalse
	nonNil   // something that is not nil
	resource // what the site acquired
	errValue // the error of the acquisition
	okValue  // its boolean
	firstDynamic
)

type valueKind uint8

const (
	opaque  valueKind = iota // something with an identity
	object                   // made by the function itself: a literal, new, make, a local struct
	closure                  // a function literal
	method                   // a method bound to a receiver
	address                  // of a local variable
	wrapper                  // the result of a call that was given the resource
	part                     // something taken out of a holder
	verdict                  // a comparison, of: x == nil
	derived                  // an error that is nil where the acquisition's error is
	implies                  // a boolean that is true only where recv is not nil
)

type valueInfo struct {
	kind    valueKind
	lit     *ast.FuncLit // closure
	recv    value        // method; verdict: the operand
	name    string       // method
	v       *types.Var   // address
	isEqual bool         // verdict
	isErr   bool         // opaque: an error
	typ     types.Type   // implies: the type of the assertion
	owns    bool         // wrapper: its own release releases the resource too
}

// values numbers the symbolic values of a function. All walks over the function
// share it, so that what one finds out about the way to a site holds for another.
type values struct {
	infos  []valueInfo
	byNode map[nodeKey]value
}

type nodeKey struct {
	node any // ast.Node or types.Object
	sub  int
}

// valueOf returns the one value that stands for what a node (or variable) yields.
func (t *values) valueOf(node any, sub int, info valueInfo) value {
	key := nodeKey{node, sub}
	if v, ok := t.byNode[key]; ok {
		return v
	}
	v := value(len(t.infos))
	t.infos = append(t.infos, info)
	t.byNode[key] = v
	return v
}

func (t *values) kind(v value) valueKind { return t.infos[v].kind }

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

// A deferred is a deferred call that is yet to run.
type deferred struct {
	stmt *ast.DeferStmt
	fn   value // the closure, if it is one
	args []value
}

// A state is what is known at a point of a path. Absent entries are unknown.
type state struct {
	env    map[*types.Var]value
	mem    map[cell]value
	holds  map[value]bool // values that contain the resource or refer to it
	known  map[value]knowledge
	conds  map[string]bool // conditions that the path has decided, see condKey
	defers []deferred

	live     bool // the obligation exists and is open
	dead     bool // the path has ended
	used     bool // something could have been written to the resource
	risky    bool // something since the acquisition could have left the function
	checked  bool // the acquisition's error has been looked at
	acquired bool // the site was met again

	// taken is where somebody out of sight may have taken the obligation over. It
	// is believed at an exit; a release by this function after all counts.
	taken token.Pos
}

func newState() *state {
	return &state{
		env:   map[*types.Var]value{},
		mem:   map[cell]value{},
		holds: map[value]bool{},
		known: map[value]knowledge{},
		conds: map[string]bool{},
	}
}

func (s *state) clone() *state {
	c := *s
	c.env = maps.Clone(s.env)
	c.mem = maps.Clone(s.mem)
	c.holds = maps.Clone(s.holds)
	c.known = maps.Clone(s.known)
	c.conds = maps.Clone(s.conds)
	c.defers = slices.Clone(s.defers)
	return &c
}

// set binds a variable. What the path knew of conditions on it is void.
func (s *state) set(v *types.Var, to value) {
	if to == unknown {
		delete(s.env, v)
	} else {
		s.env[v] = to
	}
	if len(s.conds) > 0 {
		token := condToken(v)
		for key := range s.conds {
			if strings.Contains(key, token) {
				delete(s.conds, key)
			}
		}
	}
}

// sameShape tells whether two states say the same of where the resource is: only
// such states may be joined, or a release through a variable would be missed.
func (s *state) sameShape(o *state, res value) bool {
	if s.live != o.live || s.taken.IsValid() != o.taken.IsValid() || len(s.defers) != len(o.defers) {
		return false
	}
	related := func(a, b *state) bool {
		for v, val := range a.env {
			if (val == res || a.holds[val]) && b.env[v] != val {
				return false
			}
		}
		for c, val := range a.mem {
			if (val == res || a.holds[val]) && b.mem[c] != val {
				return false
			}
		}
		return true
	}
	return related(s, o) && related(o, s)
}

func (s *state) equal(o *state) bool {
	return s.live == o.live && s.taken == o.taken && s.risky == o.risky && s.used == o.used && s.checked == o.checked &&
		len(s.defers) == len(o.defers) &&
		maps.Equal(s.env, o.env) && maps.Equal(s.mem, o.mem) && maps.Equal(s.holds, o.holds) &&
		maps.Equal(s.known, o.known) && maps.Equal(s.conds, o.conds)
}

// join forgets what differs. Where it must err it errs to the side of silence:
// holders and deferred calls of either state stay.
func (s *state) join(o *state) *state {
	j := s.clone()
	intersect(j.env, o.env)
	intersect(j.mem, o.mem)
	intersect(j.known, o.known)
	intersect(j.conds, o.conds)
	for v := range o.holds {
		j.holds[v] = true
	}
	for _, d := range o.defers {
		if !slices.ContainsFunc(j.defers, func(e deferred) bool { return e.stmt == d.stmt }) {
			j.defers = append(j.defers, d)
		}
	}
	j.risky = s.risky || o.risky
	j.used = s.used || o.used
	j.taken = max(s.taken, o.taken)
	j.checked = s.checked || o.checked
	return j
}

func intersect[K, V comparable](m, o map[K]V) {
	for k, v := range m {
		if w, ok := o[k]; !ok || v != w {
			delete(m, k)
		}
	}
}
