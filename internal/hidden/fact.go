// This file has the fact that crosses packages, in terms that an importer can name: numbers of
// parameters and results, names of exported methods. It holds no positions and no objects, so
// that it is the same on each machine; facts_test.go checks that two runs agree.

package hidden

// Leaves says what a function leaves behind. Of a function of a dependency it has the
// goroutines, of one of the main module only which of its results own one, since its launches
// are reported where they are.
type Leaves struct {
	List  []Left
	Owned []Owner // results that own a goroutine
}

// AFact marks Leaves as a fact.
func (*Leaves) AFact() {}

// String is constant, for tests that print facts.
func (l *Leaves) String() string { return "leaves" }

// A Left is a goroutine without an end of its own that a function may start and leave running.
// With Stays it is the function itself that never returns, which matters to who launches it.
type Left struct {
	Where string // the go statement, or the helper's call: "loop.Forever (loop.go:12)"
	Stays bool   // the call itself does not return
	By    []Hold // what can end it; nobody can where there is none
	When  []Cond // all of them must hold for the launch to be reached
	Per   int    // the parameter, counted from 1, for each value of which it is reached at most once; 0: there is none
}

// A Hold is a value by which callers can end what was left behind: one of Param and Result is
// set.
type Hold struct {
	Param   int      // counted from 1, the receiver being 1 of a method; 0 where it is a result
	Result  int      // counted from 1
	Methods []string // of the value, or of what it is stored in, that end it; none: it is a context, a channel or a function

	// Maker is the function of the same package that was given, as its parameter
	// Given, what ends it: a context that a constructor keeps.
	Maker string
	Given int // counted from 1
}

// An Op is what a Cond asks of an argument.
type Op uint8

// The comparisons.
const (
	Zero    Op = iota // is nil, false, 0, empty
	NonZero           // is not
	True              // is a flag that is set
	Equal             // is Value
	Differs           // is not Value
	Above             // is a number that is more than Value
	Is                // has the dynamic type Type
)

// An Answer is what is known of a condition.
type Answer uint8

// The answers.
const (
	AsIs   Answer = iota // nothing in particular: what is given is what is asked
	Yes                  // it holds
	No                   // it does not
	Unsaid               // it may or may not
)

// A Cond is a condition on an argument, under which a launch is reached:
//
//	func New(o Options) *Cache {
//		if o.Interval > 0 { // Cond{Param: 1, Field: "Interval", Op: Above, Value: "0"}
//			go c.sweep(o.Interval)
//		}
type Cond struct {
	Param    int    // counted from 1, the receiver being 1 of a method
	Field    string // of the struct that it is or points to; "" for the argument itself
	Op       Op
	Type     string
	Value    string // the constant, as go/constant writes it
	Nil      Answer // of a nil argument of which a field is asked: it is replaced by a default
	Zero     Answer // of one that is zero, or a field that is
	Changed  bool   // what was given may be something else by then
	Expected bool   // taken to hold of what is not known: where it does not, the callee fails
}

// maxLeft bounds how many goroutines a fact lists of one function, those that come first in the
// source: a rule reports one of them at most.
const maxLeft = 3
