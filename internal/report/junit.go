package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

func init() { register("junit", writeJUnit) }

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
	Output  string        `xml:"system-out,omitempty"` // of a warning, which fails nothing
	Error   *junitError   `xml:"error"`
}

type junitError struct {
	Message string `xml:"message,attr"`
}

type junitFailure struct {
	Type    finding.Rule `xml:"type,attr"`
	Message string       `xml:"message,attr"`
	Text    string       `xml:",chardata"`
}

// writeJUnit writes a suite per package and a failed test per finding. A clean
// run has one test that passed, for a report without any looks like a run that
// never happened; one that could not analyse all has a test in error.
func writeJUnit(w io.Writer, r *Report) error {
	out := junitSuites{Name: "tether"}
	byPackage := make(map[string]*junitSuite)
	var order []*junitSuite
	for f := range r.failing() {
		suite := byPackage[f.Package]
		if suite == nil {
			suite = &junitSuite{Name: f.Package}
			byPackage[f.Package] = suite
			order = append(order, suite)
		}
		suite.fail(r, f)
		out.Tests++
		if !f.Warning {
			out.Failures++
		}
	}
	slices.SortStableFunc(order, func(a, b *junitSuite) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range order {
		out.Suites = append(out.Suites, *s)
	}
	if r.Failed {
		out.Tests++
		out.Errors++
		out.Suites = append(out.Suites, junitSuite{Name: "tether", Tests: 1, Errors: 1, Cases: []junitCase{{
			Class: "tether", Name: "analysis", Error: &junitError{"not all packages could be analysed: standard error says which, and why"},
		}}})
	}
	if len(out.Suites) == 0 {
		out.Tests = 1
		out.Suites = []junitSuite{{Name: "tether", Tests: 1, Cases: []junitCase{{Class: "tether", Name: "no findings"}}}}
	}
	return writeXML(w, out)
}

func (s *junitSuite) fail(r *Report, f *finding.Finding) {
	where := fmt.Sprintf("%s:%d:%d", r.fromRoot(f.File), f.Line, f.Column)
	c := junitCase{
		Class: f.Package,
		Name:  string(f.Rule) + " " + where,
		File:  r.fromRoot(f.File),
		Line:  f.Line,
	}
	if f.Warning {
		c.Output = where + ": warning: " + f.Message
	} else {
		s.Failures++
		c.Failure = &junitFailure{f.Rule, f.Message, where + ": " + f.Message}
	}
	s.Tests++
	s.Cases = append(s.Cases, c)
}
