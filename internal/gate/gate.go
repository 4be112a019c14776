// Package gate says how far a code base is from fully tracked, and whether it
// passes: coverage, requirements with what was examined for each, a verdict.
//
// [New] makes the model, which is plain data; there is one small file per format.
package gate

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// A Report is what "tether report" says.
type Report struct {
	Tool         report.Tool          `json:"tool"`
	Verdict      report.Verdict       `json:"verdict"`
	Complete     bool                 `json:"complete"` // all packages could be analysed
	Coverage     Coverage             `json:"coverage"`
	Summary      report.Summary       `json:"summary"`
	Rules        map[finding.Rule]int `json:"rules"` // findings that are not suppressed
	Thresholds   []Threshold          `json:"thresholds"`
	Requirements []Requirement        `json:"requirements"`
	Packages     []Package            `json:"packages"` // those with something to own, worst first
	Clean        int                  `json:"packagesWithoutAny"`
	Helpers      []Helper             `json:"helpers"` // in use, the most used first
	Exclusions   []Exclusion          `json:"exclusions,omitempty"`
	Expires      []Expiry             `json:"expires,omitempty"` // the soonest first
	Baseline     *Baseline            `json:"baseline,omitempty"`

	Width int `json:"-"` // of the lines of text; 0: as long as they are
}

// An Exclusion lifts rules from a part of the code, by the config.
type Exclusion struct {
	Config string         `json:"config"`
	Path   string         `json:"path"`
	Rules  []finding.Rule `json:"rules,omitempty"` // none: all
	Reason string         `json:"reason"`
}

// An Expiry is something that counts until a date.
type Expiry struct {
	Until  string `json:"until"`
	What   string `json:"what"` // as "directive"
	Where  string `json:"where"`
	Rules  string `json:"rules"`
	Reason string `json:"reason,omitempty"`
	Passed bool   `json:"passed"` // the date is over
}

// A Share is how many of a number of things are as they should be.
type Share struct {
	Good    int     `json:"good"`
	Total   int     `json:"total"`
	Percent float64 `json:"percent"` // 100 of none; rounded to a tenth, and to 100 only where all are good
}

func (s *Share) add(good bool) {
	s.Total++
	if good {
		s.Good++
	}
	s.set()
}

func (s *Share) set() {
	s.Percent = 100
	if s.Total > 0 {
		s.Percent = math.Round(float64(s.Good)*1000/float64(s.Total)) / 10
		if s.Good < s.Total {
			s.Percent = min(s.Percent, 99.9)
		}
	}
}

