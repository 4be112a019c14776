package report

import (
	"io"

	"github.com/tetherlint/tether/internal/finding"
)

func init() { register("json", writeJSON) }

// The types below are the format that section 5 of the specification fixes;
// programs depend on their keys and on their order being stable.

type jsonReport struct {
	Version  int           `json:"version"` // of the format
	Tool     Tool          `json:"tool"`
	Findings []jsonFinding `json:"findings"`
	Summary  Summary       `json:"summary"`
	Verdict  Verdict       `json:"verdict"`
}

// A Tool is the program that wrote a file, in all formats of JSON.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// ToolOf is tether in a version.
func ToolOf(version string) Tool { return Tool{"tether", version} }

type jsonFinding struct {
	Rule      finding.Rule   `json:"rule"`
	Class     finding.Class  `json:"class,omitempty"`
	Status    finding.Status `json:"status"`
	Severity  string         `json:"severity"` // error, or warning: it fails nothing
	Package   string         `json:"package"`
	Function  string         `json:"function"`
	File      string         `json:"file"`
	Line      int            `json:"line"`
	Column    int            `json:"column"`
	EndLine   int            `json:"endLine"`
	EndColumn int            `json:"endColumn"`
	Message   string         `json:"message"`
	Fix       *jsonFix       `json:"fix,omitempty"`
	Related   []jsonNote     `json:"related,omitempty"`
	Path      []jsonNote     `json:"path,omitempty"`      // the run that shows it, step by step
	Platforms []string       `json:"platforms,omitempty"` // of -matrix; left out for all of them
}

type jsonFix struct {
	Title string `json:"title"`
	Safe  bool   `json:"safe"`
}

type jsonNote struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// A Summary counts what there is in the code.
type Summary struct {
	Launches  Launches  `json:"launches"`
	Resources Resources `json:"resources"`
	Findings  Counts    `json:"findings"`
}

// Launches are launches by class.
type Launches struct {
	Total    int `json:"total"`
	Tracked  int `json:"tracked"`
	Joined   int `json:"joined"`
	Bound    int `json:"bound"`
	Detached int `json:"detached"`
}

// Resources are acquisitions by fate.
type Resources struct {
	Total      int `json:"total"`
	Deferred   int `json:"deferred"`
	Released   int `json:"released"`
	HandedOver int `json:"handedOver"`
	Leaked     int `json:"leaked"`
}

func writeJSON(w io.Writer, r *Report) error {
	out := jsonReport{
		Version:  1,
		Tool:     ToolOf(r.Version),
		Findings: make([]jsonFinding, len(r.Findings)), // never null
		Summary:  Summarise(r.Result),
		Verdict:  r.verdict(),
	}
	for i := range r.Findings {
		out.Findings[i] = r.jsonFinding(&r.Findings[i])
	}
	return writeIndented(w, out)
}

// Summarise counts what a run found.
func Summarise(r *finding.Result) Summary {
	return Summary{CountLaunches(r.Launches), CountResources(r.Acquisitions), Count(r.Findings)}
}

func (r *Report) jsonFinding(f *finding.Finding) jsonFinding {
	out := jsonFinding{
		Rule:      f.Rule,
		Class:     f.Class,
		Status:    f.Status,
		Severity:  severity(f),
		Package:   f.Package,
		Function:  f.Function,
		File:      r.relative(f.File),
		Line:      f.Line,
		Column:    f.Column,
		EndLine:   f.EndLine,
		EndColumn: f.EndColumn,
		Message:   f.Message,
		Platforms: f.Platforms,
	}
	if fix := r.fixOf(f); fix != nil {
		out.Fix = &jsonFix{Title: fix.Title, Safe: fix.Safe}
	}
	for _, n := range f.Related {
		out.Related = append(out.Related, jsonNote{r.relative(n.File), n.Line, n.Message})
	}
	for _, n := range f.Path {
		out.Path = append(out.Path, jsonNote{r.relative(n.File), n.Line, n.Message})
	}
	return out
}

// CountLaunches counts launches by class.
func CountLaunches(launches []finding.Launch) Launches {
	n := Launches{Total: len(launches)}
	for _, l := range launches {
		switch l.Class {
		case finding.Tracked:
			n.Tracked++
		case finding.Joined:
			n.Joined++
		case finding.Bound:
			n.Bound++
		case finding.Detached:
			n.Detached++
		}
	}
	return n
}

// CountResources counts acquisitions by fate.
func CountResources(acquisitions []finding.Acquisition) Resources {
	n := Resources{Total: len(acquisitions)}
	for _, a := range acquisitions {
		switch a.Fate {
		case finding.Deferred:
			n.Deferred++
		case finding.Released:
			n.Released++
		case finding.HandedOver:
			n.HandedOver++
		case finding.Leaked:
			n.Leaked++
		}
	}
	return n
}
