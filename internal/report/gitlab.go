package report

import (
	"encoding/json"
	"io"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

func init() { register("gitlab", writeGitLab) }

// The types below are GitLab's Code Quality report, a subset of Code Climate's.

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   finding.Rule   `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func writeGitLab(w io.Writer, r *Report) error {
	prints := fingerprints(r.Findings)
	issues := []gitlabIssue{} // never null
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Status != finding.New {
			continue
		}
		issues = append(issues, gitlabIssue{
			Description: printable.Line(f.Message),
			CheckName:   f.Rule,
			Fingerprint: prints[i],
			Severity:    map[bool]string{true: "minor", false: "major"}[f.Warning],
			Location:    gitlabLocation{r.fromRoot(f.File), gitlabLines{f.Line, max(f.Line, f.EndLine)}},
		})
	}
	return writeIndented(w, issues)
}

func writeIndented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
