// Package report writes what a run found, in the format that was asked for.
//
// There is one model, [Report], and one small file per format. A file adds its
// writer with register from an init function; nothing else knows the formats.
package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"maps"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

// A Report is what is written.
type Report struct {
	*finding.Result
	Dir      string    // the directory that names of files are relative to
	Root     string    // the same, for services that want names from the repository's root; "" for Dir
	Color    bool      // text only
	Terminal *Terminal // of text that somebody watches; nil for one stable line each
	Failed   bool      // something could not be analysed
	Baseline bool      // findings were compared with a baseline
	Version  string    // of tether

	// Doc returns the documentation of a rule, as Markdown; it may be nil.
	Doc func(rule finding.Rule) string

	// ReadFile reads sources for excerpts; nil means os.ReadFile.
	ReadFile func(name string) ([]byte, error)

	sources map[string][][]byte // lines of the files read so far
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
	Fail        Verdict = "FAIL"             // new findings, or not all could be analysed
)

// Counts are the findings by status.
type Counts struct {
	New        int `json:"new"`
	Baseline   int `json:"baseline"`
	Suppressed int `json:"suppressed"`
	Warnings   int `json:"warnings,omitempty"` // of the new ones, those that fail nothing
}

// Count counts findings by status.
func Count(findings []finding.Finding) (c Counts) {
	for i := range findings {
		c.Add(&findings[i])
	}
	return c
}

// Add counts one finding.
func (c *Counts) Add(f *finding.Finding) {
	switch f.Status {
	case finding.Baseline:
		c.Baseline++
	case finding.Suppressed:
		c.Suppressed++
	default:
		c.New++
		if f.Warning {
			c.Warnings++
		}
	}
}

// Failing is how many findings fail a run.
func (c Counts) Failing() int { return c.New - c.Warnings }

// Verdict is the verdict on findings so counted.
func (c Counts) Verdict() Verdict {
	switch {
	case c.Failing() > 0:
		return Fail
	case c.Baseline > 0:
		return Conditional
	}
	return Pass
}

// relative names a file as seen from the report's directory, with slashes. It
// stays absolute where there is no way from there, as on another drive.
func (r *Report) relative(file string) string { return relativeTo(r.Dir, file) }

// fromRoot names a file as services do that show findings beside the code.
func (r *Report) fromRoot(file string) string {
	if r.Root == "" {
		return r.relative(file)
	}
	return relativeTo(r.Root, file)
}

func relativeTo(dir, file string) string {
	if rel, err := filepath.Rel(dir, file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// verdict is that on the findings. What could not be analysed must not pass.
func (r *Report) verdict() Verdict {
	if r.Failed {
		return Fail
	}
	return Count(r.Findings).Verdict()
}

// severity is what services call how grave a finding is.
func severity(f *finding.Finding) string {
	if f.Warning {
		return "warning"
	}
	return "error"
}

// failing are the findings that fail a run, and warnings. The formats that people and services
// act on show these only; JSON and SARIF have all.
func (r *Report) failing() iter.Seq[*finding.Finding] {
	return func(yield func(*finding.Finding) bool) {
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Status == finding.New && !yield(f) {
				return
			}
		}
	}
}

// fingerprints tell findings apart without a line number, so that services
// recognise one after code around it has moved. They are in the findings' order.
func fingerprints(findings []finding.Finding) []string {
	seen := make(map[[4]string]int)
	out := make([]string, len(findings))
	for i := range findings {
		f := &findings[i]
		key := [4]string{string(f.Rule), f.Package, f.Function, f.Subject}
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %d", key, seen[key]))
		seen[key]++
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// position is where a span starts, as editors and grep know it.
func (r *Report) position(s finding.Span) string {
	return fmt.Sprintf("%s:%d:%d", printable.Line(r.relative(s.File)), s.Line, s.Column)
}
