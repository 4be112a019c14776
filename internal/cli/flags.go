package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/atomicfile"
	"github.com/tetherlint/tether/internal/baseline"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/docs"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/report"
	"github.com/tetherlint/tether/internal/rules"
)

// runFlags are the flags of all commands that analyse packages.
type runFlags struct {
	dir     string
	test    bool
	tags    string
	matrix  string
	config  string
	rules   string
	with    config.Override // from -profile and -accept
	quiet   bool
	jobs    int
	noCache bool

	patterns []string
	only     map[finding.Rule]bool // from rules; nil for all
	asked    []finding.Rule        // those of them that are named, and not by their analyzer
	trial    bool                  // what is named and off by default is turned on

	platforms []platform // from matrix; none for the one at hand
}

func (f *runFlags) declare(set *flag.FlagSet) {
	f.declareAnalysis(set)
	set.StringVar(&f.matrix, "matrix", "", "run for each of these `platforms`, GOOS/GOARCH or GOOS/GOARCH+TAG, separated by commas, and merge what is found")
	set.BoolVar(&f.quiet, "quiet", false, "no progress, no summary and no warnings on standard error")
}

// declareAnalysis declares those that make sense without packages, too.
func (f *runFlags) declareAnalysis(set *flag.FlagSet) {
	set.StringVar(&f.dir, "C", "", "run in `dir`")
	set.BoolVar(&f.test, "test", false, "report in _test.go files too")
	set.StringVar(&f.tags, "tags", "", "build `tags`, separated by commas")
	set.StringVar(&f.config, "config", "", "read this `file` instead of the nearest "+config.FileName)
	set.StringVar(&f.rules, "rule", "", "report these `rules` only, separated by commas; an analyzer's name stands for all of its rules that are on")
	set.IntVar(&f.jobs, "j", 0, "analyse `n` packages at a time (default: number of processors)")
	set.BoolVar(&f.noCache, "no-cache", false, "neither use nor keep results of other runs")
}

// declareTrial adds the flags that try settings: not for what is kept, as a baseline.
func (f *runFlags) declareTrial(set *flag.FlagSet) {
	f.trial = true
	set.Func("profile", "as profile in "+config.FileName+": start from the settings `name`: "+strings.Join(config.Profiles(), ", "), f.with.SetProfile)
	set.Func("accept", "as accept in "+config.FileName+": raw-go lets launches of this `class` and better pass: tracked, joined, bound", f.with.SetAccept)
}

// An outFlags is where and how a command writes.
type outFlags struct {
	format string
	output string
	color  colorFlag
}

func (f *outFlags) declare(set *flag.FlagSet, formats []string) {
	set.StringVar(&f.format, "format", "text", "output `format`: "+strings.Join(formats, ", "))
	set.StringVar(&f.output, "o", "", "write to `file`; - is standard output")
}

func (f *outFlags) validate(formats []string) error {
	if slices.Contains(formats, f.format) {
		return nil
	}
	hint := ""
	if near := config.Nearest(f.format, formats); near != "" {
		hint = fmt.Sprintf(": did you mean %q?", near)
	}
	return usagef("unknown format %q: want one of %s%s", f.format, strings.Join(formats, ", "), hint)
}

// A sinceFlags is what findings are compared with.
type sinceFlags struct {
	baseline string
	newFrom  string
}

func (f *sinceFlags) declare(set *flag.FlagSet) {
	set.StringVar(&f.baseline, "baseline", "", "findings recorded in `file` do not fail the run (default "+baseline.FileName+", if there is one); with none all are reported, known or not")
	set.StringVar(&f.newFrom, "new-from", "", "report only what changed since the git revision `rev`")
}

// A colorFlag is a switch with three positions; "-color" alone is always.
type colorFlag string

var colorWords = []string{"auto", "always", "never"}

func (c *colorFlag) String() string   { return string(*c) }
func (c *colorFlag) IsBoolFlag() bool { return true }
func (c *colorFlag) Set(s string) error {
	if on, err := strconv.ParseBool(s); err == nil {
		s = map[bool]string{true: "always", false: "never"}[on]
	}
	if !slices.Contains(colorWords, s) {
		return errors.New("want auto, always or never")
	}
	*c = colorFlag(s)
	return nil
}

