// This file has the terms in which the engine and its callers speak: what is owed, where it
// begins, how a path ends.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog/rows"
)

// A Spec says what an acquisition gives and what discharges it.
type Spec struct {
	Name    string   // of the acquiring function, for messages: "os.Open"
	Results []int    // the results that are the resource; several are one resource (a pipe)
	Out     int      // the resource is what this parameter, counted from 1, points to after the call
	Carry   []int    // results that refer to the resource
	Field   string   // the resource is this field of the result, as the Body of a response
	Release []string // methods, any one of which releases; CallIt where the value itself is called
	Ends    []string // methods whose false result says that the resource has ended by itself
	EndedBy string   // a receive from this field, or from what this method returns, says that the resource has ended by itself
	Cancels bool     // the resource ends the context that is the first result, and is of no use when that has ended
	Fatal   []string // methods whose error says that the resource has ended
	Again   bool     // a second release does no harm
	Maker   []string // methods of the acquiring call's receiver that end the resource too
	Drained int      // 1 + the result that is a function whose false result says that it has ended
	Signals bool     // the release tells another party something, so that it may well stand in the middle
	NilSafe bool     // may be released before the error is looked at
	Reads   bool     // is only read: nobody else notices how long it is open
	Writes  bool     // is there to be written to
	Flags   int      // 1 + the argument that says so, as that of os.OpenFile
	Empty   bool     // there is nothing in it, as in the body of the answer to a HEAD request
	Timed   bool     // the resource ends a context that ends at its time, too
	Ok      int      // 1 + the boolean result that is true where there is a resource; negative where it is false there
	Shared  bool     // on some paths it is something that lives as long as the process
	Nil     bool     // it is nil where there is an error, also if it is a function

	// It may be nil where there is no error: (nil, nil) is returned, or nil by who returns
	// no error at all.
	Optional bool
	Absent   bool // it is: a return says so

	// Idle: it is a context with a cancel and nothing else, which holds nothing before somebody uses
	// it, where its parent cannot end: 1 + the parameter that is the parent, -1 for none.
	Idle int

	Process bool // often made for the life of the process: no acquisition in main.main

	Inferred bool // from the body of the acquiring function: no row of the catalogue
	Evidence bool // nothing is known of the acquiring function: see Engine.Evident
	Runs     bool // a goroutine runs behind it, which the release ends; there is nothing else

	open bool // nothing is known of it yet, see freshness

	// Global: no value stands for the resource, as for a profile that is being
	// taken. Its releases are functions, whatever they are given.
	Global bool

	Flush bool // only buffers over what it was given: owed where no error is returned

	// A receive from the resource, a channel, discharges.
	Receive bool
	// Each launch sends once: as many receives are owed as launches were made.
	Each bool
	// Passing the resource on discharges nothing: it must be released here.
	Here bool
	// The resource is a group: a closure that launches into it and cannot wait
	// does not take it over.
	Group bool
}

// CallIt is the release of a resource that is a function: to call it.
const CallIt = rows.Called

// releases reports whether a method, or CallIt, or a function named in full, is a release.
func (s *Spec) releases(method string) bool { return slices.Contains(s.Release, method) }

// A Site is a point that creates an obligation.
type Site struct {
	Spec *Spec
	Func *Func // the body that it is in

	// Either the call that acquires, or the go statement or call after which
	// Owner is owed a wait.
	Call  *ast.CallExpr
	After ast.Node
	Owner Place
	// Arms is what launches where After only makes the owner: before the first of it
	// there is nothing to wait for, but the owner may be handed over already.
	Arms map[ast.Node]bool

	Stmt  ast.Node   // the innermost statement or declaration around it
	Loops []ast.Stmt // the loops around it in the same body, the outermost first
	Block []ast.Stmt // the statement list that Stmt stands in, or nil

	outcomes []Outcome // of one with evidence
}

// Pos is where the site is reported.
func (s *Site) Pos() token.Pos {
	if s.After != nil {
		return s.After.Pos()
	}
	return s.Call.Pos()
}

// A Place is a variable, or a field of one.
type Place struct {
	Root  *types.Var
	Field *types.Var // nil for the variable itself
}

// A Kind says how a path ended.
type Kind uint8

// The ways in which a path can end.
const (
	Released   Kind = iota // by a call on the path
	Deferred               // by a deferred call
	HandedOver             // the obligation passed to another owner
	Ended                  // it ended by itself
	Leaked                 // at an exit
	Reacquired             // the site was reached again and the resource lost
	Unknown                // the analysis cannot tell
	More                   // enough exits leak: the other paths were not followed
)

// An Outcome is the end of one path from a site.
type Outcome struct {
	Kind Kind
	Pos  token.Pos // of the release, the hand-over, the exit

	Defer     *ast.DeferStmt  // of Deferred
	Unchecked bool            // of Deferred: nobody looked at the error before
	Again     bool            // of Deferred: the loop around it may come round with the resource still open
	Guarded   bool            // of Deferred: the deferred function looks for nil itself
	Return    *ast.ReturnStmt // of an exit; synthetic at the end of the body
	Result    int             // of a hand-over by return: which result, else -1
	Wrapped   bool            // of a hand-over by return: inside another value
	Cleanup   bool            // of a hand-over by return: a function that releases it
	Out       int             // of a hand-over: the parameter through which it is given, see Spec.Out

	Launch token.Pos // of a leak: what has been launched with the resource, and does not release it on some path
	Given  token.Pos // of a leak: what has been called with it, likewise

	Lent bool // of a leak: what is returned needs the resource to stay open

	ErrUsed bool // of Released: its error is looked at
	Callee  bool // of Released: it happens in a callee
	Risky   bool // something before it could have left the function
	Release *ast.CallExpr

	counted  bool   // of Unknown: a loop counter decides
	into     uint64 // of a hand-over: the parameters in which it has been stored
	launched bool   // of a hand-over: by a launch on what holds it, which need not let go of it
	lent     bool   // of a hand-over by return: it is what the resource has given out, see walk.isGivenOut
	foreign  bool   // what others know decides the path, see walk.markForeign
	soft     bool   // of a hand-over: somebody out of sight may have taken it; of an end: he has ended it
	may      bool   // of Released: by a callee, which need not
	checked  bool   // the error or the value has been looked at
	unsure   bool   // of Deferred: the same
	fails    bool   // the path has met an error, or at an exit returns one; told where evidence is looked for

	armed token.Pos // the launch with which the obligation began, see Site.Arms
}
