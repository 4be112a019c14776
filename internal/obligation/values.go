// This file has symbolic values. Two expressions are aliases where they have the same value, so
// that no alias analysis is needed; a value is what made it (node and role) with what is known
// of it, so that the same walk over the same code always comes to the same values.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// A value is a symbolic value of a walk. Values are numbered; the walk keeps
// what is known of each for all states, a state what is known on its path.
type value int32

// The values that are the same in each walk.
const (
	unknown  value = iota
	nilValue       // the constant nil
	isTrue         // the constants true and false
	isFalse
	nonNil   // something that is not nil
	resource // what the site acquired
	errValue // the error of the acquisition
	okValue  // its boolean
	noValue  // its boolean that says that there is none
	firstDynamic
)

// A valueKind says what sort of thing a value is.
type valueKind uint8

const (
	opaque     valueKind = iota // something with an identity
	object                      // made by the function itself: a literal, new, make, a local struct
	closure                     // a function literal
	method                      // a method bound to a receiver
	address                     // of a local variable
	wrapper                     // the result of a call that was given the resource
	part                        // something taken out of a holder
	verdict                     // a comparison, of: x == nil
	derived                     // an error that is nil where the acquisition's error is
	drains                      // a function that yields until the resource has ended
	more                        // its boolean: false where the resource has ended
	fatal                       // an error of the resource's that ends it
	implies                     // a boolean that is true only where recv is not nil
	literal                     // a constant that is a number or a string
	canceled                    // the context that the resource, a function, cancels
	combined                    // x && y, or x || y
	negated                     // !x
	comparison                  // of what stays the same, see keptComparison
)

// A valueInfo is what is known of a value on all paths. Each field says for which kinds it is.
type valueInfo struct {
	kind     valueKind
	lit      *ast.FuncLit // closure
	recv     value        // method; verdict, negated, combined: the operand, or the left one
	name     string       // method
	fn       *types.Func  // method
	v        *types.Var   // address; opaque: the variable or the field that it is first in
	isEqual  bool         // verdict; combined: by &&
	isErr    bool         // opaque: an error
	returned bool         // and what a return gives, of which nothing is known
	typ      types.Type   // implies: the type of the assertion; opaque: its type, of what is kept in an interface
	owns     bool         // wrapper: its own release releases the resource too
	cleans   bool         // wrapper: it is a function that releases the resource
	given    bool         // wrapper: what a method or a field of the resource has given out
	element  bool         // part: one of a list, and not a field
	address  bool         // wrapper: a name by which others reach the resource, of whatever type
	twin     bool         // opaque: what another call made
	pair     value        // opaque: the twin, or its error, that is not nil where this is; combined: the right operand

	constant constant.Value  // literal
	cond     *ast.BinaryExpr // comparison
}

// values numbers the symbolic values of a function. All walks over the function
// share it, so that what one finds out about the way to a site holds for another.
type values struct {
	infos  []valueInfo
	byNode map[nodeKey]value
	fields map[value][]value      // opaque fields of an opaque value
	cells  map[value][]*types.Var // fields of an object that are assigned to

	// outdates: some deferred call has variables of an iteration that is over.
	outdates bool
	// compared are the variables and fields that the function compares.
	compared map[*types.Var]bool
	// memberships are the conditions that something is one of some constants, tests
	// those of the same thing.
	memberships map[uint32]membership
	tests       map[string][]uint32
	// thresholds are the conditions that an integer is below a constant, limits those of the
	// same thing.
	thresholds map[uint32]threshold
	limits     map[string][]uint32
	clauses    map[uint32]clause // see noteClause
	info       *types.Info

	numOf  map[any]uint32
	tested map[uint32][]uint32 // by variable: the conditions that mention it
}

// newValues has the fixed values only.
func newValues() *values {
	return &values{
		infos:  make([]valueInfo, firstDynamic),
		byNode: map[nodeKey]value{},
		fields: map[value][]value{},
		cells:  map[value][]*types.Var{},

		numOf:  map[any]uint32{},
		tested: map[uint32][]uint32{},
		tests:  map[string][]uint32{},

		memberships: map[uint32]membership{},
		thresholds:  map[uint32]threshold{},
		limits:      map[string][]uint32{},
		clauses:     map[uint32]clause{},
	}
}

// number gives a variable, a cell or a condition its key in the maps of states.
func (t *values) number(x any) uint32 {
	n, ok := t.numOf[x]
	if !ok {
		n = uint32(len(t.numOf))
		t.numOf[x] = n
	}
	return n
}

// numbered returns the key of what has one.
func (t *values) numbered(x any) (n uint32, ok bool) {
	n, ok = t.numOf[x]
	return n, ok
}

// numberedAs is what has which key.
func (t *values) numberedAs() map[uint32]any {
	list := make(map[uint32]any, len(t.numOf))
	for x, n := range t.numOf {
		list[n] = x
	}
	return list
}

// A nodeKey is what makes a value the one that it is. What is known of it is part of
// that: on two paths one node may yield the methods of two receivers.
type nodeKey struct {
	node         any // ast.Node or types.Object
	as           role
	i            int // of several
	kind         valueKind
	of           value // its recv
	owns, cleans bool
}

// A role is which of the values that a node, or a variable, has to do with one is.
type role uint8

const (
	itself       role = iota // what it yields
	asPart                   // what is taken out of a holder there
	asAddress                // its address
	asMet                    // that the path has come to it
	asTested                 // an unknown value that a branch tests there
	asAsserted               // whether a type assertion holds
	asHolder                 // a parameter that holds the resource
	asOwner                  // what somebody is to wait for
	asReceiver               // a receiver one of whose fields is the resource
	asFailure                // the error that a return gives, of which nothing is known
	asOther                  // what a field is given instead of the resource
	asRenewed                // the next one of what is made in a loop
	asNumber                 // a constant
	asWrapper                // a result that refers to the resource
	asName                   // a result that leads to the resource by a name: who has it does not have the resource, but needs it to stay open
	asError                  // an error made of the acquisition's
	asFatal                  // an error that ends the resource
	asSequence               // a function that yields until the resource has ended
	asMore                   // whether it goes on
	asMade                   // an object that a call makes
	asAnswer                 // what a call says of an error
	asTwin                   // what another acquisition gives
	asTwinsError             // its error
	asPanicked               // what a panic is given
	asFormer                 // what it yielded before, of which another variable has kept it
)

// valueOf returns the one value that stands for what a node (or variable) yields, as
// far as the same is known of it.
func (t *values) valueOf(node any, as role, info valueInfo) value {
	return t.resultOf(node, as, 0, info)
}

// resultOf is valueOf for one of several that a node yields.
func (t *values) resultOf(node any, as role, i int, info valueInfo) value {
	key := nodeKey{node, as, i, info.kind, info.recv, info.owns, info.cleans}
	if v, ok := t.byNode[key]; ok {
		return v
	}
	v := value(len(t.infos))
	t.infos = append(t.infos, info)
	t.byNode[key] = v
	return v
}

// existing is valueOf for what has been made before; unknown where it has not.
func (t *values) existing(node any, as role, info valueInfo) value {
	return t.byNode[nodeKey{node, as, 0, info.kind, info.recv, info.owns, info.cleans}]
}

// kind is the kind of a value; opaque for the fixed ones.
func (t *values) kind(v value) valueKind { return t.infos[v].kind }
