package cli

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// checkFlags are the flags of check.
type checkFlags struct {
	format   string
	output   string
	dir      string
	test     bool
	tags     string
	config   string
	rules    string
	color    string
	quiet    bool
	exitZero bool
	jobs     int
	noCache  bool
	fix      bool
	diff     bool

	patterns []string
	only     map[finding.Rule]bool // from rules; nil for all
}

// newFlagSet declares the flags of check.
func newFlagSet(f *checkFlags) *flag.FlagSet {
	set := flag.NewFlagSet("tether", flag.ContinueOnError)
	set.SetOutput(io.Discard) // errors are printed by Main, in one line
	set.StringVar(&f.format, "format", "text", "output `format`: "+strings.Join(report.Formats(), ", "))
	set.StringVar(&f.output, "o", "", "write to `file` instead of standard output")
	set.StringVar(&f.dir, "C", "", "run in `dir`")
	set.BoolVar(&f.test, "test", false, "report in _test.go files too")
	set.StringVar(&f.tags, "tags", "", "build `tags`, separated by commas")
	set.StringVar(&f.config, "config", "", "read this `file` instead of the nearest "+config.FileName)
	set.StringVar(&f.rules, "rule", "", "report these `rules` only, separated by commas; an analyzer's name stands for all of its rules")
	set.StringVar(&f.color, "color", "auto", "`when` to use colour: auto, always, never")
	set.BoolVar(&f.quiet, "quiet", false, "no progress and no summary on standard error")
	set.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 in spite of findings")
	set.IntVar(&f.jobs, "j", 0, "analyse `n` packages at a time (default: number of processors)")
	set.BoolVar(&f.noCache, "no-cache", false, "neither use nor keep results of other runs")
	set.BoolVar(&f.fix, "fix", false, "apply the safe fixes")
	set.BoolVar(&f.diff, "diff", false, "print what -fix would change and write nothing")
	return set
}

var undefinedFlag = regexp.MustCompile(`^flag provided but not defined: -(.*)$`)

// parseCheck parses the arguments of check and changes env to the directory
// that they ask for.
func parseCheck(env *Env, args []string) (*checkFlags, error) {
	f := new(checkFlags)
	set := newFlagSet(f)
	if err := set.Parse(args); err != nil {
		if m := undefinedFlag.FindStringSubmatch(err.Error()); m != nil {
			return nil, unknownFlag(set, m[1])
		}
		if err == flag.ErrHelp {
			return nil, err
		}
		return nil, usagef("%v", err)
	}
	f.patterns = set.Args()
	if len(f.patterns) > 0 && f.patterns[0] == "check" { // as in tether -C dir check
		f.patterns = f.patterns[1:]
	}
	for _, p := range f.patterns {
		if strings.HasPrefix(p, "-") {
			return nil, usagef("flag %s after a package: write flags before packages", p)
		}
	}
	if err := f.validate(); err != nil {
		return nil, err
	}
	return f, f.changeDir(env)
}

func unknownFlag(set *flag.FlagSet, name string) error {
	var known []string
	set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	if near := config.Nearest(name, known); near != "" && len(near) > 2 {
		return usagef("unknown flag -%s: did you mean -%s?", name, near)
	}
	return usagef(`unknown flag -%s: "tether help" lists the flags`, name)
}

func (f *checkFlags) validate() error {
	if _, ok := report.Lookup(f.format); !ok {
		return usagef("unknown format %q: want one of %s", f.format, strings.Join(report.Formats(), ", "))
	}
	if !slices.Contains([]string{"auto", "always", "never"}, f.color) {
		return usagef("-color: want auto, always or never, not %q", f.color)
	}
	if f.jobs < 0 {
		return usagef("-j: want a number of packages, not %d", f.jobs)
	}
	return f.selectRules()
}

// selectRules looks up the names of -rule.
func (f *checkFlags) selectRules() error {
	if f.rules == "" {
		return nil
	}
	f.only = make(map[finding.Rule]bool)
	for name := range strings.SplitSeq(f.rules, ",") {
		name = strings.TrimSpace(name)
		if rule, ok := config.LookupRule(name); ok {
			f.only[rule] = true
			continue
		}
		before := len(f.only)
		for _, r := range config.Rules() {
			if strings.HasPrefix(string(r.Rule), name+"/") {
				f.only[r.Rule] = true
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

// selected tells whether -rule asks for a rule.
func (f *checkFlags) selected(rule finding.Rule) bool {
	return f.only == nil || f.only[rule]
}

// changeDir makes -C the directory that every other name is relative to.
func (f *checkFlags) changeDir(env *Env) error {
	if f.dir == "" {
		return nil
	}
	dir := env.abs(f.dir)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usagef("-C: %s is not a directory", f.dir)
	}
	env.Dir = dir
	return nil
}

// packages are the patterns to load. At the root of a workspace "work" names the
// packages of all its modules; "./..." would name those of the module there,
// and where there is none the go command refuses it.
func (f *checkFlags) packages(env *Env) []string {
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

// workspaceRoot tells whether the working directory holds the go.work in use.
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
func (f *checkFlags) useColor(env *Env) bool {
	switch f.color {
	case "always":
		return true
	case "never":
		return false
	}
	return f.output == "" && isTerminal(env.Stdout) &&
		env.Getenv("NO_COLOR") == "" && env.Getenv("TERM") != "dumb"
}

// printFlags prints the flags for the help text.
func printFlags(w io.Writer) {
	newFlagSet(new(checkFlags)).VisitAll(func(f *flag.Flag) {
		arg, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "  %-16s %s\n", strings.TrimSpace("-"+f.Name+" "+arg), usage)
	})
}
