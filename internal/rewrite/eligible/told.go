// This file says what the analysis has found out before a fix is asked for.

package eligible

// Told is what the analysis has found out about a launch.
type Told struct {
	Joined  bool // it is known to be waited for
	Bound   bool // it is not, and a context can end it
	Stuck   bool // it may wait for ever, and nothing is offered that ends that
	GivenUp bool // somebody waits for it no longer than some time
}
