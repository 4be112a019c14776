package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/tetherlint/tether/internal/baseline"
	"github.com/tetherlint/tether/internal/changes"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// A comparison is what a run says about a baseline.
type comparison struct {
	file  string // absolute
	base  *baseline.Baseline
	found *baseline.Baseline
	gone  []baseline.Entry
}

// baselineFile is the baseline that a user names, or the nearest one up to the
// root of the repository; exists reports whether it is there. Where there is none
// it is the place for one: the root of the workspace or of the module.
func (env *Env) baselineFile(named string) (file string, exists bool) {
	if named != "" {
		file = env.abs(named)
		_, err := os.Lstat(file)
		return file, !os.IsNotExist(err)
	}
	top := config.Top(env.Dir)
	for dir := env.Dir; ; dir = filepath.Dir(dir) {
		if file := filepath.Join(dir, baseline.FileName); hasFile(dir, baseline.FileName) {
			return file, true
		}
		if dir == top || dir == filepath.Dir(dir) {
			return filepath.Join(env.home(), baseline.FileName), false
		}
	}
}

func hasFile(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// noBaseline is what a user names to have none.
const noBaseline = "none"

// compare gives the findings that the baseline knows their status. Where it knows
// fewer of a kind than there are, those are new that a change since the revision asked for
// has brought about, or where none was, since the baseline was committed.
func (j *job) compare(ctx context.Context, a *outcome, named string, only *selection) error {
	if named == noBaseline {
		return nil
	}
	env := *j.env
	if named == "" {
		env.Dir = j.dir()
	}
	file, exists := env.baselineFile(named)
	if !exists && named == "" {
		return nil
	}
	base, err := baseline.Read(file)
	if os.IsNotExist(err) {
		return usagef(`%s: there is no such baseline: "tether baseline -baseline %s" writes it`, named, named)
	}
	if err != nil {
		return fmt.Errorf("%s", j.env.shorten(err.Error()))
	}
	c := &comparison{file: file, base: base, found: base.Found(a.Findings)}
	c.gone = base.Gone(c.found, j.judges(a))
	fresh := only.fresh
	if only == nil {
		fresh = sinceCommit(ctx, file)
	}
	base.Mark(a.Findings, fresh)
	a.baselines = []*comparison{c}
	return nil
}

// sinceCommit reports whether a finding stands on lines that have changed since a baseline
// was committed; never where that cannot be told, as of one that has changed itself.
func sinceCommit(ctx context.Context, file string) func(*finding.Finding) bool {
	read := sync.OnceValue(func() *changes.Changes {
		dir := filepath.Dir(file)
		if dirty, err := changes.Git(ctx, dir, "status", "--porcelain", "--", file); err != nil || len(dirty) > 0 {
			return nil
		}
		rev, err := changes.Git(ctx, dir, "log", "-1", "--format=%H", "--", file)
		if err != nil || len(rev) == 0 {
			return nil
		}
		since, err := changes.Since(ctx, dir, strings.TrimSpace(string(rev)))
		if err != nil {
			return nil
		}
		return since
	})
	return func(f *finding.Finding) bool {
		since := read()
		return since != nil && since.Lines(f.File, f.Line, f.EndLine)
	}
}

// judges returns which kinds of findings the run would have found: those of rules that
// were asked for and are on, in packages that were analysed, or that are gone.
func (j *job) judges(a *outcome) func(baseline.Kind) bool {
	loaded := make(map[string]driver.Package)
	modules := make(map[string]string)
	for _, p := range a.driven.Packages {
		loaded[p.ImportPath] = p
		if p.Module != "" && p.ModuleDir != "" {
			modules[p.Module] = p.ModuleDir
		}
	}
	failed := make(map[string]bool)
	for _, p := range a.driven.Problems {
		failed[p.Package] = true
	}
	return func(k baseline.Kind) bool {
		if !j.selected(k.Rule) || failed[k.Package] || failed[""] {
			return false
		}
		p, ok := loaded[k.Package]
		if p.Untouched {
			return false
		}
		if !ok {
			return removed(modules, k.Package)
		}
		if !j.reports(p.Dir, k) {
			return false
		}
		return !k.Test || j.test || a.tests && j.configFor(p.Dir).Tests
	}
}

// timers is the subject of what is policy although its rule is a claim: a timer that runs
// once. An entry does not say which of the two it was.
const timers = "time.AfterFunc"

// reports reports whether the settings of a run let a kind through in a directory. Where
// they are laxer than the file's the launches that they accept are not looked for.
func (j *job) reports(dir string, k baseline.Kind) bool {
	cfg := j.configFor(dir)
	switch {
	case !cfg.Enabled(k.Rule):
		return false
	case k.Rule == finding.DroppedHandle && k.Callee == timers:
		return !cfg.OnlyClaims
	case k.Rule == finding.RawGo:
		order := config.Accepted()
		return slices.Index(order, cfg.Accept) <= slices.Index(order, j.fileConfig(dir).Accept)
	}
	return true
}

// removed reports whether a package of one of the modules has no files any more.
func removed(modules map[string]string, importPath string) bool {
	best := ""
	for module := range modules {
		if (importPath == module || strings.HasPrefix(importPath, module+"/")) && len(module) > len(best) {
			best = module
		}
	}
	if best == "" {
		return false
	}
	dir := filepath.Join(modules[best], filepath.FromSlash(strings.TrimPrefix(importPath, best)))
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && len(files) == 0
}

// printNewer says which rules are newer than a baseline, where these found something.
func (a *outcome) printNewer(env *Env) {
	newer := make(map[string]int)
	for i := range a.Findings {
		f := &a.Findings[i]
		unknown := func(c *comparison) bool { return !c.base.Knows(f.Rule) }
		if f.Status == finding.New && f.Warning && slices.ContainsFunc(a.baselines, unknown) {
			newer[string(f.Rule)]++
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(newer)) {
		n := newer[rule]
		fmt.Fprintf(env.Stderr, "%s is newer than the baseline: %s %s only, until \"tether baseline -accept-new -rule %s\"\n",
			rule, count(n, "finding"), plural(n, "is a warning", "are warnings"), rule)
	}
}

// printGone says what baselines have that is no more.
func (a *outcome) printGone(env *Env) {
	if a.failed {
		return
	}
	for _, c := range a.baselines {
		if n := baseline.Count(c.gone); n > 0 {
			fmt.Fprintf(env.Stderr, "%s of the baseline %s gone: \"tether baseline\" removes %s from %s, and until then \"tether baseline -check\" fails\n", count(n, "finding"),
				plural(n, "is", "are"), plural(n, "it", "them"), env.shorten(c.file))
		}
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// A selection leaves the findings that a change since a revision may have
// brought about. The nil selection leaves all.
type selection struct {
	since *changes.Changes
	old   *baseline.Baseline // what the first run left out
}

// since reads what changed since a revision; "" is none.
func (j *job) since(ctx context.Context, rev string) (*selection, error) {
	if rev == "" {
		return nil, nil
	}
	since, err := changes.Since(ctx, j.dir(), rev)
	if err != nil {
		return nil, usagef("-new-from: %v", err)
	}
	return &selection{since: since}, nil
}

// fresh reports whether a change may have brought a finding about.
func (s *selection) fresh(f *finding.Finding) bool { return s == nil || changed(s.since, f) }

// apply takes out what is not fresh. What a first run left out stays left out in
// a second one, whatever -fix has done to its lines in between.
func (s *selection) apply(a *outcome) {
	if s == nil {
		return
	}
	var old []finding.Finding
	a.Findings = slices.DeleteFunc(a.Findings, func(f finding.Finding) bool {
		if s.fresh(&f) {
			return false
		}
		old = append(old, f)
		return true
	})
	if s.old == nil {
		s.old = baseline.Of(old)
		return
	}
	rest := baseline.Of(nil)
	rest.Add(s.old.Gone(s.old.Found(old), func(baseline.Kind) bool { return true }))
	a.Findings = slices.DeleteFunc(a.Findings, func(f finding.Finding) bool { return rest.TakeFinding(&f) })
}

func changed(since *changes.Changes, f *finding.Finding) bool {
	if since.Lines(f.File, f.Line, f.EndLine) {
		return true
	}
	for _, n := range f.Related {
		if since.Lines(n.File, n.Line, n.Line) {
			return true
		}
	}
	if rules.Of(f.Rule).Scope != rules.Function {
		return false
	}
	return f.Scope.First > 0 && since.Within(f.File, f.Scope.First, f.Scope.Last) ||
		slices.ContainsFunc(f.Funcs, func(s finding.Span) bool { return since.Within(s.File, s.Line, s.EndLine) })
}