// joinColor makes -color WORD one argument, for a flag that may stand alone does
// not take the next. What looks like a package is one.
func joinColor(args []string) []string {
	for i := range args[:max(len(args)-1, 0)] {
		if args[i] != "-color" && args[i] != "--color" {
			continue
		}
		word := args[i+1]
		if strings.ContainsAny(word, `-./\@`) || slices.Contains([]string{"all", "work", "std", "cmd"}, word) {
			continue
		}
		return slices.Concat(args[:i], []string{"-color=" + word}, args[i+2:])
	}
	return args
}

// newFlagSet returns an empty set of flags, whose errors Main prints in one line.
func newFlagSet(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return set
}

var (
	undefinedFlag = regexp.MustCompile(`^flag provided but not defined: -(.*)$`)
	invalidFlag   = regexp.MustCompile(`^invalid (?:boolean )?value "(.*)" for (?:flag )?-(\S+): (.*)$`)
)

// parse parses flags and returns the arguments that follow them.
func parse(set *flag.FlagSet, args []string) ([]string, error) {
	if set.Lookup("color") != nil {
		args = joinColor(args)
	}
	if err := set.Parse(args); err != nil {
		return nil, flagError(set, err)
	}
	for _, a := range set.Args() {
		if strings.HasPrefix(a, "-") && a != "-" {
			return nil, usagef("flag %s after an argument: write flags before packages", a)
		}
	}
	return set.Args(), nil
}

func flagError(set *flag.FlagSet, err error) error {
	if err == flag.ErrHelp {
		return err
	}
	if m := undefinedFlag.FindStringSubmatch(err.Error()); m != nil {
		return unknownFlag(set, m[1])
	}
	if m := invalidFlag.FindStringSubmatch(err.Error()); m != nil {
		return usagef("-%s: %s, not %q", m[2], strings.Replace(m[3], "parse error", "want a number", 1), m[1])
	}
	return usagef("%v", err)
}

func unknownFlag(set *flag.FlagSet, name string) error {
	var known []string
	set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	if near := config.Nearest(name, known); near != "" && len(near) > 2 {
		return usagef("unknown flag -%s: did you mean -%s?", name, near)
	}
	help := "tether help"
	if set.Name() != "check" {
		help += " " + set.Name()
	}
	return usagef(`unknown flag -%s: "%s" lists the flags`, name, help)
}

// read parses the arguments of a command that set declares the flags of, has them
// validated, and changes env to the directory that they ask for.
func (f *runFlags) read(env *Env, set *flag.FlagSet, args []string, validate func() error) (err error) {
	if f.patterns, err = parse(set, args); err != nil {
		return err
	}
	if err := validate(); err != nil {
		return err
	}
	return f.finish(env)
}

// finish checks the flags and changes env to the directory that they ask for.
func (f *runFlags) finish(env *Env) error {
	if f.jobs < 0 {
		return usagef("-j: want a number of packages, not %d", f.jobs)
	}
	if err := f.selectRules(); err != nil {
		return err
	}
	if f.matrix != "" {
		var err error
		if f.platforms, err = parseMatrix(f.matrix); err != nil {
			return err
		}
	}
	return env.changeDir(f.dir)
}

// selectRules looks up the names of -rule.
func (f *runFlags) selectRules() error {
	if f.rules == "" {
		return nil
	}
	f.only = make(map[finding.Rule]bool)
	for name := range strings.SplitSeq(f.rules, ",") {
		name = strings.TrimSpace(name)
		if rule, ok := rules.Lookup(name); ok {
			f.only[rule] = true
			f.asked = append(f.asked, rule)
			if f.trial && !rules.Of(rule).Default {
				f.with.Rules = append(f.with.Rules, rule)
			}
			continue
		}
		before := len(f.only)
		for _, r := range rules.All() {
			if r.Analyzer() == name {
				f.only[r.Name] = true
			}
		}
		if len(f.only) > before {
			continue
		}
		if near := config.NearestRule(name); near != "" {
			return usagef("-rule: unknown rule %q: did you mean %s?", name, near)
		}
		return usagef(`-rule: unknown rule %q: "tether rules" lists them`, name)
	}
	return nil
}

