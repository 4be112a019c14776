package report

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/rules"
)

// A Terminal is what somebody watches. What is written there is laid out for
// reading; what goes anywhere else keeps one stable line for each finding.
type Terminal struct {
	Width int
	Links bool // escape sequences may make text a link
}

// writePeople writes for somebody at a terminal: what goes wrong first, each
// finding in full, and then what is a matter of policy, a line for each package
// and kind.
func writePeople(w io.Writer, r *Report) error {
	t := &text{bufio.NewWriter(w), r}
	var policy []*finding.Finding
	var before *finding.Finding
	for f := range r.failing() {
		if IsPolicy(f) {
			policy = append(policy, f)
			continue
		}
		t.claim(f, before)
		fmt.Fprintln(t)
		before = f
	}
	t.policy(policy)
	return t.Flush()
}

// IsPolicy reports whether a finding is about what a team has decided against,
// whether or not it goes wrong there.
func IsPolicy(f *finding.Finding) bool {
	return f.Policy || rules.Of(f.Rule).Kind == rules.Policy
}

// claim writes one finding in full: where and which rule, what is wrong, the
// source, and the other places that it is about. What is word for word what was said of
// the one before it, in the same function, is not said again.
func (t *text) claim(f, before *finding.Finding) {
	level, color := "", red
	if f.Warning {
		level, color = "warning: ", yellow
	}
	title := t.paint(bold, t.report.position(f.Span)) + ": " + level + t.rule(f.Rule, t.paint(color, string(f.Rule)))
	if f.Fix != nil && f.Fix.Safe {
		title += t.paint(faint, "  fixable")
	}
	fmt.Fprintln(t, title)
	message := strings.TrimSuffix(printable.Line(f.Message), " ("+string(f.Rule)+")")
	if before != nil && before.Message == f.Message && before.File == f.File && before.Function == f.Function {
		message = "the same as above"
	}
	for line := range layout.Wrap(message, t.width()-4) {
		fmt.Fprintf(t, "    %s\n", line)
	}
	t.excerpt(f.Span)
	for _, n := range f.Related {
		indent := "    "
		for line := range layout.Wrap(t.report.position(n.Span)+": "+printable.Line(n.Message), t.width()-6) {
			fmt.Fprintf(t, "%s%s\n", indent, t.paint(faint, line))
			indent = "      "
		}
	}
}

func (t *text) width() int { return t.report.Terminal.Width }

// rule makes text a link to the page of a rule.
func (t *text) rule(rule finding.Rule, text string) string {
	if !t.report.Terminal.Links {
		return text
	}
	return layout.Link(rules.URL(rule), text)
}

// A policyRow is the findings of one kind in one directory.
type policyRow struct {
	dir, kind string
	rule      finding.Rule
	count     int
	files     []string         // names, in order
	lines     map[string][]int // by file
}

// policyRows groups findings, in the order of the first of each directory.
func (r *Report) policyRows(findings []*finding.Finding) (rows []*policyRow) {
	for _, f := range findings {
		name := r.relative(f.File)
		dir, file := path.Dir(name), path.Base(name)
		kind := strings.TrimSpace(path.Base(string(f.Rule)) + " " + string(f.Class))
		i := slices.IndexFunc(rows, func(g *policyRow) bool { return g.dir == dir && g.kind == kind })
		if i < 0 {
			i = len(rows)
			rows = append(rows, &policyRow{dir: dir, kind: kind, rule: f.Rule, lines: make(map[string][]int)})
		}
		g := rows[i]
		if g.lines[file] == nil {
			g.files = append(g.files, file)
		}
		g.lines[file] = append(g.lines[file], f.Line)
		g.count++
	}
	first := make(map[string]int)
	for i, g := range rows {
		if _, ok := first[g.dir]; !ok {
			first[g.dir] = i
		}
	}
	slices.SortStableFunc(rows, func(a, b *policyRow) int { return first[a.dir] - first[b.dir] })
	return rows
}

// policy writes one line for each package and kind.
func (t *text) policy(findings []*finding.Finding) {
	if len(findings) == 0 {
		return
	}
	for line := range layout.Wrap("Policy: what a team decides against, bug or not (-show all lists each)", t.width()) {
		fmt.Fprintln(t, t.paint(bold, line))
	}
	fmt.Fprintln(t)
	rows := t.report.policyRows(findings)
	dirs, kinds, counts := 0, 0, 0
	for _, g := range rows {
		dirs, kinds, counts = max(dirs, layout.Cells(g.dir)), max(kinds, len(g.kind)), max(counts, len(fmt.Sprint(g.count)))
	}
	dirs = min(dirs, max(t.width()*2/5, 12))
	room := t.width() - dirs - kinds - counts - 8
	before := ""
	for _, g := range rows {
		dir := ""
		if g.dir != before {
			dir = printable.Line(g.dir)
		}
		before = g.dir
		kind := t.rule(g.rule, t.paint(yellow, g.kind)) + strings.Repeat(" ", kinds-len(g.kind))
		places := "  " + t.paint(faint, g.places(room))
		if layout.Cells(g.places(room)) > room { // of a long name, which stands on a line of its own
			places = "\n      " + t.paint(faint, g.places(t.width()-6))
		}
		fmt.Fprintf(t, "  %s  %s  %*d%s\n", layout.Pad(layout.ClipLeft(dir, dirs), dirs), kind, counts, g.count, places)
	}
	fmt.Fprintln(t)
}

// places names where the findings are, as many as there is room for, and says
// how many are left out.
func (g *policyRow) places(room int) string {
	out, shown := "", 0
	for _, file := range g.files {
		item := printable.Line(file)
		for i, line := range g.lines[file] {
			sep := ","
			if i == 0 {
				sep = ":"
			}
			item += fmt.Sprint(sep, line)
		}
		more := ""
		if left := g.count - shown - len(g.lines[file]); left > 0 {
			more = fmt.Sprintf(" +%d", left)
		}
		if next := strings.TrimPrefix(out+" "+item, " "); layout.Cells(next+more) <= room {
			out, shown = next, shown+len(g.lines[file])
			continue
		}
		break
	}
	switch {
	case shown == g.count:
		return out
	case shown == 0: // not even the first file's: its first line will do
		first := fmt.Sprintf("%s:%d", printable.Line(g.files[0]), g.lines[g.files[0]][0])
		if g.count == 1 {
			return first
		}
		return fmt.Sprintf("%s +%d", first, g.count-1)
	}
	return fmt.Sprintf("%s +%d", out, g.count-shown)
}
