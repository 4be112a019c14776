package cli

import (
	"cmp"
	"context"
	"fmt"
	"go/token"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// A job analyses packages for a command.
type job struct {
	*runFlags
	env       *Env
	module    string         // root of the module whose files were named; "" where packages were
	named     *config.Config // of -config; nil without
	analyzers func(unit.Options) []*analysis.Analyzer
	fixes     bool                           // what it finds is fixed
	everyOne  bool                           // each package is named that could not be analysed
	inventory bool                           // more than findings is shown, of all packages
	touched   func(file string) bool         // see driver.Options.Touched
	nested    bool                           // tellNested has spoken
	shows     *progress                      // of all modules of a run; nil where there is one only
	part      string                         // which of them this is, as progress says it
	trace     func(token.Position) io.Writer // see unit.Options.Trace

	// For an editor, whose files are not as they are on disk.
	session  *driver.Session // nil: each run is one of its own
	texts    map[string][]byte
	open     []string
	reload   bool
	inTests  bool                                                             // load test files even where no config asks for them
	early    func(*outcome)                                                   // see driver.Options.Early
	note     func(file string, at config.Place, warning bool, message string) // what warn says, too
	finder   *config.Finder                                                   // nil: what is found stays so for the whole process
	progress func(done, total int)                                            // nil: on the terminal
}

// find finds the config of a directory.
func (j *job) find(dir string) (*config.Config, error) {
	if j.finder != nil {
		return j.finder.Find(dir)
	}
	return config.Find(dir)
}

func newJob(env *Env, flags *runFlags) *job {
	return &job{runFlags: flags, env: env, analyzers: suite.New}
}

// dir is where the go command runs, and from where a baseline is looked for.
func (j *job) dir() string { return cmp.Or(j.module, j.env.Dir) }

// An outcome is what a run over the packages yielded.
type outcome struct {
	*finding.Result
	driven *driver.Outcome
	runs   []*driver.Outcome // driven, or where modules are several theirs
	tests  bool              // test files were loaded
	failed bool              // something could not be analysed, and was printed

	configErrs []error
	badConfig  func(dir string) bool // reports whether the config that governs a directory cannot be read

	baselines []*comparison // none, or one; of several modules one for each file
}

// analyse runs the analyzers and prints what went wrong.
func (j *job) analyse(ctx context.Context) (*outcome, error) {
	if j.config != "" && j.named == nil {
		named, err := config.ReadNamed(j.env.abs(j.config))
		if err != nil {
			return nil, err
		}
		j.named = named
	}
	tests := j.test || j.inTests || j.configFor(j.dir()).Tests
	out, configs, err := j.drive(ctx, tests)
	if err == nil && !tests && j.wantsTests(out) {
		tests = true
		out, configs, err = j.drive(ctx, true)
	}
	if err != nil {
		return nil, err
	}
	if absent := j.absent(out); len(absent) > 0 {
		j.with.Absent = absent
		out, configs, err = j.drive(ctx, tests)
		j.with.Absent = nil // warnings are about the config as it is written
		if err != nil {
			return nil, err
		}
	}
	for _, e := range configs.errs {
		j.env.printError(e)
	}
	for _, line := range j.env.tellProblems(out.Problems, j.everyOne) {
		fmt.Fprintln(j.env.Stderr, line)
	}
	if len(out.Packages) == 0 && len(out.Problems) == 0 {
		return nil, usagef("no packages match %s", strings.Join(j.packages(j.env), " "))
	}
	if !j.quiet && len(out.Problems) == 0 && !slices.ContainsFunc(out.Packages, func(p driver.Package) bool { return len(p.Files) > 0 }) {
		fmt.Fprintln(j.env.Stderr, "tether: there are test files only, and these were not asked for: -test analyses them")
	}
	if !j.quiet {
		j.warnOff(out)
		if len(out.Problems) == 0 {
			j.tellNested()
		}
	}
	fits := j.finder != nil || j.warn(out) // an editor is told when the config changes
	a := j.outcomeOf(out, configs, tests)
	a.failed = a.failed || !fits
	return a, nil
}

// outcomeOf takes out of a run what was not asked for, or may not be judged.
func (j *job) outcomeOf(out *driver.Outcome, configs *configs, tests bool) *outcome {
	res := out.Result
	res.Findings = slices.DeleteFunc(res.Findings, func(f finding.Finding) bool { return !j.selected(f.Rule) })
	configs.drop(res)
	return &outcome{
		Result: res, driven: out, runs: []*driver.Outcome{out}, tests: tests, failed: len(configs.errs)+len(out.Problems) > 0,
		configErrs: configs.errs, badConfig: configs.isBad,
	}
}

func (j *job) drive(ctx context.Context, tests bool) (*driver.Outcome, *configs, error) {
	cfgs := &configs{job: j, bad: make(map[string]bool)}
	if len(j.platforms) == 0 {
		out, err := j.drivePlatform(ctx, tests, cfgs, nil)
		return out, cfgs, err
	}
	if err := j.env.checkMatrix(ctx, j.platforms); err != nil {
		return nil, nil, err
	}
	out, err := j.driveMatrix(ctx, tests, cfgs)
	return out, cfgs, err
}

// drivePlatform runs the analyzers for one platform; nil is the one at hand.
func (j *job) drivePlatform(ctx context.Context, tests bool, cfgs *configs, p *platform) (*driver.Outcome, error) {
	opts := driver.Options{
		Dir:       j.dir(),
		Patterns:  j.packages(j.env),
		Tests:     tests,
		Analyzers: j.analyzers(unit.Options{Config: j.named, Tests: j.test, FindConfig: j.find, KeepGoing: true, FactsOnDemand: true, Trace: j.trace, Settings: &unit.Settings{Override: j.with}}),
		Salt:      fmt.Sprintf("test=%t profile=%s accept=%s rules=%s absent=%s", j.test, j.with.Profile, j.with.Accept, j.with.Rules, j.with.Absent),
		ConfigKey: cfgs.key,
		CacheDir:  j.cacheDir(),
		Jobs:      j.jobs,
		Env:       j.environ(p),
		Overlay:   j.texts,
		Open:      j.open,
		Reload:    j.reload,
		Progress:  j.progress,
		Touched:   j.touched,
	}
	if j.fixes {
		opts.Distrust = mayBeFixed
	}
	if tags := j.buildTags(p); tags != "" {
		opts.BuildFlags = []string{"-tags=" + tags}
	}
	if !j.quiet && isTerminal(j.env.Stderr) {
		p := j.shows
		if p == nil {
			p = &progress{w: printable.Unwrap(j.env.Stderr)}
		}
		p.part = j.part
		p.load()
		opts.Progress = p.show
		defer p.clear()
	}
	if j.early != nil {
		opts.Early = func(out *driver.Outcome) { j.early(j.outcomeOf(out, cfgs, tests)) }
	}
	if j.session != nil {
		return j.session.Run(ctx, opts)
	}
	return driver.Run(ctx, opts)
}

// mayBeFixed reports whether a fix is in a result, or would be but for files that are no
// part of the package. The cache does not know those, such as the sources of a helper
// that is not imported yet; so before it is applied it is made anew.
func mayBeFixed(r *finding.Result) bool {
	return slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Fix != nil || f.NoFix != "" || f.Needs != "" })
}

