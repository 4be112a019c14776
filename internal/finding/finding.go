// Package finding is the one model of what tether knows about a package: its
// findings, its launches and its acquisitions.
//
// The analyzers fill it, the driver stores and merges it, the writers in
// internal/report print it. It is plain data, without positions of a file set
// or types of a type checker, so that it can be kept in a cache between runs.
package finding

import (
	"cmp"
	"slices"
	"strings"
)

// A Rule is the full name of a rule, analyzer/id, as in "untracked/raw-go".
type Rule string

// Rules that other code than their judgements speaks of. All there are is in the lists of
// the analyzers and, with what is known of each, in internal/rules.
const (
	RawGo         Rule = "untracked/raw-go"
	DroppedHandle Rule = "untracked/dropped-handle"
	HiddenLaunch  Rule = "untracked/hidden-launch"
	Stuck         Rule = "untracked/stuck"
	Unwaited      Rule = "untracked/unwaited"

	Discarded        Rule = "unclosed/discarded"
	Leak             Rule = "unclosed/leak"
	Undeferred       Rule = "unclosed/undeferred"
	DeferInLoop      Rule = "unclosed/defer-in-loop"
	DeferBeforeCheck Rule = "unclosed/defer-before-check"
	UnreleasedField  Rule = "unclosed/unreleased-field"

	// About tether's own directives; Untracked reports them.
	BadAllow    Rule = "tether/bad-allow"
	UnusedAllow Rule = "tether/unused-allow"
)

// A Class says how far a launch is tied to an owner.
type Class string

// The classes of a launch, best first.
const (
	Tracked  Class = "tracked"  // through an approved helper
	Joined   Class = "joined"   // raw, but provably awaited
	Bound    Class = "bound"    // not awaited, but something outside can end it
	Detached Class = "detached" // neither
)

// A Status says what a finding means for the gate.
type Status string

// The statuses of a finding.
const (
	New        Status = "new"
	Baseline   Status = "baseline"
	Suppressed Status = "suppressed"
)

// A Fate is what became of an acquired resource.
type Fate string

// The fates of an acquisition.
const (
	Deferred   Fate = "deferred"   // released by a deferred call
	Released   Fate = "released"   // released, but not by a deferred call
	HandedOver Fate = "handedOver" // the obligation passed to another owner
	Leaked     Fate = "leaked"     // neither, on some path
)

// A Span is a stretch of a source file. Lines and columns start at 1 and
// columns count bytes, as in go/token; the end is exclusive.
type Span struct {
	File               string // absolute
	Line, Column       int
	EndLine, EndColumn int
	Offset, EndOffset  int
}

// A Note is a secondary place that explains a finding.
type Note struct {
	Span
	Message string
}

// An Edit replaces the bytes of its span, which lie in one file.
type Edit struct {
	Span
	NewText string
}

// A Fix is the edits that mend a finding, or that make it be accepted.
type Fix struct {
	Title string
	Safe  bool // to apply unseen, as -fix does
	Edits []Edit
}

// A Finding is one report of one rule.
type Finding struct {
	Span
	Rule     Rule
	Policy   bool  `json:",omitempty"` // a matter of policy, although its rule is a claim for the most part
	Class    Class `json:",omitempty"` // of launches only
	Status   Status
	Warning  bool   `json:",omitempty"` // it is shown, and fails nothing
	Package  string // import path, test variants folded into it
	Function string // enclosing function, as in "(*Server).Start"; "" at package level
	Message  string // stands alone and ends with the rule in parentheses
	Fix      *Fix   `json:",omitempty"` // at most one, a safe one
	NoFix    string `json:",omitempty"` // why there is no safe fix, where that is known
	Needs    string `json:",omitempty"` // the module that go.mod must require before there is a fix
	Related  []Note `json:",omitempty"`
	Path     []Note `json:",omitempty"` // the choices of the run that shows it, in their order

	// Subject is the callee or the opener that the finding is about, in a form
	// that stays the same when code moves or variables are renamed. With rule,
	// package and function it is what a baseline knows of a finding.
	Subject string

	// Before are subjects that the finding may have had before a fix wrote its launch another
	// way. A baseline that was made then still knows it.
	Before []string `json:",omitempty"`

	Scope  Lines  // of the enclosing declaration; zero if there is none
	Funcs  []Span `json:",omitempty"` // other declarations whose change may bring it about
	Reason string `json:",omitempty"` // of Suppressed: what the directive says

	// Directives are the comments that suppress the finding.
	Directives []Span `json:",omitempty"`

	// Platforms are those on which it was seen, of several that were looked at; nil
	// for all of them.
	Platforms []string `json:",omitempty"`
}

// InTest reports whether the finding is in a test file.
func (f *Finding) InTest() bool { return strings.HasSuffix(f.File, "_test.go") }

// Lines are the lines of a file from First to Last, both included.
type Lines struct{ First, Last int }

