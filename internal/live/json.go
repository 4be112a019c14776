package live

import (
	"encoding/json"
	"io"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/profile"
)

// Options say how a report is shown.
type Options struct {
	Relative func(file string) string // names a file for the reader
	Min      int                      // rows with fewer goroutines are left out
	Gate     *Gate                    // nil: there is none
}

// The types below are the JSON document. Files of main modules are named from the
// working directory, all others as the profile has them.

type document struct {
	Version      int           `json:"version"`
	Profiles     []jsonProfile `json:"profiles"`
	Launches     []jsonLaunch  `json:"launches"`
	Unlisted     []jsonOther   `json:"unlisted"`
	Dependencies []jsonModule  `json:"dependencies"`
	Standard     []jsonOther   `json:"standardLibrary"`
	Program      []jsonOther   `json:"program"`
	Unknown      []jsonOther   `json:"unknown"`
	Summary      jsonSummary   `json:"summary"`
	Failed       []string      `json:"failed,omitempty"`
	Verdict      string        `json:"verdict,omitempty"`
}

type jsonProfile struct {
	Name       string       `json:"name"`
	Kind       profile.Kind `json:"kind"`
	Group      string       `json:"group,omitempty"`
	Goroutines int          `json:"goroutines"`
	Leaked     int          `json:"leaked"`
}

// jsonCounts are the goroutines of a row.
type jsonCounts struct {
	Live         int     `json:"live"`
	Leaked       int     `json:"leaked"`
	Before       *int    `json:"before,omitempty"` // of two profiles: how many the first one has
	LeakedBefore *int    `json:"leakedBefore,omitempty"`
	Grown        *int    `json:"grown,omitempty"`
	WaitMinutes  int     `json:"longestWaitMinutes,omitempty"`
	AgeSeconds   float64 `json:"oldestSeconds,omitempty"`

	States []jsonState `json:"states,omitempty"`
	At     []jsonPlace `json:"at,omitempty"`
	Tasks  []jsonTask  `json:"tasks,omitempty"`
}

type jsonState struct {
	State       string `json:"state"`
	Count       int    `json:"count"`
	WaitMinutes int    `json:"longestWaitMinutes,omitempty"`
}

type jsonPlace struct {
	State       string `json:"state,omitempty"`
	Function    string `json:"function"`
	File        string `json:"file"`
	Line        int    `json:"line"`
	Count       int    `json:"count"`
	WaitMinutes int    `json:"longestWaitMinutes,omitempty"`
}

type jsonTask struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