// selected reports whether -rule asks for a rule.
func (f *runFlags) selected(rule finding.Rule) bool {
	return f.only == nil || f.only[rule]
}

// changeDir makes the directory of -C the one that every other name is relative to.
func (env *Env) changeDir(name string) error {
	if name == "" {
		return nil
	}
	dir := env.abs(name)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usagef("-C: %s is not a directory", name)
	}
	env.Dir = dir
	return nil
}

// packages are the patterns to load. At the root of a workspace "work" names the
// packages of all its modules; "./..." would name those of the module there,
// and where there is none the go command refuses it.
func (f *runFlags) packages(env *Env) []string {
	root := env.workspaceRoot()
	if len(f.patterns) == 0 {
		if root {
			return []string{"work"}
		}
		return []string{"./..."}
	}
	if root && slices.Equal(f.patterns, []string{"./..."}) {
		if _, err := os.Stat(filepath.Join(env.Dir, "go.mod")); os.IsNotExist(err) {
			return []string{"work"}
		}
	}
	return f.patterns
}

// everything reports whether the patterns name all packages of a module or workspace.
func (f *runFlags) everything(env *Env) bool {
	switch p := f.packages(env); {
	case slices.Equal(p, []string{"work"}):
		return true
	case slices.Equal(p, []string{"./..."}):
		_, err := os.Stat(filepath.Join(env.Dir, "go.mod"))
		return err == nil
	}
	return false
}

// workspaceRoot reports whether the working directory holds the go.work in use.
func (env *Env) workspaceRoot() bool {
	switch file := env.Getenv("GOWORK"); file {
	case "off":
		return false
	case "":
		_, err := os.Stat(filepath.Join(env.Dir, "go.work"))
		return err == nil
	default:
		return filepath.Dir(env.abs(file)) == env.Dir
	}
}

// useColor decides by -color, and for auto by where the output goes.
func (f *outFlags) useColor(env *Env) bool {
	switch f.color {
	case "always":
		return true
	case "never":
		return false
	}
	return f.watched(env) &&
		env.Getenv("NO_COLOR") == "" && env.Getenv("TERM") != "dumb"
}

// write puts what was asked for where it was asked for.
func (f *outFlags) write(env *Env, out []byte) (err error) {
	if f.output != "" && f.output != "-" {
		return atomicfile.Write(env.abs(f.output), out, 0o644)
	}
	_, err = env.Stdout.Write(out)
	return err
}

// printFlags prints the flags of a command for its help, at a terminal as wide as that is.
func (env *Env) printFlags(set *flag.FlagSet) {
	wide := 0
	set.VisitAll(func(f *flag.Flag) { wide = max(wide, len(flagName(f))) })
	set.VisitAll(func(f *flag.Flag) {
		_, usage := flag.UnquoteUsage(f)
		name := flagName(f)
		if !isTerminal(env.Stdout) {
			fmt.Fprintf(env.Stdout, "  %-*s  %s\n", wide, name, usage)
			return
		}
		for line := range layout.Wrap(usage, env.width()-wide-4) {
			fmt.Fprintf(env.Stdout, "  %-*s  %s\n", wide, name, line)
			name = ""
		}
	})
}

// flagName is a flag with the name of its value.
func flagName(f *flag.Flag) string {
	arg, _ := flag.UnquoteUsage(f)
	return strings.TrimSpace("-" + f.Name + " " + arg)
}

// repositoryRoot is the directory from which a service that runs tether names
// files, or "" where none runs it.
func (env *Env) repositoryRoot() string {
	for _, name := range []string{"GITHUB_WORKSPACE", "CI_PROJECT_DIR"} {
		if dir := env.Getenv(name); dir != "" && filepath.IsAbs(dir) {
			if rel, err := filepath.Rel(dir, env.Dir); err == nil && filepath.IsLocal(rel) {
				return dir
			}
		}
	}
	return ""
}

func (f *outFlags) newReport(env *Env, a *outcome) *report.Report {
	return &report.Report{
		Result: a.Result, Dir: env.Dir, Root: env.repositoryRoot(), Color: f.useColor(env),
		ReadFile: a.readFile, Failed: a.failed, Baseline: a.baselines != nil, Version: version(), Doc: docs.Page,
	}
}
