package gate

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/report"
)

// A Writer writes a report in one format.
type Writer func(w io.Writer, r *Report) error

var writers = map[string]Writer{"text": writeText, "markdown": writeMarkdown, "json": writeJSON}

// Formats are the names of the formats.
func Formats() []string { return slices.Sorted(maps.Keys(writers)) }

// Lookup returns the writer of a format.
func Lookup(format string) (Writer, bool) {
	w, ok := writers[format]
	return w, ok
}

func writeJSON(w io.Writer, r *Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Version int `json:"version"`
		*Report
	}{1, r})
}

// A table is what text and markdown show alike.
type table struct {
	title string
	right int // leading columns that hold numbers
	below int // last columns that stand below a row where the lines are too short for them
	head  []string
	rows  [][]string
}

func (r *Report) tables() []table {
	l, s := r.Summary.Launches, r.Summary.Resources
	coverage := table{title: "Coverage", head: []string{"what", "owned", "details"}, rows: [][]string{
		{"launches", tracked(r.Coverage.Launches, "tracked"), fmt.Sprintf("%d joined, %d bound, %d detached", l.Joined, l.Bound, l.Detached)},
		{"resources", tracked(r.Coverage.Resources, "owned"), fmt.Sprintf("%d deferred, %d released, %d handed over, %d leaked", s.Deferred, s.Released, s.HandedOver, s.Leaked)},
	}}
	for _, t := range r.Thresholds {
		holds := "holds"
		if !t.Holds {
			holds = "FAILS"
		}
		coverage.rows = append(coverage.rows, []string{"threshold", fmt.Sprintf("%s: %g %% wanted", t.Name, t.Want), holds})
	}
	matrix := table{title: "Requirements", below: 2, head: []string{"id", "requirement", "status", "new", "baseline", "suppressed", "examined", "rules"}}
	for _, q := range r.Requirements {
		rules := ruleIDs(q.Rules)
		if q.Note != "" {
			rules += " (" + q.Note + ")"
		}
		matrix.rows = append(matrix.rows, []string{q.ID, q.Title, string(q.Status), fmt.Sprint(q.Findings.New),
			fmt.Sprint(q.Findings.Baseline), fmt.Sprint(q.Findings.Suppressed), q.Examined, rules})
	}
	packages := table{title: "Packages, worst first", right: 4, head: []string{"launches tracked", "resources owned", "new", "baseline", "package"}}
	for _, p := range r.Packages {
		packages.rows = append(packages.rows, []string{p.Coverage.Launches.String(), p.Coverage.Resources.String(),
			fmt.Sprint(p.Findings.New), fmt.Sprint(p.Findings.Baseline), p.Path})
	}
	helpers := table{title: "Helpers in use", right: 1, head: []string{"launches", "helper"}}
	for _, h := range r.Helpers {
		helpers.rows = append(helpers.rows, []string{fmt.Sprint(h.Launches), h.Name})
	}
	exclusions := table{title: "Excluded by the config", head: []string{"path", "rules", "reason", "config"}}
	for _, e := range r.Exclusions {
		rules := "all"
		if len(e.Rules) > 0 {
			rules = joinRules(e.Rules)
		}
		exclusions.rows = append(exclusions.rows, []string{e.Path, rules, e.Reason, e.Config})
	}
	expiry := table{title: "Counts until a date", head: []string{"until", "what", "where", "rules", "reason"}}
	for _, e := range r.Expires {
		until := e.Until
		if e.Passed {
			until += " (over)"
		}
		expiry.rows = append(expiry.rows, []string{until, e.What, e.Where, e.Rules, e.Reason})
	}
	return []table{coverage, matrix, packages, helpers, exclusions, expiry}
}

func tracked(s Share, word string) string {
	if s.Total == 0 {
		return s.String()
	}
	return s.String() + " " + word
}

// ruleIDs names rules shortly: more than check one requirement are all.
func ruleIDs(rules []finding.Rule) string {
	if len(rules) == 0 {
		return "none"
	}
	if len(rules) > 7 {
		return "all"
	}
	names := make([]string, len(rules))
	for i, r := range rules {
		_, names[i], _ = strings.Cut(string(r), "/")
	}
	return strings.Join(names, ", ")
}

// heading is the verdict, and what fails where that does not.
func (r *Report) heading() string {
	if r.Verdict != report.Fail && r.Below() {
		return string(r.Verdict) + ", and below a threshold, which fails"
	}
	return string(r.Verdict)
}

// incomplete is why the verdict is bad whatever the requirements say, "" where it is not.
func (r *Report) incomplete() string {
	if r.Complete {
		return ""
	}
	return "Not all packages could be analysed: this report is incomplete, and does not pass."
}

// notes are the lines about the whole.
func (r *Report) notes() (lines []string) {
	lines = append(lines, fmt.Sprintf("Examined: %s, %s, %s.", plural(r.Clean+len(r.Packages), "package", "packages"),
		plural(r.Summary.Launches.Total, "launch", "launches"), plural(r.Summary.Resources.Total, "resource", "resources")))
	if n := r.Summary.Findings.Warnings; n > 0 {
		lines = append(lines, plural(n, "warning, which fails nothing.", "warnings, which fail nothing."))
	}
	if b := r.Baseline; b != nil {
		lines = append(lines, fmt.Sprintf("%s: %s, %d of them gone.", b.File, plural(b.Known, "finding", "findings"), b.Gone))
	}
	for _, q := range r.Requirements {
		for _, open := range q.Open {
			lines = append(lines, fmt.Sprintf("%s: %s. The verdict, which is about findings, does not count this.", q.ID, open))
		}
	}
	if r.Clean > 0 {
		lines = append(lines, plural(r.Clean, "package neither launches nor opens anything.", "packages neither launch nor open anything."))
	}
	return append(lines, r.Tool.Name+" "+r.Tool.Version)
}

func writeText(w io.Writer, r *Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "tether report: %s\n", r.heading())
	if why := r.incomplete(); why != "" {
		fmt.Fprintf(&b, "%s\n", why)
	}
	for _, t := range r.tables() {
		if len(t.rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", t.title)
		if text := t.text(0); r.Width == 0 || widest(text) <= r.Width {
			b.WriteString(text)
		} else {
			b.WriteString(t.text(r.Width))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", strings.Join(printableCells(r.notes()), "\n"))
	_, err := io.WriteString(w, b.String())
	return err
}

// text are the lines of a table. Where a width is given, the columns that may stand below their
// row do, and are wrapped.
func (t *table) text(width int) string {
	columns := len(t.head)
	if width > 0 {
		columns -= t.below
	}
	var aligned, b strings.Builder
	tw := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	rows := append([][]string{t.head}, t.rows...)
	for _, row := range rows {
		fmt.Fprintf(tw, "  %s\n", strings.Join(printableCells(row[:columns]), "\t"))
	}
	_ = tw.Flush() // to memory
	i := 0
	for line := range strings.Lines(aligned.String()) {
		b.WriteString(line)
		for c := columns; c < len(t.head) && i > 0; c++ {
			for line := range layout.Wrap(t.head[c]+": "+printable.Line(rows[i][c]), width-8) {
				fmt.Fprintf(&b, "        %s\n", line)
			}
		}
		i++
	}
	return b.String()
}

// widest is the length of the longest line.
func widest(text string) (n int) {
	for line := range strings.Lines(text) {
		n = max(n, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")))
	}
	return n
}

// printableCells are names that others have chosen, fit to be shown.
func printableCells(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = printable.Line(c)
	}
	return out
}
