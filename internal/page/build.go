package page

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/report"
)

// Limit is how many bytes a page may have for each thousand findings. Excerpts get
// shorter until it holds, or until there is nothing left to shorten.
const Limit = 1_000_000

var body = sync.OnceValue(func() *template.Template { return parse("report.html") })

// Write writes the page of a report.
func Write(w io.Writer, r *Report) error {
	src := &sources{read: r.ReadFile, lines: make(map[string][][]byte)}
	var out strings.Builder
	limit := Limit * max(1, (len(r.Result.Findings)+999)/1000)
	for _, cut := range []excerpt{{around: 3, widest: 160}, {around: 1, widest: 120}, {around: 0, widest: 100}, {around: -1}} {
		cut.source, cut.name = src, r.Name
		v := r.view(&cut)
		out.Reset()
		if err := r.frame(v).Write(&out, body(), v); err != nil {
			return err
		}
		if out.Len() <= limit || r.NoSource {
			break
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// view makes all that the template shows. An excerpt of less than no lines is none.
func (r *Report) view(cut *excerpt) *view {
	v := &view{Report: r, Tiles: r.tiles(), SourceHidden: r.NoSource || cut.around < 0, Shown: len(r.Result.Findings)}
	v.Packages = r.packages()
	v.Map = mapOf(v.Packages)
	v.Groups = r.groups(v.Packages, cut)
	v.Filters = newFilters(r.Result.Findings)
	v.Launches, v.Resources = r.inventory()
	v.Rules = r.rules()
	v.TrendView = r.Trend.view()
	v.Expiry = r.expiring()
	return v
}

func (r *Report) frame(v *view) Frame {
	g := r.Gate
	f := Frame{Title: r.Title, Kind: "tether report", Verdict: string(g.Verdict), Sentence: sentence(g)}
	f.Facts = append(f.Facts, Fact{"", r.Date.Format("2 January 2006, 15:04 MST")})
	if r.Revision != "" {
		f.Facts = append(f.Facts, Fact{"commit", r.Revision})
	}
	f.Facts = append(f.Facts, Fact{"tether", r.Version})
	f.Foot = "Made by tether " + r.Version + ". This page is one file and fetches nothing."
	if r.NoSource {
		f.Foot += " It has no source in it."
	}
	add := func(when bool, id, name string) {
		if when {
			f.Sections = append(f.Sections, Section{id, name})
		}
	}
	add(true, "requirements", "Requirements")
	add(v.TrendView != nil, "trend", "Trend")
	add(len(v.Packages) > 0, "map", "Packages")
	add(len(v.Groups) > 0, "findings", "Findings")
	add(len(v.Expiry) > 0, "expires", "Expires")
	add(len(v.Launches)+len(v.Resources) > 0, "inventory", "Inventory")
	add(len(v.Rules) > 0, "rules", "Rules")
	return f
}

// sentence says what the verdict means, and what fails beside it.
func sentence(g *gate.Report) string {
	if g.Below() {
		return aboutFindings(g) + " A share is below its threshold, which fails."
	}
	return aboutFindings(g)
}

func aboutFindings(g *gate.Report) string {
	n := g.Summary.Findings
	switch {
	case !g.Complete:
		return "Not all packages could be analysed: this page is incomplete."
	case g.Verdict == report.Fail:
		return plural(n.New, "new finding") + knownToo(n.Baseline) + "."
	case g.Verdict == report.Conditional:
		return "Nothing new; " + plural(n.Baseline, "finding") + " of the baseline."
	}
	return "Nothing found" + map[bool]string{true: fmt.Sprintf(", %d suppressed", n.Suppressed)}[n.Suppressed > 0] + "."
}

func knownToo(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", and %d of the baseline", n)
}

func (r *Report) tiles() []tile {
	s, c := r.Gate.Summary, r.Gate.Coverage
	percent := func(share gate.Share) string {
		if share.Total == 0 {
			return "n/a"
		}
		return fmt.Sprintf("%.1f %%", share.Percent)
	}
	l, a, f := s.Launches, s.Resources, s.Findings
	return []tile{
		{"Launches tracked", percent(c.Launches), fmt.Sprintf("%d of %d launches", c.Launches.Good, c.Launches.Total),
			[]Part{{"p-good", "tracked", l.Tracked}, {"p-fair", "joined", l.Joined}, {"p-weak", "bound", l.Bound}, {"p-bad", "detached", l.Detached}}},
		{"Resources owned", percent(c.Resources), fmt.Sprintf("%d of %d resources", c.Resources.Good, c.Resources.Total),
			[]Part{{"p-good", "deferred", a.Deferred}, {"p-fair", "released", a.Released}, {"p-weak", "handed over", a.HandedOver}, {"p-bad", "leaked", a.Leaked}}},
		{"New findings", fmt.Sprint(f.New), "of " + plural(f.New+f.Baseline+f.Suppressed, "finding"),
			[]Part{{"p-bad", "new", f.New}, {"p-weak", "baseline", f.Baseline}, {"p-fair", "suppressed", f.Suppressed}}},
	}
}

// groups are the findings by package, in the order of the packages.
func (r *Report) groups(packages []packageView, cut *excerpt) []group {
	at := make(map[string]int)
	list := make([]group, 0, len(packages))
	for _, p := range packages {
		at[p.Path] = len(list)
		list = append(list, group{Package: p.Path, ID: p.ID})
	}
	ids := make(map[string]int)
	for i := range r.Result.Findings {
		f := &r.Result.Findings[i]
		g := &list[at[f.Package]]
		g.Items = append(g.Items, r.finding(f, cut, ids))
	}
	return slices.DeleteFunc(list, func(g group) bool { return len(g.Items) == 0 })
}

func (r *Report) finding(f *finding.Finding, cut *excerpt, ids map[string]int) findingView {
	v := findingView{
		ID: address(f, ids), Rule: f.Rule, Short: path.Base(string(f.Rule)), Kind: path.Dir(string(f.Rule)),
		Class: f.Class, Status: f.Status, File: r.Name(f.File), Line: f.Line, Function: f.Function,
		Message: strings.TrimSuffix(f.Message, " ("+string(f.Rule)+")"), Reason: f.Reason,
	}
	if f.Fix != nil && f.Fix.Safe {
		v.Fix = f.Fix.Title
	}
	if !r.NoSource && cut.around >= 0 {
		v.Source = cut.html(f)
		return v
	}
	if steps := pathOf(f); len(steps) > 1 {
		for _, s := range steps {
			v.Steps = append(v.Steps, stepView{s.number, fmt.Sprintf("%s:%d", r.Name(s.File), s.Line), s.text})
		}
	}
	return v
}

// address is a finding's id, which stays the same when code around it moves, so that
// a link to it still leads to it in tomorrow's page.
func address(f *finding.Finding, ids map[string]int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{string(f.Rule), f.Package, f.Function, f.Subject}))
	id := "f-" + hex.EncodeToString(sum[:4])
	ids[id]++
	if n := ids[id]; n > 1 {
		id += fmt.Sprintf("-%d", n)
	}
	return id
}

