package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/live"
	"github.com/tetherlint/tether/internal/page"
	"github.com/tetherlint/tether/internal/profile"
)

var liveFormats = []string{pageFormat, "json", "text"}

// liveFlags are the flags of live. Its arguments are profiles, so the packages have a
// flag.
type liveFlags struct {
	run runFlags
	outFlags
	packages string
	min      int
	failOn   string
	timeout  time.Duration
	maxSize  int64
	header   headerFlag

	profiles []string
	gate     *live.Gate
}

func (f *liveFlags) set() *flag.FlagSet {
	set := newFlagSet("live")
	f.run.declare(set)
	f.outFlags.declare(set, liveFormats)
	f.header = make(headerFlag)
	set.StringVar(&f.packages, "packages", "", "the inventory is of these `patterns`, separated by commas (default ./...)")
	set.IntVar(&f.min, "min", 1, "leave out launches with fewer than `n` goroutines; of two profiles, that have grown by fewer")
	set.StringVar(&f.failOn, "fail-on", "", "exit 1 if there are goroutines of this `kind`: leaked, untracked, or both with a comma")
	set.DurationVar(&f.timeout, "timeout", 30*time.Second, "how `long` a URL may take (default 30s)")
	set.Int64Var(&f.maxSize, "max-size", 256, "how many `MB` a profile may have (default 256)")
	set.Var(f.header, "header", "send this `header` to a URL, as \"Name: value\"; may be repeated")
	return set
}

// A headerFlag gathers headers.
type headerFlag http.Header

func (h headerFlag) String() string { return "" }

func (h headerFlag) Set(s string) error {
	name, value, ok := strings.Cut(s, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n") || strings.ContainsAny(value, "\r\n\x00") {
		return errors.New("want \"Name: value\"")
	}
	http.Header(h).Add(name, value)
	return nil
}

func (f *liveFlags) parse(args []string) (err error) {
	if f.profiles, err = parse(f.set(), args); err != nil {
		return err
	}
	if err := f.validate(liveFormats); err != nil {
		return err
	}
	if f.gate, err = live.ParseGate(f.failOn); err != nil {
		return usagef("-fail-on: %v", err)
	}
	switch {
	case f.min < 1:
		return usagef("-min: want a number of goroutines from 1, not %d", f.min)
	case f.timeout <= 0:
		return usagef("-timeout: want a duration above 0, not %v", f.timeout)
	case f.maxSize < 1 || f.maxSize > 1<<20:
		return usagef("-max-size: want a number of MB from 1, not %d", f.maxSize)
	case len(f.profiles) < 1 || len(f.profiles) > 2:
		return usagef("live: want one profile, or an earlier and a later one: files or URLs")
	}
	if f.packages != "" {
		f.run.patterns = strings.Split(f.packages, ",")
	}
	return nil
}

// runLive joins the goroutines of a running program with the inventory.
func runLive(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(liveFlags)
	if err := f.parse(args); err != nil {
		return 0, err
	}
	if err := f.run.finish(env); err != nil {
		return 0, err
	}
	profiles, err := f.open(ctx, env)
	if err != nil {
		return 0, err
	}
	j := newJob(env, &f.run)
	a, err := j.analyse(ctx)
	if err != nil {
		return 0, err
	}
	r := live.Join(j.liveInventory(a), profiles...)
	opts := live.Options{Relative: env.nearby, Min: f.min, Gate: f.gate}
	var out bytes.Buffer
	switch f.format {
	case pageFormat:
		err = r.WriteHTML(&out, j.liveTitle(a), page.Now(env.Getenv), opts)
	case "json":
		err = r.WriteJSON(&out, opts)
	default:
		err = r.WriteText(&out, opts)
	}
	if err == nil {
		err = f.write(env, out.Bytes())
	}
	switch {
	case err != nil:
		return 0, err
	case a.failed:
		return ExitFailed, nil
	case f.gate != nil && len(f.gate.Failed(r, f.min)) > 0:
		return ExitFindings, nil
	}
	return ExitOK, nil
}

// open reads the profiles, and says what is to be said of them.
func (f *liveFlags) open(ctx context.Context, env *Env) (list []*profile.Profile, err error) {
	opts := profile.Options{Timeout: f.timeout, MaxSize: f.maxSize << 20, Header: http.Header(f.header)}
	for _, name := range f.profiles {
		p, err := profile.Open(ctx, name, env.abs, opts)
		if err != nil {
			return nil, err
		}
		for _, note := range p.Notes {
			if !f.run.quiet {
				fmt.Fprintf(env.Stderr, "%s: %s\n", p.Name, note)
			}
		}
		list = append(list, p)
	}
	last := list[len(list)-1]
	if first := list[0]; first.Kind != last.Kind {
		return nil, usagef("%s is a %s profile and %s a %s one: what grew cannot be told from these", first.Name, first.Kind, last.Name, last.Kind)
	}
	doubt, err := f.gate.Check(last)
	if doubt != "" && !f.run.quiet {
		fmt.Fprintf(env.Stderr, "%s: %s\n", last.Name, doubt)
	}
	return list, err
}

// nearby names a file from the working directory where it is below it, else as it is.
func (env *Env) nearby(file string) string {
	if rel, err := filepath.Rel(env.Dir, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

// liveInventory is what the join knows of the program.
func (j *job) liveInventory(a *outcome) *live.Inventory {
	inv := &live.Inventory{Launches: a.Launches, Requires: make(map[string]string)}
	seen := make(map[string]bool)
	for _, p := range a.driven.Packages {
		inv.Packages = append(inv.Packages, live.Package{Path: p.ImportPath, ModuleDir: p.ModuleDir, Files: p.Files})
		if p.ModuleDir != "" && !seen[p.ModuleDir] {
			seen[p.ModuleDir] = true
			addRequired(inv.Requires, p.ModuleDir)
		}
	}
	silenced := make(map[finding.Span]bool)
	for i := range a.Findings {
		f := &a.Findings[i]
		if f.Status == finding.Suppressed && (f.Rule == finding.RawGo || f.Rule == finding.DroppedHandle) {
			silenced[f.Span] = true
		}
	}
	for _, l := range a.Lifted { // an exclude may be about the callee
		silenced[l.Span] = silenced[l.Span] || l.Rule == finding.RawGo
	}
	inv.Accepted = func(l *finding.Launch) bool {
		cfg := j.configFor(filepath.Dir(l.File))
		return silenced[l.Span] || accepts(cfg.Accept, l.Class) || cfg.Excluded(finding.RawGo, l.File)
	}
	inv.Generated = func(file string) bool {
		src, err := os.ReadFile(file)
		return err == nil && generated(src)
	}
	return inv
}

// liveTitle names the program: by the module that all packages are of, or the directory.
func (j *job) liveTitle(a *outcome) string {
	module := ""
	for i, p := range a.driven.Packages {
		if i > 0 && p.Module != module {
			return filepath.Base(j.dir())
		}
		module = p.Module
	}
	return cmp.Or(module, filepath.Base(j.dir()))
}

// accepts reports whether the key accept lets launches of a class pass.
func accepts(accept, class finding.Class) bool {
	best := []finding.Class{finding.Tracked, finding.Joined, finding.Bound, finding.Detached}
	return slices.Index(best, class) <= slices.Index(best, accept)
}

// addRequired adds the modules that a module requires. Of what is replaced the files
// say the required version, too.
func addRequired(versions map[string]string, dir string) {
	name := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return
	}
	mod, err := modfile.ParseLax(name, text, nil)
	if err != nil {
		return
	}
	for _, r := range mod.Require {
		versions[r.Mod.Path] = r.Mod.Version
	}
}
