package page

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

// sources reads the files that excerpts are cut from, each once.
type sources struct {
	read  func(name string) ([]byte, error)
	lines map[string][][]byte
}

func (s *sources) of(file string) [][]byte {
	lines, ok := s.lines[file]
	if !ok {
		if src, err := s.read(file); err == nil {
			lines = bytes.Split(src, []byte("\n"))
		}
		s.lines[file] = lines
	}
	return lines
}

// A step is a place on a finding's path.
type step struct {
	finding.Span
	number int    // 0 where there is only one
	text   string // what happens there; "" for the place itself
}

// pathOf is where a finding leads: its own place, then those that explain it.
func pathOf(f *finding.Finding) []step {
	steps := []step{{Span: f.Span}}
	for _, n := range f.Related {
		steps = append(steps, step{n.Span, 0, n.Message})
	}
	if len(steps) == 1 {
		return steps
	}
	steps[0].text = first(f.Rule)
	for i := range steps {
		steps[i].number = i + 1
	}
	return steps
}

// first says what happens at the place of a finding that has others beside it.
func first(rule finding.Rule) string {
	switch rule {
	case finding.RawGo, finding.HiddenLaunch, finding.DroppedHandle:
		return "launched here"
	case finding.Leak, finding.Undeferred, finding.DeferBeforeCheck:
		return "acquired here"
	case finding.DeferInLoop:
		return "deferred here"
	case finding.Stuck:
		return "can block here"
	}
	return "reported here"
}

// An excerpt is the source that a finding is about, file by file.
type excerpt struct {
	around int // lines before and after each step
	widest int // characters of a line
	name   func(file string) string
	source *sources
}

// html shows the steps in their source. The first file needs no caption: it is that
// of the finding.
func (e *excerpt) html(f *finding.Finding) template.HTML {
	steps := pathOf(f)
	var files []string
	for _, s := range steps {
		if !slices.Contains(files, s.File) {
			files = append(files, s.File)
		}
	}
	var b strings.Builder
	for i, file := range files {
		if i > 0 {
			fmt.Fprintf(&b, `<p class="in">%s</p>`, escape(e.name(file)))
		}
		e.file(&b, file, steps, f.Scope.First)
	}
	return template.HTML(b.String())
}

// file shows what steps lie in one file: the lines around each, and the first of the
// function that they are in.
func (e *excerpt) file(b *strings.Builder, file string, all []step, head int) {
	lines := e.source.of(file)
	at := make(map[int][]step)
	var shown []int
	for _, s := range all {
		if s.File != file {
			continue
		}
		at[s.Line] = append(at[s.Line], s)
		for n := s.Line - e.around; n <= s.Line+e.around; n++ {
			shown = append(shown, n)
		}
	}
	if head > 0 && file == all[0].File && head < all[0].Line {
		shown = append(shown, head)
	}
	slices.Sort(shown)
	shown = slices.DeleteFunc(slices.Compact(shown), func(n int) bool { return n < 1 || n > len(lines) })
	shown = trimBlank(shown, lines, at)
	if len(shown) == 0 {
		return
	}
	b.WriteString(`<pre class="src">`)
	margin := indentation(lines, shown)
	for i, n := range shown {
		if i > 0 && n > shown[i-1]+1 {
			b.WriteString("<s>⋯</s>\n")
		}
		e.line(b, lines[n-1], n, margin, at[n])
	}
	b.WriteString("</pre>")
}

// trimBlank leaves out blank lines at either end.
func trimBlank(shown []int, lines [][]byte, at map[int][]step) []int {
	blank := func(n int) bool { return len(bytes.TrimSpace(lines[n-1])) == 0 && at[n] == nil }
	for len(shown) > 0 && blank(shown[0]) {
		shown = shown[1:]
	}
	for len(shown) > 0 && blank(shown[len(shown)-1]) {
		shown = shown[:len(shown)-1]
	}
	return shown
}

// indentation is how many tabs all the lines begin with.
func indentation(lines [][]byte, shown []int) int {
	margin := -1
	for _, n := range shown {
		line := lines[n-1]
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		tabs := len(line) - len(bytes.TrimLeft(line, "\t"))
		if margin < 0 || tabs < margin {
			margin = tabs
		}
	}
	return max(margin, 0)
}

// line shows one line: its number, its text with what the steps are about marked, and
// below it what happens there.
func (e *excerpt) line(b *strings.Builder, text []byte, n, margin int, steps []step) {
	text = bytes.TrimSuffix(text, []byte("\r"))
	cut := min(margin, len(text))
	text = text[cut:]
	if len(steps) == 0 {
		fmt.Fprintf(b, "<i>%d</i>%s\n", n, e.code(text))
		return
	}
	slices.SortStableFunc(steps, func(x, y step) int { return cmp.Compare(x.Column, y.Column) })
	fmt.Fprintf(b, "<i class=at>%d</i>", n)
	start := 0
	for _, s := range steps {
		from, to := bounds(s, cut, len(text))
		if from < start || to <= from {
			continue
		}
		fmt.Fprintf(b, "%s<mark>%s</mark>", e.code(text[start:from]), e.code(text[from:to]))
		start = to
	}
	b.WriteString(e.code(text[start:]))
	b.WriteByte('\n')
	for _, s := range steps {
		if s.number > 0 {
			fmt.Fprintf(b, "<em><b>%d</b>%s</em>\n", s.number, escape(s.text))
		}
	}
}

// bounds is the stretch of a line that a step is about, where cut bytes are left out
// before it.
func bounds(s step, cut, length int) (from, to int) {
	from, to = s.Column-1-cut, length
	if s.EndLine == s.Line && s.EndColumn > s.Column {
		to = s.EndColumn - 1 - cut
	}
	return min(max(from, 0), length), min(max(to, 0), length)
}

// code makes a stretch of a line fit for HTML, cut where it is too wide.
func (e *excerpt) code(text []byte) string {
	if len(text) > e.widest && utf8.RuneCount(text) > e.widest {
		text = []byte(cutTo(string(text), e.widest))
	}
	return template.HTMLEscapeString(printable.Text(string(text)))
}