// newFilters counts by what findings are filtered.
func newFilters(findings []finding.Finding) (f filters) {
	counts := [4]map[string]int{{}, {}, {}, {}}
	for i := range findings {
		x := &findings[i]
		for k, value := range []string{path.Base(string(x.Rule)), string(x.Class), string(x.Status), x.Package} {
			counts[k][value]++
		}
	}
	for k, list := range []*[]choice{&f.Rules, &f.Classes, &f.Statuses, &f.Packages} {
		for value, n := range counts[k] {
			if value != "" {
				*list = append(*list, choice{value, value, n})
			}
		}
		slices.SortFunc(*list, func(a, b choice) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	}
	slices.SortFunc(f.Packages, func(a, b choice) int { return cmp.Compare(a.Value, b.Value) })
	return f
}

// rules are the pages of the rules that something was found by.
func (r *Report) rules() (list []ruleView) {
	n := make(map[finding.Rule]int)
	for i := range r.Result.Findings {
		n[r.Result.Findings[i].Rule]++
	}
	for rule, count := range n {
		list = append(list, ruleView{rule, path.Base(string(rule)), count, markdown(r.Doc(rule))})
	}
	slices.SortFunc(list, func(a, b ruleView) int { return cmp.Compare(a.Rule, b.Rule) })
	return list
}

// inventory is every launch and every acquisition.
func (r *Report) inventory() (launches, resources []item) {
	for _, l := range r.Result.Launches {
		launches = append(launches, item{State: string(l.Class), What: local(l.Callee), How: local(cmp.Or(l.Helper, l.Via, "go")), Owner: l.Owner,
			Function: l.Function, File: r.Name(l.File), Line: l.Line})
	}
	for _, a := range r.Result.Acquisitions {
		i := item{State: string(a.Fate), What: local(a.Opener), How: a.Release, Function: a.Function, File: r.Name(a.File), Line: a.Line}
		if a.Fate == finding.HandedOver {
			i.State = "handed over"
		}
		if i.How == "()" { // a cancel function
			i.How = "calling it"
		}
		resources = append(resources, i)
	}
	return launches, resources
}

// expiring is what stops to count after a date, the soonest first.
func (r *Report) expiring() []Expiry {
	list := slices.Clone(r.Expiring)
	for i := range list {
		e := &list[i]
		e.Days = int(e.Date.Sub(r.Date.Truncate(24*3600*1e9)).Hours() / 24)
		if e.Past = e.Days < 0; e.Past {
			e.Days = -e.Days
		}
	}
	slices.SortStableFunc(list, func(a, b Expiry) int { return a.Date.Compare(b.Date) })
	return list
}
