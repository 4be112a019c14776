package gate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
	"github.com/tetherlint/tether/internal/rules"
)

// A Requirement is a row of the traceability matrix.
type Requirement struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Rules    []finding.Rule `json:"rules"`    // that check it and ran
	Off      []finding.Rule `json:"rulesOff"` // that would check it, and did not run in all packages
	Examined string         `json:"examined"`
	Findings report.Counts  `json:"findings"`
	Status   Status         `json:"status"`
	Note     string         `json:"note,omitempty"`
	Open     []string       `json:"open,omitempty"` // what is not met although no rule reports it
}

// A Status is a verdict, or that there is none.
type Status string

// NotChecked: none of a requirement's rules ran.
const NotChecked Status = "NOT CHECKED"

// Rules tells of each rule in how many packages it ran and was on.
type Rules struct {
	Ran      map[finding.Rule]int
	Packages int
	Accept   map[finding.Class]int // packages by what their config accepts
}

// requirements fills the matrix.
func requirements(res *finding.Result, opts *Options) []Requirement {
	throughHelpers, allFindings := 0, len(res.Findings)
	for _, l := range res.Launches {
		if l.Helper != "" {
			throughHelpers++
		}
	}
	against := "no baseline"
	if opts.Baseline != nil {
		against = fmt.Sprintf("a baseline of %d", opts.Baseline.Known)
	}
	rows := []Requirement{
		{ID: "AC-1", Title: "every task is tracked", Rules: checking("AC-1"),
			Examined: plural(len(res.Launches), "launch", "launches"), Note: acceptNote(opts.Rules)},
		{ID: "AC-2", Title: "every resource is released",
			Rules:    checking("AC-2"),
			Examined: plural(len(res.Acquisitions), "resource", "resources")},
		{ID: "AC-3", Title: "shutdown is graceful", Rules: checking("AC-3"),
			Examined: plural(throughHelpers, "launch through a helper", "launches through helpers") + programs(opts.Programs), Open: opts.Open},
		{ID: "AC-4", Title: "nothing hidden in dependencies", Rules: checking("AC-4"),
			Examined: "calls in " + plural(opts.Rules.Packages, "package", "packages")},
		{ID: "AC-5", Title: "no regression against the baseline", Rules: checking(""),
			Examined: plural(allFindings, "finding", "findings") + " against " + against},
	}
	for i := range rows {
		rows[i].judge(res, opts.Rules)
	}
	return rows
}

// checking are the rules that check a requirement; all rules for "".
func checking(requirement string) (list []finding.Rule) {
	for _, r := range rules.All() {
		if requirement == "" || r.Requirement == requirement {
			list = append(list, r.Name)
		}
	}
	return list
}

func programs(n int) string {
	if n == 0 {
		return ""
	}
	return ", " + plural(n, "program", "programs")
}

// acceptNote says that raw-go lets more than tracked launches pass.
func acceptNote(ran Rules) string {
	var notes []string
	for _, c := range []finding.Class{finding.Joined, finding.Bound} {
		if n := ran.Accept[c]; n > 0 {
			notes = append(notes, fmt.Sprintf("accept: %s in %s", c, plural(n, "package", "packages")))
		}
	}
	return strings.Join(notes, ", ")
}

// judge counts the findings of the requirement's rules and says what they mean.
func (r *Requirement) judge(res *finding.Result, ran Rules) {
	checked := []finding.Rule{}
	r.Off = []finding.Rule{}
	for _, rule := range r.Rules {
		if ran.Ran[rule] > 0 {
			checked = append(checked, rule)
		}
		if ran.Ran[rule] < ran.Packages {
			r.Off = append(r.Off, rule)
		}
	}
	for i := range res.Findings {
		if slices.Contains(r.Rules, res.Findings[i].Rule) {
			r.Findings.Add(&res.Findings[i])
		}
	}
	r.Rules = checked
	r.Status = Status(r.Findings.Verdict())
	if len(checked) == 0 && r.Findings.New == 0 {
		r.Status = NotChecked
	}
	if len(r.Open) > 0 {
		r.Status = Status(report.Fail)
	}
	if len(r.Off) > 0 && r.Status != NotChecked {
		note := "not everywhere on: " + joinRules(r.Off)
		r.Note = strings.TrimPrefix(r.Note+"; "+note, "; ")
	}
}

func joinRules(rules []finding.Rule) string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
