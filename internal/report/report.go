// Package report writes what a run found, in the format that was asked for.
//
// There is one model, [Report], and one small file per format. A file adds its
// writer with register from an init function; nothing else knows the formats.
package report

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
)

// A Report is what is written.
type Report struct {
	*finding.Result
	Dir   string // the directory that names of files are relative to
	Color bool   // text only

	// ReadFile reads sources for excerpts; nil means os.ReadFile.
	ReadFile func(name string) ([]byte, error)
}

// A Writer writes a report in one format.
type Writer func(w io.Writer, r *Report) error

var writers = make(map[string]Writer)

// register is called from init functions only, so writers never changes after.
func register(format string, write Writer) {
	writers[format] = write
}

// Formats are the names of the formats.
func Formats() []string { return slices.Sorted(maps.Keys(writers)) }

// Lookup returns the writer of a format.
func Lookup(format string) (Writer, bool) {
	w, ok := writers[format]
	return w, ok
}

// A Verdict is what a gate makes of a run.
type Verdict string

// The verdicts.
const (
	Pass        Verdict = "PASS"             // nothing found
	Conditional Verdict = "CONDITIONAL PASS" // only findings of the baseline
	Fail        Verdict = "FAIL"             // new findings
)

// Counts are the findings by status.
type Counts struct {
	New        int `json:"new"`
	Baseline   int `json:"baseline"`
	Suppressed int `json:"suppressed"`
}

// Count counts findings by status.
func Count(findings []finding.Finding) (c Counts) {
	for _, f := range findings {
		switch f.Status {
		case finding.Baseline:
			c.Baseline++
		case finding.Suppressed:
			c.Suppressed++
		default:
			c.New++
		}
	}
	return c
}

// Verdict is the verdict on findings so counted.
func (c Counts) Verdict() Verdict {
	switch {
	case c.New > 0:
		return Fail
	case c.Baseline > 0:
		return Conditional
	}
	return Pass
}

// relative names a file as seen from the report's directory, with slashes. It
// stays absolute where there is no way from there, as on another drive.
func (r *Report) relative(file string) string {
	if rel, err := filepath.Rel(r.Dir, file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

func (r *Report) readFile(name string) ([]byte, error) {
	if r.ReadFile != nil {
		return r.ReadFile(name)
	}
	return os.ReadFile(name)
}

// position is where a span starts, as editors and grep know it.
func (r *Report) position(s finding.Span) string {
	return fmt.Sprintf("%s:%d:%d", r.relative(s.File), s.Line, s.Column)
}
