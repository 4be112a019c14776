package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/printable"
)

func init() { register("text", writeText) }

// The escape sequences of the text format.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "33"
	faint  = "2"
)

// writeText writes for people and editors: a line that grep and problem
// matchers know, the source line, and a caret under what it is about.
// What does not fail a run is left to the other formats.
func writeText(w io.Writer, r *Report) error {
	if r.Terminal != nil {
		return writePeople(w, r)
	}
	t := &text{bufio.NewWriter(w), r}
	for f := range r.failing() {
		t.finding(f)
	}
	return t.Flush()
}

type text struct {
	*bufio.Writer
	report *Report
}

func (t *text) finding(f *finding.Finding) {
	level := ""
	if f.Warning {
		level = t.paint(yellow, "warning: ")
	}
	fmt.Fprintf(t, "%s: %s%s\n", t.paint(bold, t.report.position(f.Span)), level, printable.Line(f.Message))
	t.excerpt(f.Span)
	for _, n := range f.Related {
		fmt.Fprintf(t, "    %s: %s\n", t.report.position(n.Span), printable.Line(n.Message))
	}
}

func (t *text) paint(code, s string) string {
	if !t.report.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// maxExcerpt is how many bytes of a line are shown. A span further right than
// that is in a line that nobody reads anyway.
const maxExcerpt = 240

// excerpt prints the source line of a span with a caret line below.
func (t *text) excerpt(s finding.Span) {
	line, ok := t.report.line(s.File, s.Line)
	if !ok || s.Column < 1 || s.Column > min(len(line)+1, maxExcerpt) {
		return // the file has changed since, or is gone
	}
	end := len(line)
	if s.EndLine == s.Line && s.EndColumn > s.Column {
		end = min(end, s.EndColumn-1)
	}
	shown := cut(line)
	end = min(end, len(shown))
	if t.report.Terminal != nil {
		t.narrow(s, shown, end)
		return
	}

	number := fmt.Sprintf("%5d |", s.Line)
	margin := strings.Repeat(" ", len(number)-1) + "|"
	pad, width := blank(shown[:s.Column-1]), columns(shown[s.Column-1:max(end, s.Column-1)])
	caret := "^" + strings.Repeat("~", max(width-1, 0))
	fmt.Fprintf(t, "%s %s\n", t.paint(faint, number), shownLine(shown))
	fmt.Fprintf(t, "%s %s%s\n", t.paint(faint, margin), pad, t.paint(red, caret))
}

// narrow is the excerpt in the width of a terminal: tabs are four cells, and what
// does not fit is cut off, on the right or, where the caret would be there, on the left.
func (t *text) narrow(s finding.Span, shown []byte, end int) {
	untab := func(b []byte) string { return strings.ReplaceAll(shownLine(b), "\t", "    ") }
	before, marked, after := untab(shown[:s.Column-1]), untab(shown[s.Column-1:max(end, s.Column-1)]), untab(shown[max(end, s.Column-1):])
	number := fmt.Sprintf("%5d |", s.Line)
	room := max(t.width()-len(number)-1, 20)
	if trimmed := strings.TrimLeft(before, " "); layout.Cells(before)+min(layout.Cells(marked), room/2) > room {
		before = layout.ClipLeft(trimmed, max(room/2, 1))
	}
	marked = layout.ClipRight(marked, room-layout.Cells(before))
	after = layout.ClipRight(after, room-layout.Cells(before)-layout.Cells(marked))
	margin := strings.Repeat(" ", len(number)-1) + "|"
	caret := "^" + strings.Repeat("~", max(layout.Cells(marked)-1, 0))
	fmt.Fprintf(t, "%s %s\n", t.paint(faint, number), before+marked+after)
	fmt.Fprintf(t, "%s %s%s\n", t.paint(faint, margin), strings.Repeat(" ", layout.Cells(before)), t.paint(red, caret))
}

// cut shortens a line, at the border of a character.
func cut(line []byte) []byte {
	if len(line) <= maxExcerpt {
		return line
	}
	n := maxExcerpt
	for n > maxExcerpt-utf8.UTFMax && !utf8.RuneStart(line[n]) {
		n--
	}
	return line[:n]
}

// shownLine is the line without what would command the terminal.
func shownLine(line []byte) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && !unicode.IsPrint(r) && !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Cf, r) || bidi(r) {
			return utf8.RuneError
		}
		return r
	}, string(line))
}

// bidi tells the characters that reorder others: a line shown must be the line read.
func bidi(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f'
}

// columns is how many cells of a terminal text takes, a tab as one.
func columns(line []byte) int {
	s := shownLine(line)
	return layout.Cells(s) + strings.Count(s, "\t")
}

// blank is white space as wide as the text. Tabs stay tabs: they stand at the
// same place in both lines, so they end at the same stop.
func blank(line []byte) string {
	parts := strings.Split(shownLine(line), "\t")
	for i, p := range parts {
		parts[i] = strings.Repeat(" ", layout.Cells(p))
	}
	return strings.Join(parts, "\t")
}