// configFor is the config of a directory. One that is bad counts as the
// default here; its error comes up when a package that it governs is analysed.
func (j *job) configFor(dir string) *config.Config { return j.fileConfig(dir).With(j.with) }

// fileConfig is the config of a directory without what flags say.
func (j *job) fileConfig(dir string) *config.Config {
	if j.named != nil {
		return j.named
	}
	if found, err := j.find(dir); err == nil {
		return found
	}
	return config.Default()
}

// wantsTests reports whether the config of some package asks for its tests, which
// were not loaded because the config of the working directory does not.
func (j *job) wantsTests(out *driver.Outcome) bool {
	return slices.ContainsFunc(out.Packages, func(p driver.Package) bool {
		return p.Dir != "" && j.configFor(p.Dir).Tests
	})
}

// from is the directory that names in messages are relative to.
func (env *Env) from() string { return cmp.Or(env.From, env.Dir) }

// describe is a problem in one line, its file relative to the working directory.
func (env *Env) describe(p driver.Problem) string {
	where := env.shorten(p.Position)
	if where == "" {
		where = p.Package
	}
	if where == "" {
		return named(p.Message)
	}
	return printable.Line(where) + ": " + strings.TrimSpace(p.Message)
}

// shorten makes a file's name that starts s relative to the working directory.
func (env *Env) shorten(s string) string {
	const separator = string(filepath.Separator)
	return strings.TrimPrefix(s, strings.TrimSuffix(env.from(), separator)+separator)
}
