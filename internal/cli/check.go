package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// checkFlags are the flags of check.
type checkFlags struct {
	run runFlags
	outFlags
	sinceFlags
	profile  profileFlags
	exitZero bool
	stats    bool
	show     string
	fix      bool
	diff     bool
}

func (f *checkFlags) set() *flag.FlagSet {
	set := newFlagSet("check")
	f.run.declare(set)
	f.run.declareTrial(set)
	f.outFlags.declare(set, report.Formats())
	f.sinceFlags.declare(set)
	f.profile.declare(set)
	set.Var(&f.color, "color", "colour in text: auto, always, never (auto: on a terminal; NO_COLOR is honoured)")
	set.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 even with findings")
	set.StringVar(&f.show, "show", "auto", "`what` text shows: auto (on a terminal claims in full and policy in groups), all (each finding, in the order of their places)")
	set.BoolVar(&f.stats, "stats", false, "count by rule and package instead of listing findings; beside another format than text, on standard error")
	set.BoolVar(&f.fix, "fix", false, "apply the safe fixes")
	set.BoolVar(&f.diff, "diff", false, "print what -fix would change and write nothing")
	return set
}

// parseCheck parses the arguments of check and changes env to the directory
// that they ask for.
func parseCheck(env *Env, args []string) (*checkFlags, error) {
	f := new(checkFlags)
	var err error
	if f.run.patterns, err = parse(f.set(), args); err != nil {
		return nil, err
	}
	if p := f.run.patterns; len(p) > 0 && p[0] == "check" { // as in tether -quiet check
		f.run.patterns = p[1:]
	} else if len(p) > 0 && env.isCommand(p[0]) {
		flags := args[:len(args)-len(p)]
		return nil, usagef("%s is a command: its flags follow it: tether %s", p[0], strings.Join(slices.Concat(p[:1], flags, p[1:]), " "))
	}
	if err := f.validate(report.Formats()); err != nil {
		return nil, err
	}
	if f.show != "auto" && f.show != "all" {
		return nil, usagef("-show: want auto or all, not %q", f.show)
	}
	return f, f.run.finish(env)
}

// A check is one run of the check command.
type check struct {
	*job
	*checkFlags
	start time.Time
	parts []*part
}

// A part of a check is the packages that one run of the driver analyses.
type part struct {
	*job
	only *selection // of -new-from
}

func runCheck(ctx context.Context, env *Env, args []string) (code int, err error) {
	flags, err := parseCheck(env, args)
	if err != nil {
		return 0, err
	}
	c := &check{job: newJob(env, &flags.run), checkFlags: flags}
	c.fixes = flags.fix || flags.diff
	c.everyOne = flags.show == "all"
	c.inventory = flags.format == "json" || flags.stats
	stop, err := flags.profile.start(env)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return c.run(ctx)
}

func (c *check) run(ctx context.Context) (code int, err error) {
	c.start = time.Now()
	if err := c.split(); err != nil {
		return 0, err
	}
	found, err := c.examine(ctx)
	if err != nil {
		return 0, err
	}
	switch {
	case c.diff:
		return c.printDiff(ctx, found)
	case c.fix:
		return c.applyFixes(ctx, found)
	}
	return c.report(found)
}

// examine analyses the packages and compares what it finds with the baseline and
// with a revision.
func (c *check) examine(ctx context.Context) (*outcome, error) {
	var outs []*outcome
	for _, p := range c.parts {
		a, err := p.examine(ctx, &c.sinceFlags)
		if err != nil {
			return nil, err
		}
		outs = append(outs, a)
	}
	return join(outs), nil
}

func (p *part) examine(ctx context.Context, f *sinceFlags) (_ *outcome, err error) {
	if p.only == nil {
		if p.only, err = p.since(ctx, f.newFrom); err != nil {
			return nil, err
		}
	}
	if p.only != nil && !p.inventory {
		p.touched = p.only.since.Touches
	}
	a, err := p.analyse(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.compare(ctx, a, f.baseline, p.only); err != nil {
		return nil, err
	}
	p.only.apply(a)
	return a, nil
}

// report writes the findings in the format asked for and says how the run ended.
func (c *check) report(a *outcome) (int, error) {
	write, _ := report.Lookup(c.format)
	var out bytes.Buffer
	if c.counts() {
		writeStats(&out, a.Result)
		err := c.write(c.env, out.Bytes())
		c.summarise(a)
		return c.exit(a), err
	}
	r := c.newReport(c.env, a)
	if c.show == "auto" {
		r.Terminal = c.terminal(c.env)
	}
	if err := write(&out, r); err != nil {
		return 0, err
	}
	if err := c.write(c.env, out.Bytes()); err != nil {
		return 0, err
	}
	c.summarise(a)
	return c.exit(a), nil
}

// counts reports whether counts are what the run prints, instead of findings.
func (c *check) counts() bool { return c.stats && c.format == "text" && !c.fix && !c.diff }

func (c *check) exit(a *outcome) int {
	switch {
	case a.failed:
		return ExitFailed
	case report.Count(a.Findings).Failing() > 0 && !c.exitZero:
		return ExitFindings
	}
	return ExitOK
}

// summarise ends a run for people.
func (c *check) summarise(a *outcome) {
	if c.stats {
		c.printStats(a)
	}
	if c.quiet {
		return
	}
	switch {
	case c.format != "text":
	case c.counts():
		c.printCount(a.Result)
	case c.show == "auto" && c.watched(c.env):
		c.printEnding(a)
	default:
		c.printCount(a.Result)
	}
	a.printNewer(c.env)
	a.printGone(c.env)
}

func (c *check) printCount(res *finding.Result) {
	fixable, counts := 0, report.Count(res.Findings)
	for _, f := range res.Findings {
		if f.Status == finding.New && f.Fix != nil && f.Fix.Safe {
			fixable++
		}
	}
	hint := ""
	if fixable > 0 {
		hint = fmt.Sprintf(", %d of them fixable with -fix", fixable)
	}
	if counts.Warnings > 0 {
		hint += fmt.Sprintf("; %d of them %s", counts.Warnings, plural(counts.Warnings, "a warning", "warnings"))
	}
	if counts.Baseline > 0 {
		hint += fmt.Sprintf("; %d in the baseline", counts.Baseline)
	}
	switch {
	case counts.New > 0:
		fmt.Fprintf(c.env.Stderr, "%s%s\n", count(counts.New, "finding"), hint)
	case counts.Baseline > 0:
		fmt.Fprintf(c.env.Stderr, "no new findings%s\n", hint)
	}
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
