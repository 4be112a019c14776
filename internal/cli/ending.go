package cli

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/report"
	"github.com/tetherlint/tether/internal/rules"
)

// An ending is what a run at a terminal ends with: the findings counted by rule,
// and what to do next.
type ending struct {
	*check
	*outcome
	link  bool
	first *finding.Finding // the first claim, or the first of policy
	rules map[finding.Rule]*tally
	all   tally
}

// A tally counts the new findings of a rule.
type tally struct{ found, fixable, policy int }

func (t *tally) add(f *finding.Finding) {
	t.found++
	if f.Fix != nil && f.Fix.Safe {
		t.fixable++
	}
	if report.IsPolicy(f) {
		t.policy++
	}
}

// printEnding writes how a run ends, for somebody at a terminal.
func (c *check) printEnding(a *outcome) {
	e := &ending{check: c, outcome: a, rules: make(map[finding.Rule]*tally), link: c.terminal(c.env).Links}
	for i := range a.Findings {
		f := &a.Findings[i]
		if f.Status != finding.New {
			continue
		}
		if e.rules[f.Rule] == nil {
			e.rules[f.Rule] = new(tally)
		}
		e.rules[f.Rule].add(f)
		e.all.add(f)
		if e.first == nil || report.IsPolicy(e.first) && !report.IsPolicy(f) {
			e.first = f
		}
	}
	if e.all.found == 0 {
		e.nothing()
		return
	}
	e.table()
	e.next()
}

// nothing says what was looked at, where nothing was found.
func (e *ending) nothing() {
	counts := report.Count(e.Findings)
	what := "no findings"
	if counts.Baseline > 0 {
		what = fmt.Sprintf("no new findings; %d in the baseline", counts.Baseline)
	}
	fmt.Fprintf(e.env.Stdout, "%s: %s and %s examined\n", what,
		countOf(len(e.Launches), "launch", "launches"), countOf(len(e.Acquisitions), "resource", "resources"))
}

func countOf(n int, one, many string) string { return fmt.Sprintf("%d %s", n, plural(n, one, many)) }

// table counts by rule, the claims first and of these the most frequent.
func (e *ending) table() {
	found := slices.SortedFunc(maps.Keys(e.rules), func(a, b finding.Rule) int {
		x, y := e.rules[a], e.rules[b]
		return cmp.Or(cmp.Compare(x.policy, y.policy), cmp.Compare(y.found, x.found), cmp.Compare(a, b))
	})
	wide := len("rule")
	for _, r := range found {
		wide = max(wide, len(r))
	}
	row := func(name string, pad int, found, fixable any, note string) {
		line := fmt.Sprintf("%s%s  %8v  %7v  %s", name, strings.Repeat(" ", wide-pad), found, fixable, note)
		fmt.Fprintln(e.env.Stdout, strings.TrimRight(line, " "))
	}
	dash := func(n int) any {
		if n == 0 {
			return "-"
		}
		return n
	}
	row("rule", len("rule"), "findings", "fixable", "")
	for _, r := range found {
		t, name, note := e.rules[r], string(r), ""
		switch {
		case t.policy == t.found:
			note = "policy"
		case t.policy > 0:
			note = fmt.Sprintf("%d of them policy", t.policy)
		}
		if e.link {
			name = layout.Link(rules.URL(r), name)
		}
		row(name, len(r), t.found, dash(t.fixable), note)
	}
	note := ""
	counts := report.Count(e.Findings)
	if counts.Warnings > 0 {
		note = fmt.Sprintf("%d of them %s", counts.Warnings, plural(counts.Warnings, "a warning", "warnings"))
	}
	if n := counts.Baseline; n > 0 {
		note = strings.TrimPrefix(fmt.Sprintf("%s, and %d in the baseline", note, n), ", ")
	}
	row("total", len("total"), e.all.found, dash(e.all.fixable), note)
}

// next says what can be done now.
func (e *ending) next() {
	type step struct{ do, why string }
	var steps []step
	at := fmt.Sprintf("%s:%d", e.env.relative(e.first.File), e.first.Line)
	tried, keys := e.tried()
	steps = append(steps, step{"tether explain " + at, "why it is reported, and what its rule is for"})
	if e.all.fixable > 0 && !e.fix {
		steps = append(steps, step{"tether" + tried + " -diff", fixes(e.all.fixable)})
	}
	if n := e.all.policy; n > 0 && n < e.all.found {
		steps = append(steps, step{"tether -profile claims", fmt.Sprintf("leave out what is policy: %s left", countOf(e.all.found-n, "finding is", "findings are"))})
	}
	init, record := "write "+config.FileName+", made from what is in the code", "record these, so that only new findings fail"
	if keys != "" {
		record = fmt.Sprintf("record what fails, once %s says %s", config.FileName, keys)
	}
	if !e.configured() {
		command := "tether init"
		if profile := e.checkFlags.run.with.Profile; profile != "" {
			command += " -profile " + profile
		}
		steps = append(steps, step{command, init})
	}
	if e.baselines == nil {
		steps = append(steps, step{"tether baseline", record})
	}
	wide, stacked := 0, false
	for _, s := range steps {
		wide = max(wide, len(s.do))
	}
	for _, s := range steps {
		stacked = stacked || wide+len(s.why)+4 > e.env.width()
	}
	fmt.Fprintln(e.env.Stdout, "\nNext:")
	for _, s := range steps {
		if !stacked {
			fmt.Fprintf(e.env.Stdout, "  %-*s  %s\n", wide, s.do, s.why)
			continue
		}
		fmt.Fprintf(e.env.Stdout, "  %s\n", s.do)
		for line := range layout.Wrap(s.why, e.env.width()-6) {
			fmt.Fprintf(e.env.Stdout, "      %s\n", line)
		}
	}
}

// tried are the settings of this run that no file has, as flags and as keys of a config:
// what is done next is about the same findings.
func (e *ending) tried() (flags, keys string) {
	var list []string
	for _, f := range []struct{ name, value string }{{"profile", e.checkFlags.run.with.Profile}, {"accept", string(e.checkFlags.run.with.Accept)}} {
		if f.value != "" {
			flags += " -" + f.name + " " + f.value
			list = append(list, f.name+": "+f.value)
		}
	}
	return flags, strings.Join(list, " and ")
}

func fixes(n int) string {
	if n == 1 {
		return "see the safe fix; -fix applies it"
	}
	return fmt.Sprintf("see the %d safe fixes; -fix applies them", n)
}

// configured reports whether the working directory has a config.
func (e *ending) configured() bool {
	if e.named != nil || config.Locate(e.dir()) != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(e.dir(), config.FileName))
	return err == nil
}
