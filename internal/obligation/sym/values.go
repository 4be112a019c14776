// This file has symbolic values. Two expressions are aliases where they have the same value, so
// that no alias analysis is needed; a value is what made it (node and role) with what is known
// of it, so that the same walk over the same code always comes to the same values.

package sym

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// A Value is a symbolic value of a walk. Values are numbered; the walk keeps
// what is known of each for all states, a state what is known on its path.
type Value int32

// The values that are the same in each walk.
const (
	Unknown Value = iota
	Nil           // the constant nil
	True          // the constants true and false
	False
	NonNil   // something that is not nil
	Resource // what the site acquired
	Err      // the error of the acquisition
	Ok       // its boolean
	No       // its boolean that says that there is none
	FirstDynamic
)

// A Kind says what sort of thing a value is.
type Kind uint8

const (
	Opaque     Kind = iota // something with an identity
	Object                 // made by the function itself: a literal, new, make, a local struct
	Closure                // a function literal
	Method                 // a method bound to a receiver
	Address                // of a local variable
	Wrapper                // the result of a call that was given the resource
	Part                   // something taken out of a holder
	Verdict                // a comparison, of: x == nil
	Derived                // an error that is nil where the acquisition's error is
	Drains                 // a function that yields until the resource has ended
	More                   // its boolean: false where the resource has ended
	Fatal                  // an error of the resource's that ends it
	Implies                // a boolean that is true only where recv is not nil
	Literal                // a constant that is a number or a string
	Canceled               // the context that the resource, a function, cancels
	Combined               // x && y, or x || y
	Negated                // !x
	Comparison             // of what stays the same, see keptComparison
	Code                   // a number, a text or the like that a call has made of the acquisition's error
)

// A Nilness is what a value can be, nil or not.
type Nilness uint8

// The two may both be so.
const (
	IsNil Nilness = 1 << iota
	NotNil
	Maybe = IsNil | NotNil
)

// A Info is what is known of a value on all paths. Each field says for which kinds it is.
type Info struct {
	Kind     Kind
	Lit      *ast.FuncLit // closure
	Recv     Value        // method; verdict, negated, combined: the operand, or the left one
	Name     string       // method
	Func     *types.Func  // method
	Var      *types.Var   // address; opaque: the variable or the field that it is first in
	IsEqual  bool         // verdict; combined: by &&
	IsErr    bool         // opaque: an error
	Returned bool         // and what a return gives, of which nothing is known
	Type     types.Type   // implies: the type of the assertion; opaque: its type, of what is kept in an interface
	Owns     bool         // wrapper: its own release releases the resource too
	Cleans   bool         // wrapper: it is a function that releases the resource
	Given    bool         // wrapper: what a method or a field of the resource has given out
	Element  bool         // part: one of a list, and not a field
	Address  bool         // wrapper: a name by which others reach the resource, of whatever type
	Twin     bool         // opaque: what another call made
	Exact    bool         // opaque: its pair is nil where this is not
	// code: what the error can be, nil or not, where it is not zero, and where it is
	WhereSet, WhereZero Nilness

	Pair Value // opaque: the twin, or its error, that is not nil where this is; combined: the right operand

	Constant constant.Value  // literal
	Cond     *ast.BinaryExpr // comparison
}

// Table numbers the symbolic values of a function. All walks over the function
// share it, so that what one finds out about the way to a site holds for another.
type Table struct {
	Infos  []Info
	byNode map[nodeKey]Value
	Fields map[Value][]Value      // opaque fields of an opaque value
	Cells  map[Value][]*types.Var // fields of an object that are assigned to

	// outdates: some deferred call has variables of an iteration that is over.
	Outdates bool
	// compared are the variables and fields that the function compares.
	Compared map[*types.Var]bool
	// memberships are the conditions that something is one of some constants, tests
	// those of the same thing.
	Memberships map[uint32]Membership
	tests       map[string][]uint32
	// thresholds are the conditions that an integer is below a constant, limits those of the
	// same thing.
	Thresholds map[uint32]Threshold
	limits     map[string][]uint32
	Clauses    map[uint32]Clause // see noteClause
	Types      *types.Info

	numOf  map[any]uint32
	things []any               // by their numbers
	tested map[uint32][]uint32 // by variable: the conditions that mention it
}

