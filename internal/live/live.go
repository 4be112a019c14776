// Package live joins what a running program says of its goroutines with what is
// known of its launches: which launch each came from, and so its class.
//
// A join is by file and line first. The go statement that created a goroutine is in a
// dump; a profile has no more than the stack, whose root is the function that was
// launched, and for a literal that is one launch. Builds on other machines name files
// differently, so a file is identified by the import path of its package, which the
// linker has in each function's name, and its base name. What cannot be placed is
// listed as such: under its module, the standard library, or as not in the inventory.
// Nothing is dropped, so the rows of a [Report] add up to the profile.
package live

import (
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/profile"
)

// An Inventory is what is known of the program's launches.
type Inventory struct {
	Launches []finding.Launch
	Packages []Package         // of the main modules
	Requires map[string]string // the modules that these require, and their versions

	// Generated reports whether a file of these packages is generated; it may be nil.
	Generated func(file string) bool

	// Accepted reports whether a launch is one that nobody wants changed: its class
	// is accepted, or a comment allows it.
	Accepted func(*finding.Launch) bool
}

// A Package is one that the inventory is of.
type Package struct {
	Path      string // import path
	ModuleDir string // absolute
	Files     []string
}

// An Origin says where the launch of a goroutine is.
type Origin string

// The origins of goroutines.
const (
	Listed     Origin = "inventory"       // the launch is in the inventory
	Unlisted   Origin = "unlisted"        // it is of a main module, and not in the inventory
	Dependency Origin = "dependency"      // it is of another module
	Standard   Origin = "standardLibrary" // it is of the standard library
	Program    Origin = "program"         // there was none: it runs main, or is the runtime's own
	Unknown    Origin = "unknown"         // that is not said
)

// A Row is a launch and the goroutines that stem from it.
type Row struct {
	Origin  Origin
	Launch  *finding.Launch   // of Listed; else nil
	Others  []*finding.Launch // launches from which they may stem as well: which it is, the profile does not say
	Class   finding.Class     // of Listed; of several launches the best
	Module  string            // of Dependency
	Version string            // of Dependency, where that is known

	// Of others than Listed: the function that launched, at its line; or where it is
	// not said who did, the function that runs.
	Func   string
	File   string
	Line   int
	Runs   bool // Func is the one that runs
	Exempt bool // File is a test's, or generated: the inventory leaves these out
	Accept bool // see Inventory.Accepted

	Now, Before Count
	MaxWait     time.Duration // the longest that one of them has been blocked
	MaxAge      time.Duration // the oldest of them
	States      []State       // most frequent first
	Places      []Place       // most frequent first
	Tasks       []Task        // most frequent first
}

// A Count is how many goroutines there are.
type Count struct{ Live, Leaked int }

// A State is what goroutines wait for.
type State struct {
	State   string
	Count   int
	MaxWait time.Duration
}

// A Place is where goroutines are, in the innermost function that is not of the
// standard library, and what they wait for there.
type Place struct {
	State   string
	Func    string
	File    string // absolute where it is a file of a main module
	Line    int
	Count   int
	MaxWait time.Duration
}

// A Task is what goroutines are called, by tracked or by the label "task".
type Task struct {
	Name  string
	Count int
}

// A Report is what became of one profile, or of two.
type Report struct {
	Profiles []*profile.Profile // the earlier one first
	Rows     []*Row             // untracked launches first; see order
	Now      Count
	Before   Count // of the first of two profiles
}

// Compares reports whether two profiles are compared.
func (r *Report) Compares() bool { return len(r.Profiles) > 1 }

// Grown is by how many goroutines a row has grown.
func (r *Row) Grown() int { return r.Now.Live - r.Before.Live }

// Untracked reports whether the goroutines of a row stem from a launch that is not
// tracked, nor accepted otherwise. A launch of a main module that is not in the
// inventory is not tracked either; where it is not said who launched, nobody is blamed.
func (r *Row) Untracked() bool {
	switch r.Origin {
	case Listed:
		return r.Class != finding.Tracked && !r.Accept
	case Unlisted:
		return !r.Exempt && !r.Runs
	}
	return false
}
