package live

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

// WriteText writes the report for people: a table for each origin, untracked launches
// first, with what the goroutines of a launch wait for, and where, below it.
func (r *Report) WriteText(w io.Writer, o Options) error {
	t := &text{r: r, o: o}
	t.head()
	for _, s := range sections {
		t.section(s.title, t.rowsOf(s.is))
	}
	t.foot()
	_, err := w.Write(t.out.Bytes())
	return err
}

// sections are the parts of the report, in their order.
var sections = []struct {
	title string
	is    func(*Row) bool
}{
	{"untracked launches", func(row *Row) bool { return row.Origin == Listed && row.Class != finding.Tracked }},
	{"tracked launches", func(row *Row) bool { return row.Origin == Listed && row.Class == finding.Tracked }},
	{"not in the inventory", func(row *Row) bool { return row.Origin == Unlisted }},
	{"launched by dependencies", func(row *Row) bool { return row.Origin == Dependency }},
	{"launched by the standard library", func(row *Row) bool { return row.Origin == Standard }},
	{"launched by nobody", func(row *Row) bool { return row.Origin == Program }},
	{"from where is not said", func(row *Row) bool { return row.Origin == Unknown }},
}

type text struct {
	r      *Report
	o      Options
	out    bytes.Buffer
	hidden Count // goroutines of rows that are too small
	rows   int   // and how many such rows
}

// head is the sums.
func (t *text) head() {
	s := t.r.summary()
	fmt.Fprintf(&t.out, "tether live: %s", count(s.Live, "goroutine", "goroutines"))
	if s.Before != nil {
		fmt.Fprintf(&t.out, ", before %d", *s.Before)
	}
	if s.Leaked > 0 {
		fmt.Fprintf(&t.out, ", %d leaked", s.Leaked)
	}
	var parts []string
	for _, c := range classes {
		if n := s.Classes[c].Live; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c))
		}
	}
	names := []struct {
		origin Origin
		name   string
	}{{Unlisted, "not in the inventory"}, {Dependency, "of dependencies"}, {Standard, "of the standard library"}, {Program, "of the program itself"}, {Unknown, "unknown"}}
	for _, n := range names {
		if live := s.Origins[n.origin].Live; live > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", live, n.name))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(&t.out, "\n  %s", strings.Join(parts, ", "))
	}
	t.out.WriteByte('\n')
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// rowsOf returns the rows of a section that are large enough, and counts the others.
func (t *text) rowsOf(is func(*Row) bool) (rows []*Row) {
	for _, row := range t.r.Rows {
		switch {
		case !is(row):
		case t.r.shows(row, t.o.Min):
			rows = append(rows, row)
		case !t.r.Compares() || row.Grown() > 0:
			t.rows++
			t.hidden.Live += row.Now.Live
			t.hidden.Leaked += row.Now.Leaked
		}
	}
	return rows
}

// section writes a table, if there is anything in it.
func (t *text) section(title string, rows []*Row) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(&t.out, "\n%s\n", title)
	w := tabwriter.NewWriter(&t.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\t%s\t\n", strings.Join(t.titles(), "\t"))
	for _, row := range rows {
		fmt.Fprintf(w, "\t%s\t  %s\n", strings.Join(t.numbers(row), "\t"), t.what(row))
		for _, line := range t.details(row) {
			fmt.Fprintf(w, "%s\t      %s\n", strings.Repeat("\t", len(t.titles())), line)
		}
	}
	_ = w.Flush() // into memory
}

func (t *text) titles() []string {
	if t.r.Compares() {
		return []string{"leaked", "grown", "live", "longest"}
	}
	return []string{"leaked", "live", "longest"}
}

func (t *text) numbers(row *Row) []string {
	leaked := "-"
	if row.Now.Leaked > 0 {
		leaked = fmt.Sprint(row.Now.Leaked)
	}
	if t.r.Compares() {
		return []string{leaked, fmt.Sprintf("%+d", row.Grown()), fmt.Sprint(row.Now.Live), longest(row)}
	}
	return []string{leaked, fmt.Sprint(row.Now.Live), longest(row)}
}

// longest is how long one has been blocked or, where that is known, has lived.
func longest(row *Row) string {
	switch {
	case row.MaxWait > 0:
		return fmt.Sprintf("%d min", minutes(row.MaxWait))
	case row.MaxAge > 0:
		return row.MaxAge.Round(time.Second).String()
	}
	return "-"
}

