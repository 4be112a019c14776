package cli

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tetherlint/tether/internal/baseline"
	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/rules"
)

// gateFlags are the flags of report.
type gateFlags struct {
	run runFlags
	outFlags
	baseline   string
	minTracked float64
	minOwned   float64
	pageFlags
}

func (f *gateFlags) set() *flag.FlagSet {
	set := newFlagSet("report")
	f.run.declare(set)
	f.run.declareTrial(set)
	f.outFlags.declare(set, gateFormats())
	set.StringVar(&f.baseline, "baseline", "", "findings recorded in `file` do not fail the gate (default "+baseline.FileName+", if there is one)")
	set.Float64Var(&f.minTracked, "min-tracked", 0, "exit 1 if less than `percent` of the launches are tracked")
	set.Float64Var(&f.minOwned, "min-owned", 0, "exit 1 if less than `percent` of the resources are released or owned")
	f.pageFlags.declare(set)
	return set
}

func (f *gateFlags) validate() error {
	if err := f.outFlags.validate(gateFormats()); err != nil {
		return err
	}
	if err := f.pageFlags.validate(f.format); err != nil {
		return err
	}
	for _, p := range []float64{f.minTracked, f.minOwned} {
		if !(p >= 0 && p <= 100) {
			return usagef("a threshold is a percentage from 0 to 100, not %g", p)
		}
	}
	return nil
}

// runReport is the gate: exit 1 on new findings or under a threshold.
func runReport(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(gateFlags)
	if err := f.run.read(env, f.set(), args, f.validate); err != nil {
		return 0, err
	}
	j := newJob(env, &f.run)
	// As check does: each module with the baseline that is nearest to it.
	c := &check{job: j, checkFlags: &checkFlags{sinceFlags: sinceFlags{baseline: f.baseline}}}
	if err := c.split(); err != nil {
		return 0, err
	}
	a, err := c.examine(ctx)
	if err != nil {
		return 0, err
	}
	r := gate.New(a.Result, j.gateOptions(a, f))
	if err := j.writeGate(ctx, f, a, r); err != nil {
		return 0, err
	}
	for _, t := range r.Thresholds {
		if !t.Holds && !f.run.quiet {
			fmt.Fprintf(env.Stderr, "%s: %.1f %% is below the %g %% that are wanted\n", t.Name, t.Got, t.Want)
		}
	}
	switch {
	case a.failed:
		return ExitFailed, nil
	case !r.Passes():
		return ExitFindings, nil
	}
	return ExitOK, nil
}

// writeGate writes the report in the format that was asked for.
func (j *job) writeGate(ctx context.Context, f *gateFlags, a *outcome, r *gate.Report) error {
	var out bytes.Buffer
	if f.format == pageFormat {
		if err := j.writePage(ctx, &out, f, a, r); err != nil {
			return err
		}
		return f.write(j.env, out.Bytes())
	}
	write, _ := gate.Lookup(f.format)
	if f.watched(j.env) {
		r.Width = j.env.width()
	}
	if err := write(&out, r); err != nil {
		return err
	}
	return f.write(j.env, out.Bytes())
}

func (j *job) gateOptions(a *outcome, f *gateFlags) gate.Options {
	opts := gate.Options{
		Complete:   !a.failed,
		MinTracked: f.minTracked,
		MinOwned:   f.minOwned,
		Rules:      j.rulesRan(a),
		Version:    version(),
	}
	opts.Programs, opts.Open = j.unended(a)
	for _, p := range a.driven.Packages {
		if !p.Unanalysed {
			opts.Packages = append(opts.Packages, p.ImportPath)
		}
	}
	opts.Exclusions = j.exclusions(a.driven.Packages)
	for _, e := range j.expiring(a) {
		until := e.Date.Format(time.DateOnly)
		opts.Expires = append(opts.Expires, gate.Expiry{Until: until, What: e.What, Where: e.Where, Rules: e.Rules, Reason: e.Reason, Passed: dates.Passed(until)})
	}
	slices.SortStableFunc(opts.Expires, func(a, b gate.Expiry) int { return cmp.Compare(a.Until, b.Until) })
	slices.Sort(opts.Packages)
	opts.Packages = slices.Compact(opts.Packages)
	opts.Baseline = j.gateBaseline(a)
	return opts
}

// gateBaseline is the baseline that findings were compared with; several count as one.
func (j *job) gateBaseline(a *outcome) *gate.Baseline {
	if a.baselines == nil {
		return nil
	}
	b := new(gate.Baseline)
	var files []string
	for _, c := range a.baselines {
		files = append(files, j.env.shorten(c.file))
		b.Known += c.base.Len()
		b.Gone += baseline.Count(c.gone)
	}
	b.File = strings.Join(files, ", ")
	return b
}

// exclusions are what the configs of the packages exclude, each config's once.
func (j *job) exclusions(packages []driver.Package) (list []gate.Exclusion) {
	seen := make(map[string]bool)
	for _, p := range packages {
		cfg := j.configFor(p.Dir)
		if seen[cfg.Path] {
			continue
		}
		seen[cfg.Path] = true
		for _, e := range cfg.Exclude {
			list = append(list, gate.Exclusion{Config: j.env.shorten(cfg.Path), Path: e.Name(), Rules: e.Rules, Reason: e.Reason})
		}
	}
	return list
}

// rulesRan says of each rule in how many of the packages it was on.
func (j *job) rulesRan(a *outcome) gate.Rules {
	ran := gate.Rules{Ran: make(map[finding.Rule]int), Accept: make(map[finding.Class]int)}
	seen := make(map[string]bool)
	for _, p := range a.driven.Packages {
		if seen[p.ImportPath] || p.Unanalysed {
			continue
		}
		seen[p.ImportPath] = true
		ran.Packages++
		cfg := j.configFor(p.Dir)
		ran.Accept[cfg.Accept]++
		for _, r := range rules.All() {
			if j.selected(r.Name) && cfg.Enabled(r.Name) {
				ran.Ran[r.Name]++
			}
		}
	}
	return ran
}