// String is the share for people: "12 of 14 (85.7 %)".
func (s Share) String() string {
	if s.Total == 0 {
		return "none"
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", s.Good, s.Total, s.Percent)
}

// A Coverage is the share of launches that are tracked and that of resources
// that are released on every path or handed to another owner.
type Coverage struct {
	Launches  Share `json:"launches"`
	Resources Share `json:"resources"`
}

func newCoverage() Coverage {
	return Coverage{Share{Percent: 100}, Share{Percent: 100}}
}

// all is the coverage of launches and resources together, by which packages are ordered.
func (c Coverage) all() Share {
	s := Share{Good: c.Launches.Good + c.Resources.Good, Total: c.Launches.Total + c.Resources.Total}
	s.set()
	return s
}

// A Package is the coverage of one package and what was found in it.
type Package struct {
	Path     string        `json:"path"`
	Coverage Coverage      `json:"coverage"`
	Findings report.Counts `json:"findings"`
}

// A Helper is an approved way to launch that is in use.
type Helper struct {
	Name     string `json:"name"`
	Launches int    `json:"launches"`
}

// A Threshold is a share that the user wants at least.
type Threshold struct {
	Name  string  `json:"name"`
	Want  float64 `json:"want"`
	Got   float64 `json:"got"`
	Holds bool    `json:"holds"`
}

// A Baseline is what the findings were compared with.
type Baseline struct {
	File  string `json:"file"`
	Known int    `json:"known"` // findings in it
	Gone  int    `json:"gone"`  // of those
}

// Options are what a report is made from, beside the result of the analysis.
type Options struct {
	Packages   []string // import paths of all that were analysed
	Complete   bool
	Baseline   *Baseline
	MinTracked float64 // percent; 0 for none
	MinOwned   float64
	Rules      Rules
	Exclusions []Exclusion
	Expires    []Expiry
	Programs   int      // main packages
	Open       []string // what they launch into and never shut down
	Version    string   // of tether
}

// New makes the report.
func New(res *finding.Result, opts Options) *Report {
	r := &Report{Tool: report.ToolOf(opts.Version), Summary: report.Summarise(res), Complete: opts.Complete, Baseline: opts.Baseline, Exclusions: opts.Exclusions, Expires: opts.Expires, Coverage: newCoverage(),
		Thresholds: []Threshold{}, Helpers: []Helper{}, Rules: make(map[finding.Rule]int)}
	r.Verdict = r.Summary.Findings.Verdict()
	if !r.Complete {
		r.Verdict = report.Fail
	}
	byPath := make(map[string]*Package)
	at := func(path string) *Package {
		if byPath[path] == nil {
			byPath[path] = &Package{Path: path, Coverage: newCoverage()}
		}
		return byPath[path]
	}
	helpers := make(map[string]int)
	for _, l := range res.Launches {
		good := l.Class == finding.Tracked
		r.Coverage.Launches.add(good)
		at(l.Package).Coverage.Launches.add(good)
		if l.Helper != "" {
			helpers[l.Helper]++
		}
	}
	for _, a := range res.Acquisitions {
		good := a.Fate != finding.Leaked
		r.Coverage.Resources.add(good)
		at(a.Package).Coverage.Resources.add(good)
	}
	for i := range res.Findings {
		f := &res.Findings[i]
		at(f.Package).Findings.Add(f)
		if f.Status != finding.Suppressed {
			r.Rules[f.Rule]++
		}
	}
	r.Packages = worstFirst(byPath)
	for _, path := range opts.Packages {
		if byPath[path] == nil {
			r.Clean++
		}
	}
	for name, n := range helpers {
		r.Helpers = append(r.Helpers, Helper{name, n})
	}
	slices.SortFunc(r.Helpers, func(a, b Helper) int {
		return cmp.Or(cmp.Compare(b.Launches, a.Launches), cmp.Compare(a.Name, b.Name))
	})
	r.Requirements = requirements(res, &opts)
	r.threshold("tracked launches", opts.MinTracked, r.Coverage.Launches)
	r.threshold("owned resources", opts.MinOwned, r.Coverage.Resources)
	return r
}

func worstFirst(byPath map[string]*Package) []Package {
	list := make([]Package, 0, len(byPath))
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		list = append(list, *byPath[path])
	}
	slices.SortStableFunc(list, func(a, b Package) int {
		x, y := a.Coverage.all(), b.Coverage.all()
		return cmp.Or(cmp.Compare(x.Percent, y.Percent), cmp.Compare(y.Total-y.Good, x.Total-x.Good),
			cmp.Compare(b.Findings.New, a.Findings.New))
	})
	return list
}

func (r *Report) threshold(name string, want float64, got Share) {
	if want > 0 {
		holds := float64(got.Good)*100 >= want*float64(got.Total)
		r.Thresholds = append(r.Thresholds, Threshold{name, want, got.Percent, holds})
	}
}

// NotBelow adds thresholds: the shares that there were before, in what is named.
func (r *Report) NotBelow(before Coverage, name string) {
	for _, t := range []struct {
		name      string
		was, have Share
	}{{"tracked launches", before.Launches, r.Coverage.Launches}, {"owned resources", before.Resources, r.Coverage.Resources}} {
		if t.was.Total == 0 {
			continue
		}
		t.was.set()
		holds := t.have.Total == 0 || t.have.Good*t.was.Total >= t.was.Good*t.have.Total
		r.Thresholds = append(r.Thresholds, Threshold{t.name + " of " + name, t.was.Percent, t.have.Percent, holds})
	}
}

// Passes reports whether the gate is open: no new findings, and no share below its
// threshold.
func (r *Report) Passes() bool { return r.Verdict != report.Fail && !r.Below() }

// Below reports whether a share is below its threshold. The verdict, which is about
// findings, does not say it.
func (r *Report) Below() bool {
	return slices.ContainsFunc(r.Thresholds, func(t Threshold) bool { return !t.Holds })
}
