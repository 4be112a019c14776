package oracle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// A Truth is what the runs of a function showed; the module's package res fills it.
type Truth struct {
	ID, Runs             int
	Complete             bool
	Opened, Leaks, Twice map[int]bool
}

// Run builds the module and runs its functions over all decisions.
func (m *Module) Run(ctx context.Context) (map[int]Truth, error) {
	bin := filepath.Join(m.Dir, "run.exe")
	if err := build(ctx, m.Dir, "build", "-o", bin, "."); err != nil {
		return nil, err
	}
	truths := map[int]Truth{}
	err := run(ctx, bin, func(t Truth) { truths[t.ID] = t })
	return truths, err
}

// build runs a go command that builds, fast.
func build(ctx context.Context, dir, command string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{command, "-trimpath", "-gcflags=-N -l", "-ldflags=-s -w"}, args...)...)
	cmd.Dir, cmd.Env = dir, environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// run runs a program and decodes the lines of its output that are JSON.
func run[T any](ctx context.Context, bin string, each func(T)) error {
	out, err := exec.CommandContext(ctx, bin).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out[max(0, len(out)-4000):])
	}
	for line := range bytes.Lines(out) {
		if line[0] != '{' {
			continue
		}
		var t T
		if err := json.Unmarshal(line, &t); err != nil {
			return err
		}
		each(t)
	}
	return nil
}

func environment() []string {
	return append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
}

// Findings are what tether finds in the module.
func (m *Module) Findings(ctx context.Context) ([]finding.Finding, error) {
	res, err := analyse(ctx, m.Dir, "./gen")
	if err != nil {
		return nil, err
	}
	return res.Findings, nil
}

func analyse(ctx context.Context, dir, pattern string) (*finding.Result, error) {
	out, err := driver.Run(ctx, driver.Options{
		Dir: dir, Patterns: []string{pattern}, Env: environment(),
		Analyzers: suite.New(unit.Options{KeepGoing: true, FactsOnDemand: true}),
	})
	switch {
	case err != nil:
		return nil, err
	case len(out.Problems) > 0:
		return nil, fmt.Errorf("%v", out.Problems)
	case len(out.Result.Broken) > 0:
		return nil, fmt.Errorf("the analysis failed: %s", out.Result.Broken)
	}
	return out.Result, nil
}

// A Mistake is a wrong answer.
type Mistake struct {
	False bool // reported, and does not happen; else the other way round
	Rule  finding.Rule
	Func  *Func
	Site  *Site // nil for a defer, and for what is reported where nothing is opened
	Line  int
	Limit string // why it is not reported, of what is not
}

func (m Mistake) String() string {
	what := "missed"
	if m.False {
		what = "false"
	}
	return fmt.Sprintf("%s %s at line %d (%s)\n%s", what, m.Rule, m.Line-m.Func.First+1, m.Limit, m.Func.Source)
}

// at returns the function that a line is in.
func (m *Module) at(line int) *Func {
	for _, f := range slices.Backward(m.Funcs) {
		if f.First <= line {
			return f
		}
	}
	return &Func{Source: "before the functions", First: 1}
}

// anyTwice reports whether a function may have several of one site open at once, so
// that a deferred literal of which nothing more is known may stand in a loop with it.
func anyTwice(f *Func, truths map[int]Truth) bool {
	t := truths[f.ID]
	return len(f.Sites) > 0 && (!t.Complete || len(t.Twice) > 0)
}

// piles reports whether it is told of a site that a deferred release in a loop lets what it
// opens pile up, which may be of one variable, so that only the last is released.
func (f *Func) piles(s *Site, reported map[int]finding.Rule) bool {
	return slices.ContainsFunc(f.Defers, func(d Defer) bool {
		return reported[d.Line] == finding.DeferInLoop && slices.Contains(d.of.sites, s.ID)
	})
}

// Compare holds findings against truths. It returns the mistakes and the number of
// sites that it judged.
func (m *Module) Compare(found []finding.Finding, truths map[int]Truth) (mistakes []Mistake, sites int) {
	reported := map[int]finding.Rule{} // by line
	for _, f := range found {
		if f.File != m.file {
			continue
		}
		switch f.Rule {
		case finding.Leak, finding.Discarded, finding.DeferInLoop:
			reported[f.Line] = f.Rule
		}
	}
	for _, f := range m.Funcs {
		t := truths[f.ID]
		for _, s := range f.Sites {
			if !t.Opened[s.ID] { // it is never reached
				delete(reported, s.Line)
				continue
			}
			sites++
			rule := reported[s.Line]
			delete(reported, s.Line)
			switch {
			case rule != "" && !t.Leaks[s.ID] && t.Complete:
				mistakes = append(mistakes, Mistake{False: true, Rule: rule, Func: f, Site: s, Line: s.Line})
			case rule == "" && t.Leaks[s.ID] && !f.piles(s, reported):
				mistakes = append(mistakes, Mistake{Rule: finding.Leak, Func: f, Site: s, Line: s.Line, Limit: limit(f, s)})
			}
		}
		for _, d := range f.Defers {
			rule := reported[d.Line]
			delete(reported, d.Line)
			// What two sites opened may be open at once: that is not counted.
			if rule != "" && t.Complete && len(d.of.sites) == 1 && t.Opened[d.of.sites[0]] && !t.Twice[d.of.sites[0]] {
				mistakes = append(mistakes, Mistake{False: true, Rule: rule, Func: f, Line: d.Line})
			}
		}
	}
	for line, rule := range reported { // where nothing is opened
		if f := m.at(line); !anyTwice(f, truths) {
			mistakes = append(mistakes, Mistake{False: true, Rule: rule, Func: f, Line: line})
		}
	}
	slices.SortFunc(mistakes, func(a, b Mistake) int { return a.Line - b.Line })
	return mistakes, sites
}
