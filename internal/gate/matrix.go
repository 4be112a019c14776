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

// The statuses of a requirement about which nothing can be said.
const (
	NotChecked    Status = "NOT CHECKED" // none of its rules ran
	NotApplicable Status = "n/a"         // there is nothing that it is about
)

// Rules tells of each rule in how many packages it ran and was on.
type Rules struct {
	Ran      map[finding.Rule]int
	Packages int
	Accept   map[finding.Class]int // packages by what their config accepts
}

// requirements fills the matrix.
func requirements(res *finding.Result, opts *Options) []Requirement {
	rows := []Requirement{
		{ID: "AC-1", Title: "every task is tracked", Rules: checking("AC-1"),
			Examined: plural(len(res.Launches), "launch", "launches"), Note: acceptNote(opts.Rules)},
		{ID: "AC-2", Title: "every resource is released",
			Rules:    checking("AC-2"),
			Examined: plural(len(res.Acquisitions), "resource", "resources")},
		{ID: "AC-3", Title: "shutdown is graceful", Rules: checking("AC-3"),
			Note:     "every group is waited for, nothing is stuck, main shuts its owners down",
			Examined: groups(res, len(opts.Open)) + programs(opts.Programs), Open: opts.Open},
		{ID: "AC-4", Title: "nothing hidden in dependencies", Rules: checking("AC-4"),
			Examined: "calls in " + plural(opts.Rules.Packages, "package", "packages")},
		regression(res, opts),
	}
	nothing := []bool{len(res.Launches) == 0, len(res.Acquisitions) == 0, len(res.Launches) == 0, opts.Rules.Packages == 0, opts.Baseline == nil}
	for i := range rows {
		rows[i].judge(res, opts.Rules)
		if r := &rows[i]; nothing[i] && (r.ID == "AC-5" || r.Findings == report.Counts{}) && r.Status != NotChecked && len(r.Open) == 0 {
			r.Status = NotApplicable
		}
	}
	return rows
}

// regression is the row that compares with a baseline. Without one there is nothing to
// compare with, whatever was found.
func regression(res *finding.Result, opts *Options) Requirement {
	r := Requirement{ID: "AC-5", Title: "no regression against the baseline", Rules: checking("")}
	found := plural(len(res.Findings), "finding", "findings")
	if opts.Baseline == nil {
		r.Title, r.Examined = "no regression: no baseline", found+", compared with nothing"
		return r
	}
	r.Examined = fmt.Sprintf("%s against a baseline of %d", found, opts.Baseline.Known)
	return r
}

// groups says how many groups there are that something is launched into, by their
// owners, and how many launches belong to none.
func groups(res *finding.Result, open int) string {
	type group struct{ pkg, function, owner string }
	known := make(map[group]bool)
	none := 0
	for _, l := range res.Launches {
		switch {
		case l.Helper == "" && (l.Owner == "" || l.Class != finding.Joined):
			none++
			continue
		case l.Owner == "": // a function's own, as that of tracked.Go
			known[group{owner: l.Helper}] = true
			continue
		}
		g := group{pkg: l.Package, owner: l.Owner}
		if !strings.Contains(l.Owner, ".") { // a local is another one in each function
			g.function = l.Function
		}
		known[g] = true
	}
	unwaited := 0
	for i := range res.Findings {
		if f := &res.Findings[i]; f.Rule == finding.Unwaited && f.Status != finding.Suppressed {
			unwaited++
		}
	}
	text := plural(len(known), "group", "groups")
	switch {
	case len(known) == 0:
		text = "no group"
	case unwaited == 0:
		text += ", " + map[bool]string{true: "", false: "all "}[len(known) == 1] + "waited for"
	default:
		text += fmt.Sprintf(", %d not waited for", unwaited)
	}
	if open > 0 {
		text += fmt.Sprintf(" in %s package, and %d never by the program", map[bool]string{true: "its", false: "their"}[len(known) == 1], open)
	}
	if none > 0 {
		text += "; " + plural(none, "launch belongs to none", "launches belong to none")
	}
	return text
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
	return "; " + plural(n, "main package", "main packages")
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
		if n := ran.Ran[rule]; n < ran.Packages && (n > 0 || rules.Of(rule).Default) { // what nobody asked for is not missed
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
	if ran.Packages > 0 && r.Status != Status(report.Fail) && (len(checked) == 0 || r.ID == "AC-1" && ran.Ran[finding.RawGo] == 0) {
		r.Status = NotChecked // dropped handles alone do not show that every task is tracked
	}
	if len(r.Open) > 0 {
		r.Status = Status(report.Fail)
	}
	if len(r.Off) > 0 && r.Status != NotChecked {
		r.Note = strings.TrimPrefix(r.Note+"; "+whereOff(r.Off, ran), "; ")
	}
}

// whereOff names the rules that did not run in all packages, with the number of those in
// which they did not.
func whereOff(off []finding.Rule, ran Rules) string {
	var everywhere, notes []string
	for _, rule := range off {
		if n := ran.Packages - ran.Ran[rule]; n < ran.Packages {
			notes = append(notes, fmt.Sprintf("%s is off in %d of %d packages", rule, n, ran.Packages))
		} else {
			everywhere = append(everywhere, string(rule))
		}
	}
	if len(everywhere) > 0 {
		notes = append([]string{"off: " + strings.Join(everywhere, ", ")}, notes...)
	}
	return strings.Join(notes, ", ")
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