// NewTable has the fixed values only.
func NewTable() *Table {
	return &Table{
		Infos:  make([]Info, FirstDynamic),
		byNode: map[nodeKey]Value{},
		Fields: map[Value][]Value{},
		Cells:  map[Value][]*types.Var{},

		numOf:  map[any]uint32{},
		tested: map[uint32][]uint32{},
		tests:  map[string][]uint32{},

		Memberships: map[uint32]Membership{},
		Thresholds:  map[uint32]Threshold{},
		limits:      map[string][]uint32{},
		Clauses:     map[uint32]Clause{},
	}
}

// Number gives a variable, a cell or a condition its key in the maps of states.
func (t *Table) Number(x any) uint32 {
	n, ok := t.numOf[x]
	if !ok {
		n = uint32(len(t.numOf))
		t.numOf[x] = n
		t.things = append(t.things, x)
	}
	return n
}

// Numbered returns the key of what has one.
func (t *Table) Numbered(x any) (n uint32, ok bool) {
	n, ok = t.numOf[x]
	return n, ok
}

// NumberedAs is what has which key.
func (t *Table) NumberedAs() []any { return t.things }

// A nodeKey is what makes a value the one that it is. What is known of it is part of
// that: on two paths one node may yield the methods of two receivers.
type nodeKey struct {
	node         any // ast.Node or types.Object
	as           role
	i            int // of several
	kind         Kind
	of           Value // its recv
	owns, cleans bool
}

// A role is which of the values that a node, or a variable, has to do with one is.
type role uint8

const (
	Itself       role = iota // what it yields
	AsPart                   // what is taken out of a holder there
	AsAddress                // its address
	AsMet                    // that the path has come to it
	AsTested                 // an unknown value that a branch tests there
	AsAsserted               // whether a type assertion holds
	AsHolder                 // a parameter that holds the resource
	AsOwner                  // what somebody is to wait for
	AsReceiver               // a receiver one of whose fields is the resource
	AsFailure                // the error that a return gives, of which nothing is known
	AsOther                  // what a field is given instead of the resource
	AsRenewed                // the next one of what is made in a loop
	asNumber                 // a constant
	AsWrapper                // a result that refers to the resource
	AsName                   // a result that leads to the resource by a name: who has it does not have the resource, but needs it to stay open
	AsError                  // an error made of the acquisition's
	AsFatal                  // an error that ends the resource
	AsSequence               // a function that yields until the resource has ended
	AsMore                   // whether it goes on
	AsMade                   // an object that a call makes
	AsAnswer                 // what a call says of an error
	AsTwin                   // what another acquisition gives
	AsTwinsError             // its error
	AsPanicked               // what a panic is given
	AsFormer                 // what it yielded before, of which another variable has kept it
)

// ValueOf returns the one value that stands for what a node (or variable) yields, as
// far as the same is known of it.
func (t *Table) ValueOf(node any, as role, info Info) Value {
	return t.ResultOf(node, as, 0, info)
}

// ResultOf is valueOf for one of several that a node yields.
func (t *Table) ResultOf(node any, as role, i int, info Info) Value {
	key := nodeKey{node, as, i, info.Kind, info.Recv, info.Owns, info.Cleans}
	if v, ok := t.byNode[key]; ok {
		return v
	}
	v := Value(len(t.Infos))
	t.Infos = append(t.Infos, info)
	t.byNode[key] = v
	return v
}

// Existing is valueOf for what has been made before; unknown where it has not.
func (t *Table) Existing(node any, as role, info Info) Value {
	return t.byNode[nodeKey{node, as, 0, info.Kind, info.Recv, info.Owns, info.Cleans}]
}

// Kind is the kind of a value; opaque for the fixed ones.
func (t *Table) Kind(v Value) Kind { return t.Infos[v].Kind }
