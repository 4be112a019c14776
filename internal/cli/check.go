package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// A check is one run of the check command.
type check struct {
	*checkFlags
	env       *Env
	named     *config.Config // of -config; nil without
	analyzers func(analyzer.Options) []*analysis.Analyzer
}

func runCheck(ctx context.Context, env *Env, args []string) (int, error) {
	flags, err := parseCheck(env, args)
	if err != nil {
		return 0, err
	}
	c := &check{checkFlags: flags, env: env, analyzers: analyzer.New}
	return c.run(ctx)
}

func (c *check) run(ctx context.Context) (code int, err error) {
	if c.config != "" {
		if c.named, err = config.ReadNamed(c.env.abs(c.config)); err != nil {
			return 0, err
		}
	}
	found, err := c.analyse(ctx)
	if err != nil {
		return 0, err
	}
	switch {
	case c.diff:
		return c.printDiff(found)
	case c.fix:
		return c.applyFixes(ctx, found)
	}
	return c.report(found)
}

// An outcome is what a run over the packages yielded.
type outcome struct {
	*finding.Result
	failed bool // something could not be analysed, and was printed
}

// analyse runs the analyzers and prints what went wrong.
func (c *check) analyse(ctx context.Context) (*outcome, error) {
	tests := c.test || c.configFor(c.env.Dir).Tests
	out, configs, err := c.drive(ctx, tests)
	if err == nil && !tests && c.wantsTests(out) {
		out, configs, err = c.drive(ctx, true)
	}
	if err != nil {
		return nil, err
	}
	for _, e := range configs.errs {
		c.env.printError(e)
	}
	for _, p := range out.Problems {
		fmt.Fprintln(c.env.Stderr, c.env.describe(p))
	}
	if len(out.Packages) == 0 && len(out.Problems) == 0 {
		return nil, usagef("no packages match %s", strings.Join(c.packages(c.env), " "))
	}
	res := out.Result
	res.Findings = slices.DeleteFunc(res.Findings, func(f finding.Finding) bool { return !c.selected(f.Rule) })
	configs.drop(res)
	return &outcome{res, len(configs.errs)+len(out.Problems) > 0}, nil
}

func (c *check) drive(ctx context.Context, tests bool) (*driver.Outcome, *configs, error) {
	cfgs := &configs{check: c, bad: make(map[string]bool)}
	opts := driver.Options{
		Dir:       c.env.Dir,
		Patterns:  c.packages(c.env),
		Tests:     tests,
		Analyzers: c.analyzers(analyzer.Options{Config: c.named, Tests: c.test, KeepGoing: true}),
		Salt:      fmt.Sprintf("test=%t", c.test),
		ConfigKey: cfgs.key,
		CacheDir:  c.cacheDir(),
		Jobs:      c.jobs,
	}
	if c.tags != "" {
		opts.BuildFlags = []string{"-tags=" + c.tags}
	}
	if !c.quiet && isTerminal(c.env.Stderr) {
		p := &progress{w: c.env.Stderr}
		opts.Progress = p.show
		defer p.clear()
	}
	out, err := driver.Run(ctx, opts)
	return out, cfgs, err
}

// configFor is the config of a directory. One that is bad counts as the
// default here; its error comes up when a package that it governs is analysed.
func (c *check) configFor(dir string) *config.Config {
	if c.named != nil {
		return c.named
	}
	if cfg, err := config.Find(dir); err == nil {
		return cfg
	}
	return config.Default()
}

// wantsTests tells whether the config of some package asks for its tests, which
// were not loaded because the config of the working directory does not.
func (c *check) wantsTests(out *driver.Outcome) bool {
	return slices.ContainsFunc(out.Packages, func(p driver.Package) bool {
		return p.Dir != "" && c.configFor(p.Dir).Tests
	})
}

// describe is a problem in one line, its file relative to the working directory.
func (env *Env) describe(p driver.Problem) string {
	where := env.shorten(p.Position)
	if where == "" {
		where = p.Package
	}
	if where == "" {
		where = "tether"
	}
	return where + ": " + strings.TrimSpace(p.Message)
}

// shorten makes a file's name that starts s relative to the working directory.
func (env *Env) shorten(s string) string {
	const separator = string(filepath.Separator)
	return strings.TrimPrefix(s, strings.TrimSuffix(env.Dir, separator)+separator)
}

// report writes the findings in the format asked for and says how the run ended.
func (c *check) report(a *outcome) (int, error) {
	write, _ := report.Lookup(c.format)
	var out bytes.Buffer
	r := &report.Report{Result: a.Result, Dir: c.env.Dir, Color: c.useColor(c.env)}
	if err := write(&out, r); err != nil {
		return 0, err
	}
	if err := c.write(out.Bytes()); err != nil {
		return 0, err
	}
	c.summarise(a.Result)
	return c.exit(a), nil
}

// write puts what was asked for where it was asked for.
func (c *check) write(out []byte) (err error) {
	if c.output != "" {
		return os.WriteFile(c.env.abs(c.output), out, 0o666)
	}
	_, err = c.env.Stdout.Write(out)
	return err
}

func (c *check) exit(a *outcome) int {
	switch {
	case a.failed:
		return ExitFailed
	case report.Count(a.Findings).New > 0 && !c.exitZero:
		return ExitFindings
	}
	return ExitOK
}

// summarise ends a run for people with the number of findings.
func (c *check) summarise(res *finding.Result) {
	if c.quiet || c.format != "text" {
		return
	}
	n, fixable := 0, 0
	for _, f := range res.Findings {
		if f.Status == finding.New {
			n++
			if f.Fix != nil {
				fixable++
			}
		}
	}
	if n == 0 {
		return
	}
	hint := ""
	if fixable > 0 {
		hint = fmt.Sprintf(", %d of them fixable with -fix", fixable)
	}
	fmt.Fprintf(c.env.Stderr, "%s%s\n", count(n, "finding"), hint)
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
