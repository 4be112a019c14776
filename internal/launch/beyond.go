// This file is the one seam to the engine of obligations.

package launch

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/behaviour"
)

// Beyond answers what this package cannot see for itself: what holds on every path of a
// function, and what functions of other packages do. Whether a launch is waited for is an
// obligation, which the engine follows; the engine in turn has to know what a launch runs,
// which is answered here. So neither can stand below the other, and the launches say by this
// interface what they need.
type Beyond interface {
	behaviour.Beyond

	// Awaited answers who waits for a signal of a launch, a go statement or a call:
	// on all paths where a Wait on (a receive from) what the signal goes to is reached
	// on every path from there out of the function that owns it, at least one of them
	// reachable.
	Awaited(launch ast.Node, s Signal) Waiting
	// Fills reports whether a function of another package launches into a group that is
	// its parameter, counted from 1.
	Fills(fn *types.Func, param int) bool
}
