package cli

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/baseline"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/rules"
)

// baselineFlags are the flags of baseline.
type baselineFlags struct {
	run       runFlags
	file      string
	acceptNew bool
	check     bool
}

func (f *baselineFlags) set() *flag.FlagSet {
	set := newFlagSet("baseline")
	f.run.declare(set)
	set.StringVar(&f.file, "baseline", "", "the baseline's `file` (default "+baseline.FileName+")")
	set.BoolVar(&f.acceptNew, "accept-new", false, "add new findings to an existing baseline")
	set.BoolVar(&f.check, "check", false, "write nothing; exit 1 if the baseline has what is gone")
	return set
}

// runBaseline records findings. An existing baseline only shrinks, unless the
// user says otherwise: that is what makes the way to zero irreversible.
func runBaseline(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(baselineFlags)
	var err error
	if f.run.patterns, err = parse(f.set(), args); err != nil {
		return 0, err
	}
	if f.check && f.acceptNew {
		return 0, usagef("-check and -accept-new: want one of them")
	}
	if err := f.run.finish(env); err != nil {
		return 0, err
	}
	if files, _ := env.namedFiles(f.run.patterns); files != nil {
		return 0, usagef("baseline: %s is a file: name its package", env.shorten(files[0]))
	}
	if f.file == noBaseline {
		return 0, usagef("-baseline: none is for check and report, which read a baseline")
	}
	list, err := f.recordings(env)
	if err != nil {
		return 0, err
	}
	for _, r := range list {
		if f.check && !r.exists {
			return 0, usagef("%s: there is no baseline", env.shorten(r.file))
		}
	}
	worst := ExitOK
	for _, r := range list {
		code, err := r.record(ctx)
		if err != nil {
			return 0, err
		}
		worst = max(worst, code)
	}
	return worst, nil
}

// A recording is one run of baseline, for one file.
type recording struct {
	*job
	*baselineFlags
	file   string
	exists bool
	parts  []*part
}

// recordings are one for each file that a check of the same packages would read, module
// by module.
func (f *baselineFlags) recordings(env *Env) (list []*recording, err error) {
	c := &check{job: newJob(env, &f.run)}
	if err := c.split(); err != nil {
		return nil, err
	}
	for _, p := range c.parts {
		at := *env
		if f.file == "" {
			at.Dir = p.dir()
		}
		file, exists := at.baselineFile(f.file)
		if shared := sharedDir(c.parts); !exists && f.file == "" && shared != "" {
			file = filepath.Join(shared, baseline.FileName)
		}
		i := slices.IndexFunc(list, func(r *recording) bool { return r.file == file })
		if i < 0 {
			i = len(list)
			list = append(list, &recording{job: c.job, baselineFlags: f, file: file, exists: exists})
		}
		list[i].parts = append(list[i].parts, p)
	}
	return list, nil
}

// sharedDir is where several modules look for a baseline, all of them: the nearest
// directory that they are in, if it is of their repository. For one module, or where
// there is none, it is "".
func sharedDir(parts []*part) string {
	if len(parts) < 2 {
		return ""
	}
	holds := func(dir, other string) bool {
		rel, err := filepath.Rel(dir, other)
		return err == nil && filepath.IsLocal(rel)
	}
	dir := parts[0].dir()
	for _, p := range parts {
		for !holds(dir, p.dir()) && dir != filepath.Dir(dir) {
			dir = filepath.Dir(dir)
		}
	}
	for _, p := range parts {
		if !holds(config.Top(p.dir()), dir) {
			return ""
		}
	}
	return dir
}

func (r *recording) record(ctx context.Context) (int, error) {
	base := baseline.Of(nil)
	base.Rules = []finding.Rule{}
	if r.exists { // read first: one that is broken must not wait for the analysis
		var err error
		if base, err = baseline.Read(r.file); err != nil {
			return 0, fmt.Errorf("%s", r.env.shorten(err.Error()))
		}
	}
	a, err := analyseParts(ctx, r.parts)
	if err != nil {
		return 0, err
	}
	found := base.Found(a.Findings)
	gone, missing := base.Gone(found, r.judges(a)), base.Missing(found)
	if r.baselineFlags.check {
		return r.sayStale(a, gone), nil
	}
	if a.failed {
		r.say("%s: not written, because some packages could not be analysed", r.env.shorten(r.file))
		return ExitFailed, nil
	}
	base.Remove(gone)
	added := 0
	if r.acceptNew || !r.exists {
		base.Add(missing)
		base.Version = version()
		base.Accept(r.accepted()...)
		added = baseline.Count(missing)
	}
	if err := base.Write(r.file); err != nil {
		return 0, err
	}
	r.sayWritten(base.Len(), baseline.Count(gone), added, baseline.Count(missing))
	return ExitOK, nil
}

// accepted are the rules that a baseline is made with: those that -rule names, or for
// a new one all that there are, found or not.
func (r *recording) accepted() (list []finding.Rule) {
	for _, rule := range rules.All() {
		if !r.exists || r.selected(rule.Name) {
			list = append(list, rule.Name)
		}
	}
	return list
}

func (r *recording) say(format string, args ...any) {
	if !r.quiet {
		fmt.Fprintf(r.env.Stderr, format+"\n", args...)
	}
}

// sayStale is -check: it names what is gone.
func (r *recording) sayStale(a *outcome, gone []baseline.Entry) int {
	for _, e := range gone {
		function := e.Function
		if function == "" {
			function = "package level"
		}
		fmt.Fprintf(r.env.Stdout, "%s: %s: %s %s: %s gone\n", e.Package, printable.Line(function), printable.Line(string(e.Rule)), calleeOf(e), count(e.Count, "finding"))
	}
	switch n := baseline.Count(gone); {
	case a.failed:
		return ExitFailed
	case n > 0:
		r.say("%s is stale: %s of it %s gone: run \"tether baseline\", which removes %s, and commit the file", r.env.shorten(r.file), count(n, "finding"), plural(n, "is", "are"), plural(n, "it", "them"))
		return ExitFindings
	}
	return ExitOK
}

// calleeOf is what an entry calls or launches, in words: in the file a local variable is
// a number.
func calleeOf(e baseline.Entry) string {
	if strings.HasPrefix(e.Callee, "$") && !strings.Contains(e.Callee, ".") {
		return "of a local variable"
	}
	return printable.Line(e.Callee)
}

func (r *recording) sayWritten(total, gone, added, missing int) {
	file := r.env.shorten(r.file)
	if !r.exists {
		r.say("%s: %s recorded", file, count(total, "finding"))
		return
	}
	r.say("%s: %s removed, %d added, %d left", file, count(gone, "finding"), added, total)
	if missing > added {
		r.say("%s not added: fix %s, or accept %s with -accept-new", count(missing-added, "new finding"),
			plural(missing-added, "it", "them"), plural(missing-added, "it", "them"))
	}
}
