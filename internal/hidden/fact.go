package hidden

// Leaves is what a function of a dependency leaves behind; of one of the main module it
// is told which of its results own a goroutine. It is the fact that is
// exported for it: plain data, small and deterministic.
type Leaves struct {
	List  []Left
	Owned []Owner // results that own a goroutine
}

// AFact marks Leaves as a fact.
func (*Leaves) AFact() {}

func (l *Leaves) String() string { return "leaves" }

// A Left is a goroutine without an end of its own that a function may start and
// leave running, or the function itself where Stays is set: it never returns.
type Left struct {
	Where string // the go statement, or the helper's call: "loop.Forever (loop.go:12)"
	Stays bool   // the call itself does not return
	By    []Hold // what can end it; nobody can where there is none
	When  []Cond // all of them must hold for the launch to be reached
	Per   int    // the parameter, counted from 1, for each value of which it is reached at most once; 0: there is none
}

// A Hold is a value by which callers can end what was left behind.
type Hold struct {
	Param   int      // counted from 1, the receiver being 1 of a method; 0 where it is a result
	Result  int      // counted from 1
	Methods []string // of the value, or of what it is stored in, that end it; none: it is a context, a channel or a function

	// Maker is the function of the same package that was given, as its parameter
	// Given, what ends it: a context that a constructor keeps.
	Maker string
	Given int // counted from 1
}

// An Op compares what a parameter is given.
type Op uint8

// The comparisons.
const (
	Zero    Op = iota // is nil, false, 0, empty
	NonZero           // is not
	Is                // has the dynamic type Type
)

// A Cond is a condition on an argument.
type Cond struct {
	Param int    // counted from 1, the receiver being 1 of a method
	Field string // of the struct that it is or points to; "" for the argument itself
	Op    Op
	Type  string
	Nil   bool // holds for a nil argument too, which is replaced by a default
}

// maxLeft bounds how many goroutines are told of one function: which come first
// in the source.
const maxLeft = 3
