// This file has how far the obligation has come on a path: what a state knows of it beside who
// has the resource.

package sym

import (
	"go/ast"
	"go/token"
)

// A Progress is what has become of the obligation so far. Two of them are compared with ==.
type Progress struct {
	Live    bool // the obligation exists and is open
	Merged  bool // a variable with another owner took the resource
	Idle    bool // there is nothing to wait for yet, see Site.Arms
	Used    bool // something could have been written to the resource
	Risky   bool // something since the acquisition could have left the function
	Checked bool // the acquisition's error has been looked at
	Lost    bool // the site was met again, and nothing leads to the resource any more, see walk.lose
	Doubt   bool // something that may be the resource is nil, so that perhaps there is none
	Judged  bool // a condition has asked what was made of the acquisition's error, which may be whether there is one
	Stage   Stage

	Pending int8 // receives that are owed, of a Spec with Each
	Many    bool // the launch is in a loop: how many are owed cannot be told

	// After is the deferred release, in a loop, that has discharged the obligation:
	// what is followed is whether the loop comes round with the resource still open.
	After *ast.DeferStmt

	// Counted: the path has decided something by a loop counter, so that what it
	// does in the next iteration cannot be told.
	Counted bool

	// Foreign: the path depends on what the function under interpretation has from
	// others, see walk.markForeign.
	Foreign bool

	// Launched is the launch of what releases the resource, but not on all paths.
	Launched token.Pos
	// Given is the call of a function that releases it, but not on all paths, of which
	// nobody asks what came of it.
	Given token.Pos

	// Armed is the launch with which the obligation began, the first of several, see Site.Arms.
	Armed token.Pos

	// Taken is where somebody out of sight may have taken the obligation over. It
	// is believed at an exit; a release by this function after all counts.
	Taken token.Pos
}

// A Stage says whether a path panics. Only a panic of the walked function itself is
// followed, and only where one of its deferred functions may recover: a panic that
// ends the process owes nothing.
type Stage uint8

// The stages of a path.
const (
	Calm Stage = iota
	Panicking
	Recovered
)

// atOnePoint reports whether what is still to come is the same for both: what is owed, by whom.
// States that differ in this are not joined.
func (p Progress) atOnePoint(o Progress) bool {
	return p.Live == o.Live && p.After == o.After && p.Doubt == o.Doubt && p.Judged == o.Judged && p.Lost == o.Lost &&
		p.Stage == o.Stage && p.Idle == o.Idle && p.Taken.IsValid() == o.Taken.IsValid()
}

// join is what may have become of the obligation on either of two paths: suspicion is kept from
// both, and so is what speaks for the code.
func (p Progress) join(o Progress) Progress {
	p.Doubt = p.Doubt || o.Doubt
	p.Judged = p.Judged || o.Judged
	p.Stage = max(p.Stage, o.Stage)
	p.Risky = p.Risky || o.Risky
	p.Used = p.Used || o.Used
	p.Counted = p.Counted || o.Counted
	p.Many = p.Many || o.Many
	p.Foreign = p.Foreign || o.Foreign
	p.Launched = max(p.Launched, o.Launched)
	p.Given = max(p.Given, o.Given)
	p.Pending = max(p.Pending, o.Pending)
	p.Merged = p.Merged || o.Merged
	p.Taken = max(p.Taken, o.Taken)
	p.Armed = min(p.Armed, o.Armed)
	p.Checked = p.Checked || o.Checked
	return p
}

// InDoubt reports whether there may be no obligation, for all that is known.
func (p Progress) InDoubt() bool { return p.Doubt || p.Judged }