// A Launch is a point at which other code starts to run on another goroutine.
type Launch struct {
	Span
	Class    Class
	Helper   string // the approved helper, as "(*golang.org/x/sync/errgroup.Group).Go"; "" for a raw one
	Package  string
	Function string
	Callee   string // what runs: a function's name, or Literal
	Via      string `json:",omitempty"` // by what it is launched that is neither a go statement nor an approved helper
	Owner    string `json:",omitempty"` // who waits for it or can end it, as source; "" where that is not known
	Held     string `json:",omitempty"` // the result that owns it, and the methods by which that ends it: whoever gets it owes one of them
	Entry    Entry  // the function that runs, where it is known which
	Reason   string `json:",omitempty"` // of a detached one, where there is more to say: OutlivesTimeout, OutlivesContext
	Proof    []Note `json:",omitempty"` // what shows that it is waited for, or can be ended, or that nobody waits
}

// Literal is the name of a function literal that is launched. Baselines have it.
const Literal = "func literal"

// Spoken is the name of what is launched, in a sentence.
func Spoken(callee string) string {
	if callee == Literal {
		return "a " + callee
	}
	return callee
}

// The reasons of a launch that somebody waits for, but not for long: until a time has
// passed, or until a context has ended.
const (
	OutlivesTimeout = "outlives the timeout"
	OutlivesContext = "outlives the context"
)

// An Entry is the function that a launch runs: the root of its goroutine's stack.
type Entry struct {
	Func        string `json:",omitempty"` // of a declared one, as the linker names it: "example.com/app.(*Server).loop"
	File        string `json:",omitempty"` // absolute
	First, Last int    `json:",omitempty"` // its lines; Last is 0 for one that is declared
}

// An Acquisition is a call that creates an obligation to release.
type Acquisition struct {
	Span
	Fate     Fate
	Package  string
	Function string
	Opener   string // as "os.Open"
	Release  string // as "Close"
	Ends     []Note `json:",omitempty"` // where the obligation ended, each path's end once
}

// An Opening is a call of a function of which nothing is known but that it gives
// something with a release. Only those are told who ask for a first config.
type Opening struct {
	Span
	Opener  string   // as the config names functions
	Result  int      // index of what it gives
	Release []string // methods, any one of which ends that
	Fate    Fate
}

// An Excluded names an entry of exclude in a config: one of those that a finding
// would be reported without.
type Excluded struct {
	Config string // its key: results are kept, and files of one content may have several names
	Index  int    // in its list
}

// A Lifted is a finding that would be reported but for an exclude of a config.
type Lifted struct {
	Span
	Rule Rule
	By   Excluded
}

// A Result is all that one analyzer found in one package.
type Result struct {
	Findings     []Finding
	Launches     []Launch
	Acquisitions []Acquisition

	Openings []Opening `json:",omitempty"`
	Makers   []string  `json:",omitempty"` // methods that give something fresh, as the config names them; told with Openings

	// Excluded are the excludes of the configs that lifted something, each once.
	Excluded []Excluded `json:",omitempty"`
	Lifted   []Lifted   `json:",omitempty"` // what they lifted

	// Broken are the functions on which the analysis failed, with what is needed
	// for a report; they are not merged, and a package that has any is not kept.
	Broken []string `json:",omitempty"`
}

// Failures returns the functions on which the analysis failed.
func (r *Result) Failures() []string { return r.Broken }

// Merge returns the union of the results of several packages, each thing once:
// a file that is in a package and in its test variant is analysed twice, and
// what is found at one place by one rule is one finding. The order is file,
// line, column, rule.
func Merge(results ...*Result) *Result {
	var all Result
	for _, r := range results {
		if r == nil {
			continue
		}
		all.Findings = append(all.Findings, r.Findings...)
		all.Launches = append(all.Launches, r.Launches...)
		all.Acquisitions = append(all.Acquisitions, r.Acquisitions...)
		all.Openings = append(all.Openings, r.Openings...)
		all.Makers = append(all.Makers, r.Makers...)
		all.exclude(r.Excluded...)
		all.Lifted = append(all.Lifted, r.Lifted...)
	}
	all.Findings = unique(all.Findings, compareFindings)
	all.Launches = unique(all.Launches, func(a, b Launch) int { return compareSpan(a.Span, b.Span) })
	all.Acquisitions = unique(all.Acquisitions, func(a, b Acquisition) int { return compareSpan(a.Span, b.Span) })
	all.Openings = unique(all.Openings, func(a, b Opening) int { return compareSpan(a.Span, b.Span) })
	all.Makers = unique(all.Makers, strings.Compare)
	return &all
}

func compareFindings(a, b Finding) int {
	return cmp.Or(compareSpan(a.Span, b.Span), cmp.Compare(a.Rule, b.Rule))
}

// exclude adds excludes that lifted something, each once.
func (r *Result) exclude(list ...Excluded) {
	for _, x := range list {
		if !slices.Contains(r.Excluded, x) {
			r.Excluded = append(r.Excluded, x)
		}
	}
}

func compareSpan(a, b Span) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Offset, b.Offset))
}

// unique sorts list and drops the later of two equal elements. It is stable, so
// of a package and its test variant the one that came first stays.
func unique[T any](list []T, compare func(a, b T) int) []T {
	slices.SortStableFunc(list, compare)
	return slices.CompactFunc(list, func(a, b T) bool { return compare(a, b) == 0 })
}
