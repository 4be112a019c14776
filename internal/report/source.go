package report

import (
	"bytes"
	"os"
	"strings"
	"unicode/utf16"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
	"github.com/tetherlint/tether/internal/suppress"
)

func (r *Report) readFile(name string) ([]byte, error) {
	if r.ReadFile != nil {
		return r.ReadFile(name)
	}
	return os.ReadFile(name)
}

// lines returns the lines of a file, or none where it cannot be read.
func (r *Report) lines(file string) [][]byte {
	lines, ok := r.sources[file]
	if !ok {
		if src, err := r.readFile(file); err == nil {
			lines = bytes.Split(src, []byte("\n"))
		}
		if r.sources == nil {
			r.sources = make(map[string][][]byte)
		}
		r.sources[file] = lines
	}
	return lines
}

// line returns a line of a source file, without its end.
func (r *Report) line(file string, number int) ([]byte, bool) {
	lines := r.lines(file)
	if number < 1 || number > len(lines) {
		return nil, false
	}
	return bytes.TrimSuffix(lines[number-1], []byte("\r")), true
}

// utf16Column converts a column in bytes to one in UTF-16 code units, as SARIF
// counts. Without the source it stays as it is.
func (r *Report) utf16Column(file string, line, column int) int {
	text, ok := r.line(file, line)
	if !ok || column < 1 || column-1 > len(text) {
		return column
	}
	units := 0
	for _, c := range string(text[:column-1]) {
		units += utf16.RuneLen(c)
	}
	return units + 1
}

// AllowFix is the edit that exempts a finding, its reason left to be filled in.
// It is offered where there is no safe fix, and never applied by -fix. There is
// none for what is found in directives, beside another directive, and in files
// that import "C".
func (r *Report) AllowFix(f *finding.Finding) *finding.Fix {
	if rule := rules.Of(f.Rule); rule.Analyzer() == "tether" || f.Status == finding.Suppressed {
		return nil
	}
	line, ok := r.line(f.File, f.Line)
	above, _ := r.line(f.File, f.Line-1)
	if !ok || bytes.Contains(line, []byte(suppress.Prefix)) || bytes.Contains(above, []byte(suppress.Prefix)) || r.importsC(f.File) {
		return nil
	}
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	at := finding.Span{File: f.File, Line: f.Line, Column: 1, EndLine: f.Line, EndColumn: 1}
	at.Offset = f.Offset - (f.Column - 1)
	at.EndOffset = at.Offset
	return &finding.Fix{
		Title: "Allow it here, for a reason to be filled in",
		Edits: []finding.Edit{{Span: at, NewText: string(indent) + suppress.Prefix + " " + string(f.Rule) + " \n"}},
	}
}

func (r *Report) importsC(file string) bool {
	for _, line := range r.lines(file) {
		if s := strings.TrimSpace(string(line)); s == `import "C"` || s == `"C"` {
			return true
		}
	}
	return false
}

// fixOf is the fix that programs are offered: the safe one, or else the directive.
func (r *Report) fixOf(f *finding.Finding) *finding.Fix {
	if f.Fix != nil {
		return f.Fix
	}
	return r.AllowFix(f)
}
