package cli

import (
	"context"
	"flag"
	"fmt"

	"github.com/tetherlint/tether/internal/baseline"
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
	file, exists := env.baselineFile(f.file)
	if f.check && !exists {
		return 0, usagef("%s: there is no baseline", env.shorten(file))
	}
	return (&recording{job: newJob(env, &f.run), baselineFlags: f, file: file, exists: exists}).record(ctx)
}

// A recording is one run of baseline.
type recording struct {
	*job
	*baselineFlags
	file   string
	exists bool
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
	a, err := r.analyse(ctx)
	if err != nil {
		return 0, err
	}
	found := baseline.Of(a.Findings)
	gone, missing := base.Gone(found, r.judges(a)), base.Missing(found)
	if r.baselineFlags.check {
		return r.sayStale(a, gone), nil
	}
	if a.failed {
		r.say("%s: not written, for not all could be analysed", r.env.shorten(r.file))
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
		fmt.Fprintf(r.env.Stdout, "%s: %s: %s %s: %s gone\n", e.Package, printable.Line(function), printable.Line(string(e.Rule)), printable.Line(e.Callee), count(e.Count, "finding"))
	}
	switch n := baseline.Count(gone); {
	case a.failed:
		return ExitFailed
	case n > 0:
		r.say("%s is stale: %s of it %s gone: run \"tether baseline\"", r.env.shorten(r.file), count(n, "finding"), plural(n, "is", "are"))
		return ExitFindings
	}
	return ExitOK
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