type jsonLaunch struct {
	Class    finding.Class `json:"class"`
	Helper   string        `json:"helper"`
	Via      string        `json:"via,omitempty"`
	Owner    string        `json:"owner"`
	Callee   string        `json:"callee"`
	Accepted bool          `json:"accepted,omitempty"`
	Package  string        `json:"package"`
	Function string        `json:"function"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	OneOf    []jsonSite    `json:"oneOf,omitempty"` // the launches from which it may be as well
	jsonCounts
}

type jsonSite struct {
	Class finding.Class `json:"class"`
	File  string        `json:"file"`
	Line  int           `json:"line"`
}

type jsonOther struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Is       string `json:"is"`               // "launcher", or "root" where it is not said who launched
	Exempt   bool   `json:"exempt,omitempty"` // of a test or a generated file
	jsonCounts
}

type jsonModule struct {
	Module   string      `json:"module"`
	Version  string      `json:"version,omitempty"`
	Live     int         `json:"live"`
	Leaked   int         `json:"leaked"`
	Launches []jsonOther `json:"launches"`
}

type jsonSummary struct {
	Live    int                              `json:"live"`
	Leaked  int                              `json:"leaked"`
	Before  *int                             `json:"before,omitempty"`
	Classes map[finding.Class]jsonClassCount `json:"classes"`
	Origins map[Origin]jsonClassCount        `json:"origins"`
}

type jsonClassCount struct {
	Launches int `json:"launches"`
	Live     int `json:"live"`
	Leaked   int `json:"leaked"`
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(w io.Writer, o Options) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r.document(o))
}

func (r *Report) document(o Options) *document {
	d := &document{
		Version: 1, Launches: []jsonLaunch{}, Unlisted: []jsonOther{}, Dependencies: []jsonModule{},
		Standard: []jsonOther{}, Program: []jsonOther{}, Unknown: []jsonOther{}, Summary: r.summary(),
	}
	for _, p := range r.Profiles {
		live, leaked := p.Total()
		d.Profiles = append(d.Profiles, jsonProfile{p.Name, p.Kind, p.Group, live, leaked})
	}
	for _, row := range r.Rows {
		if r.shows(row, o.Min) {
			r.put(d, row, o)
		}
	}
	if o.Gate != nil {
		d.Verdict = "PASS"
		if d.Failed = o.Gate.Failed(r, o.Min); len(d.Failed) > 0 {
			d.Verdict = "FAIL"
		}
	}
	return d
}

// put adds a row to the part of the document that it belongs to.
func (r *Report) put(d *document, row *Row, o Options) {
	counts := r.counts(row, o.Relative)
	other := jsonOther{row.Func, row.File, row.Line, "launcher", row.Exempt, counts}
	if row.Runs {
		other.Is = "root"
	}
	switch row.Origin {
	case Listed:
		d.Launches = append(d.Launches, launchOf(row, o, counts))
	case Unlisted:
		d.Unlisted = append(d.Unlisted, other)
	case Dependency:
		last := len(d.Dependencies) - 1
		if last < 0 || d.Dependencies[last].Module != row.Module {
			d.Dependencies = append(d.Dependencies, jsonModule{Module: row.Module, Version: row.Version})
			last++
		}
		m := &d.Dependencies[last]
		m.Launches = append(m.Launches, other)
		m.Live, m.Leaked = m.Live+row.Now.Live, m.Leaked+row.Now.Leaked
	case Standard:
		d.Standard = append(d.Standard, other)
	case Program:
		d.Program = append(d.Program, other)
	default:
		d.Unknown = append(d.Unknown, other)
	}
}

func launchOf(row *Row, o Options, counts jsonCounts) jsonLaunch {
	l := row.Launch
	out := jsonLaunch{
		Class: row.Class, Helper: l.Helper, Via: l.Via, Owner: l.Owner, Callee: l.Callee, Accepted: row.Accept,
		Package: l.Package, Function: l.Function, File: o.Relative(l.File), Line: l.Line, Column: l.Column, jsonCounts: counts,
	}
	for _, l := range row.Others {
		out.OneOf = append(out.OneOf, jsonSite{l.Class, o.Relative(l.File), l.Line})
	}
	return out
}

func (r *Report) counts(row *Row, relative func(string) string) jsonCounts {
	c := jsonCounts{
		Live: row.Now.Live, Leaked: row.Now.Leaked,
		WaitMinutes: minutes(row.MaxWait), AgeSeconds: row.MaxAge.Seconds(),
	}
	if r.Compares() {
		grown := row.Grown()
		c.Before, c.LeakedBefore, c.Grown = &row.Before.Live, &row.Before.Leaked, &grown
	}
	for _, s := range row.States {
		c.States = append(c.States, jsonState{s.State, s.Count, minutes(s.MaxWait)})
	}
	for _, p := range row.Places {
		c.At = append(c.At, jsonPlace{p.State, p.Func, relative(p.File), p.Line, p.Count, minutes(p.MaxWait)})
	}
	for _, t := range row.Tasks {
		c.Tasks = append(c.Tasks, jsonTask{t.Name, t.Count})
	}
	return c
}

func (r *Report) summary() jsonSummary {
	s := jsonSummary{
		Live: r.Now.Live, Leaked: r.Now.Leaked,
		Classes: make(map[finding.Class]jsonClassCount), Origins: make(map[Origin]jsonClassCount),
	}
	if r.Compares() {
		s.Before = &r.Before.Live
	}
	for _, c := range classes {
		s.Classes[c] = jsonClassCount{}
	}
	for _, o := range origins {
		s.Origins[o] = jsonClassCount{}
	}
	for _, row := range r.Rows {
		s.Origins[row.Origin] = s.Origins[row.Origin].plus(row)
		if row.Origin == Listed {
			s.Classes[row.Class] = s.Classes[row.Class].plus(row)
		}
	}
	return s
}

func (c jsonClassCount) plus(row *Row) jsonClassCount {
	return jsonClassCount{c.Launches + 1, c.Live + row.Now.Live, c.Leaked + row.Now.Leaked}
}

// minutes is a wait in the unit in which the runtime says it.
func minutes(d time.Duration) int { return int(d / time.Minute) }