// what names the launch.
func (t *text) what(row *Row) string {
	place, in, what := t.named(row)
	if row.Launch != nil {
		return printable.Line(fmt.Sprintf("%-8s  %s  %s: %s", row.Class, place, in, what))
	}
	return printable.Line(place + "  " + what)
}

// named is where a launch is, the function that it is in, and what it is.
func (t *text) named(row *Row) (place, in, what string) {
	if l := row.Launch; l != nil {
		what = "go " + l.Callee
		if by := cmp.Or(l.Helper, l.Via); by != "" {
			what = l.Callee + " through " + by
		}
		return fmt.Sprintf("%s:%d", t.o.Relative(l.File), l.Line), cmp.Or(l.Function, "-"), what + accepted(row)
	}
	what = cmp.Or(row.Func, "no stack")
	if row.Runs && row.Func != "" {
		what = "goroutine of " + row.Func
	}
	if row.Exempt {
		what += " (a test's, or generated)"
	}
	switch {
	case row.File == "":
		place = "-"
	case row.Origin == Dependency:
		place = fmt.Sprintf("%s  %s:%d", strings.TrimSuffix(row.Module+"@"+row.Version, "@"), base(row.File), row.Line)
	default:
		place = fmt.Sprintf("%s:%d", row.File, row.Line)
	}
	return place, "", what
}

func accepted(row *Row) string {
	if row.Accept && row.Class != finding.Tracked {
		return " (accepted)"
	}
	return ""
}

// details are the lines below a launch; at most five of a kind.
func (t *text) details(row *Row) (lines []string) {
	if row.Origin == Program {
		return nil
	}
	for _, l := range row.Others {
		lines = append(lines, fmt.Sprintf("or of %s:%d, %s: the profile does not say which", t.o.Relative(l.File), l.Line, l.Class))
	}
	for i, p := range row.Places {
		if i == most {
			lines = append(lines, fmt.Sprintf("and at %d more places", len(row.Places)-most))
			break
		}
		what := fmt.Sprint(p.Count)
		if p.State != "" {
			what += " " + p.State
		}
		if p.MaxWait > 0 {
			what += fmt.Sprintf(", up to %d min,", minutes(p.MaxWait))
		}
		lines = append(lines, fmt.Sprintf("%s at %s:%d in %s", what, t.o.Relative(p.File), p.Line, p.Func))
	}
	if len(row.Places) == 0 {
		lines = append(lines, statesOf(row)...)
	}
	if len(row.Tasks) > 0 {
		var tasks []string
		for i, task := range row.Tasks {
			if i == most {
				tasks = append(tasks, fmt.Sprintf("and %d more", len(row.Tasks)-most))
				break
			}
			name := task.Name
			if task.Count > 1 {
				name += fmt.Sprintf(" (%d)", task.Count)
			}
			tasks = append(tasks, name)
		}
		lines = append(lines, "tasks: "+strings.Join(tasks, ", "))
	}
	for i := range lines {
		lines[i] = printable.Line(lines[i])
	}
	return lines
}

// statesOf is what goroutines wait for of which it is not known where.
func statesOf(row *Row) (lines []string) {
	var states []string
	for _, s := range row.States {
		states = append(states, fmt.Sprintf("%d %s", s.Count, s.State))
	}
	if len(states) > 0 {
		lines = append(lines, strings.Join(states, ", "))
	}
	return lines
}

const most = 5

// leftOut says what rowsOf left out.
func (t *text) leftOut() string {
	if t.rows == 0 {
		return ""
	}
	return fmt.Sprintf("%s with fewer than %d goroutines left out, %s in all",
		count(t.rows, "launch", "launches"), t.o.Min, count(t.hidden.Live, "goroutine", "goroutines"))
}

// foot says what was left out, and the verdict.
func (t *text) foot() {
	if out := t.leftOut(); out != "" {
		fmt.Fprintf(&t.out, "\n%s\n", out)
	}
	if t.o.Gate == nil {
		return
	}
	if failed := t.o.Gate.Failed(t.r, t.o.Min); len(failed) > 0 {
		fmt.Fprintf(&t.out, "\nFAIL: %s\n", strings.Join(failed, ", "))
		return
	}
	fmt.Fprintf(&t.out, "\nPASS\n")
}
