package report

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/rules"
)

func init() { register("rdjsonl", writeRDJSONL) }

// The types below are reviewdog's Diagnostic Format, one object a line. Columns
// count bytes from 1, and an end is exclusive, as in a Span.

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Source      rdSource       `json:"source"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"relatedLocations,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdCode struct {
	Value finding.Rule `json:"value"`
	URL   string       `json:"url"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

// writeRDJSONL writes what reviewdog reads; the safe fixes are suggestions, which it
// shows beside the code where the host has such.
func writeRDJSONL(w io.Writer, r *Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for f := range r.failing() {
		out := rdDiagnostic{
			Message:  printable.Line(f.Message),
			Location: r.rdLocation(f.Span),
			Severity: strings.ToUpper(severity(f)),
			Source:   rdSource{"tether", projectURL},
			Code:     rdCode{f.Rule, rules.URL(f.Rule)},
		}
		if f.Fix != nil && f.Fix.Safe {
			out.Suggestions = r.suggestions(f.Fix)
		}
		for _, n := range f.Related {
			out.Related = append(out.Related, rdRelated{printable.Line(n.Message), r.rdLocation(n.Span)})
		}
		if err := enc.Encode(out); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) rdLocation(s finding.Span) rdLocation {
	return rdLocation{r.fromRoot(s.File), rdRangeOf(s)}
}

func rdRangeOf(s finding.Span) rdRange {
	return rdRange{rdPosition{s.Line, s.Column}, rdPosition{s.EndLine, s.EndColumn}}
}

// together is how many lines may be between two edits of one suggestion. What is
// further apart, as an import is, would make it a page of code that stays.
const together = 5

// suggestions are the edits of a fix; those that are near each other are one, for a
// host applies suggestions one by one.
func (r *Report) suggestions(fix *finding.Fix) (list []rdSuggestion) {
	edits := slices.Clone(fix.Edits)
	slices.SortStableFunc(edits, func(a, b finding.Edit) int { return a.Offset - b.Offset })
	if len(edits) == 0 {
		return nil
	}
	src, err := r.readFile(edits[0].File)
	for start := 0; start < len(edits); {
		end := start + 1
		for err == nil && end < len(edits) && edits[end].Line-edits[end-1].EndLine <= together {
			end++
		}
		list = append(list, suggestion(src, edits[start:end]))
		start = end
	}
	return list
}

// suggestion makes one edit of several, with what is between them.
func suggestion(src []byte, edits []finding.Edit) rdSuggestion {
	first, last := edits[0], edits[len(edits)-1]
	var text bytes.Buffer
	at := first.Offset
	for _, e := range edits {
		if at < e.Offset && e.Offset <= len(src) {
			text.Write(src[at:e.Offset])
		}
		text.WriteString(e.NewText)
		at = max(at, e.EndOffset)
	}
	return rdSuggestion{rdRange{rdPosition{first.Line, first.Column}, rdPosition{last.EndLine, last.EndColumn}}, text.String()}
}
