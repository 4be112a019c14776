package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/propose"
	"github.com/tetherlint/tether/internal/report"
)

type initFlags struct {
	run     runFlags
	profile config.Override
	with    string
}

func (f *initFlags) set() *flag.FlagSet {
	set := newFlagSet("init")
	set.StringVar(&f.run.dir, "C", "", "run in `dir`")
	set.StringVar(&f.run.tags, "tags", "", "build `tags`, separated by commas")
	set.BoolVar(&f.run.quiet, "quiet", false, "no progress on standard error")
	set.Func("profile", "write this profile, by `name`: strict (the default), leaks, or claims, which leaves policy out", f.profile.SetProfile)
	set.StringVar(&f.with, "with", "", "also write these `files`, separated by commas: "+snippetWords+" (a workflow for each change, and one for each day; gitlab likewise)")
	return set
}

// runInit writes a first config, made from what it finds in the code, and the
// snippets that it is asked for. What is there already stays as it is.
func runInit(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(initFlags)
	args, err := parse(f.set(), args)
	if err != nil {
		return 0, err
	}
	if len(args) > 0 {
		return 0, usagef("init: takes no arguments, not %q", args[0])
	}
	wanted, err := snippetsOf(f.with)
	if err != nil {
		return 0, err
	}
	if err := f.run.finish(env); err != nil {
		return 0, err
	}
	dir, code := env.home(), ExitOK
	for _, s := range wanted {
		if err := s.suits(dir); err != nil {
			return 0, err
		}
	}
	if existing := config.Locate(env.Dir); existing != "" {
		if len(wanted) == 0 {
			return 0, usagef("%s: is there already, and stays as it is", env.shorten(existing))
		}
		fmt.Fprintf(env.Stderr, "%s: is there already, and stays as it is\n", env.shorten(existing))
	} else if code, err = env.writeConfig(ctx, f, filepath.Join(dir, config.FileName)); err != nil {
		return 0, err
	}
	for _, s := range wanted {
		if err := env.writeSnippet(ctx, dir, s); err != nil {
			return 0, err
		}
	}
	if len(wanted) > 0 {
		env.warnIgnored(ctx, dir)
	}
	return code, nil
}

// home is where the files of a module or workspace lie: its root.
func (env *Env) home() string {
	for dir := env.Dir; ; dir = filepath.Dir(dir) {
		if hasFile(dir, "go.work") || hasFile(dir, "go.mod") {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return env.Dir
		}
	}
}

// within returns an error where links lead from below a directory out of it.
func within(dir, name string) error {
	top, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(top, target); err != nil || !filepath.IsLocal(rel) {
		return usagef("%s: nothing written there: it is a link out of %s", name, dir)
	}
	return nil
}

// create writes a file below a directory, which must not be there yet.
func create(dir, name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	if err := within(dir, filepath.Dir(name)); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

// writeConfig looks for helpers first, and counts launches as a config with these
// helpers does. Where not all can be analysed that counts the rest.
func (env *Env) writeConfig(ctx context.Context, f *initFlags, name string) (exit int, err error) {
	var environ []string // of this process, but for the build tags
	if f.run.tags != "" {
		environ = append(os.Environ(), strings.TrimSpace("GOFLAGS="+env.Getenv("GOFLAGS")+" -tags="+f.run.tags))
	}
	code, err := propose.Load(ctx, env.Dir, environ, f.run.packages(env)...)
	if err != nil {
		return 0, driver.ExplainLoad(err)
	}
	helpers := code.Helpers()
	resources, err := env.proposedResources(ctx, f, code)
	if err != nil {
		return 0, err
	}
	j := newJob(env, &f.run)
	j.named, err = config.Parse(name, filepath.Dir(name), f.firstConfig(report.Launches{}, rawGo{}, helpers, resources))
	if err != nil {
		return 0, err
	}
	a, err := j.analyse(ctx)
	if err != nil {
		return 0, err
	}
	if err := create(filepath.Dir(name), name, f.firstConfig(report.CountLaunches(a.Launches), countRawGo(a.Findings), helpers, resources)); err != nil {
		return 0, err
	}
	fmt.Fprintf(env.Stderr, "wrote %s\n", env.shorten(name))
	for _, p := range a.driven.Packages {
		if p.Dir != "" && config.Locate(p.Dir) == "" {
			fmt.Fprintf(env.Stderr, "it is not read for %s: a config above a module counts in a git repository only\n", p.ImportPath)
			break
		}
	}
	if a.failed {
		fmt.Fprintf(env.Stderr, "not all could be analysed: its counts of launches are about the rest\n")
		exit = ExitFailed
	}
	fmt.Fprintf(env.Stderr, "next: \"tether\" lists what there is, \"tether baseline\" records it so that only new findings fail\n")
	return exit, nil
}

// schemaURL is where editors find the schema.
const schemaURL = "https://raw.githubusercontent.com/tetherlint/tether/main/internal/config/schema.json"

// rawGo are the findings of raw-go by class. They are fewer than the launches that
// are not tracked: a timer, say, has a class too and is no go statement.
type rawGo struct{ joined, bound, detached int }

func countRawGo(findings []finding.Finding) (n rawGo) {
	for i := range findings {
		if f := &findings[i]; f.Rule == finding.RawGo && f.Status != finding.Suppressed {
			switch f.Class {
			case finding.Joined:
				n.joined++
			case finding.Bound:
				n.bound++
			case finding.Detached:
				n.detached++
			}
		}
	}
	return n
}

// notGo says why a figure is smaller than that of the launches: not each is a go statement.
func notGo(l report.Launches, goStatements int) string {
	switch n := l.Joined + l.Bound + l.Detached - goStatements; {
	case n <= 0:
		return ""
	case n == 1:
		return "; the other one\n# is a timer or a command, or is exempt"
	default:
		return fmt.Sprintf("; the other %d\n# are timers and commands, or exempt", n)
	}
}

// maxHelpers and maxResources are how many are proposed: with more, most are chance.
const (
	maxHelpers   = 5
	maxResources = 20
)

// firstAccept is what to accept at first. Where some launches go through a helper
// the team has a way to launch, and the strict class is within reach; else it
// begins with what most of the launches do not even meet.
func firstAccept(l report.Launches, raw rawGo, helpers []propose.Helper) finding.Class {
	switch {
	case len(helpers) > 0 || l.Tracked > 0 || l.Total == 0:
		return finding.Tracked
	case 2*l.Joined >= l.Total, raw.detached > 0 && raw.bound == 0: // bound would let no more pass
		return finding.Joined
	}
	return finding.Bound
}

// firstConfig is a config for a code base.
func (f *initFlags) firstConfig(l report.Launches, raw rawGo, helpers []propose.Helper, resources []propose.Resource) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# yaml-language-server: $schema=%s\n", schemaURL)
	b.WriteString("version: 1\n")
	profile := f.profile.Profile
	chosen := profile != "" && profile != config.Profiles()[0]
	if chosen {
		fmt.Fprintf(&b, "profile: %s\n", profile)
	}
	b.WriteString("\n")
	fmt.Fprintf(&b, "# Launches when this was written: %d tracked, %d joined, %d bound, %d detached.\n", l.Tracked, l.Joined, l.Bound, l.Detached)
	if !chosen {
		all := raw.joined + raw.bound + raw.detached
		fmt.Fprintf(&b, "# raw-go reports %d with accept: tracked, %d with joined, %d with bound%s.\n", all, raw.bound+raw.detached, raw.detached, notGo(l, all))
		b.WriteString("# accept is what it lets pass: tracked (through a helper), joined (also what is provably\n# awaited), bound (also what something outside can end).\n")
	}
	helpers = helpers[:min(len(helpers), maxHelpers)]
	kept, doubted := byDoubt(helpers)
	if !chosen {
		fmt.Fprintf(&b, "accept: %s\n", firstAccept(l, raw, kept))
	}
	writeHelpers(&b, kept, doubted)
	writeResources(&b, resources[:min(len(resources), maxResources)])
	return b.Bytes()
}

func writeHelpers(b *bytes.Buffer, kept, doubted []propose.Helper) {
	if len(kept) > 0 {
		b.WriteString("\n# Functions of this code base that launch what they are given: keep those that\n# are your approved way. The first with a call is what fixes rewrite to.\nhelpers:\n")
	}
	for _, h := range kept {
		writeHelper(b, "", h)
	}
	if len(doubted) > 0 {
		b.WriteString("\n# These launch what they are given, and as far as tether sees nobody can wait for it\n# or stop it. Uncomment one that has an owner all the same.\n")
		if len(kept) == 0 {
			b.WriteString("# helpers:\n")
		}
	}
	for _, h := range doubted {
		writeHelper(b, "# ", h)
	}
}

// byDoubt parts the helpers that own what they launch from those that do not; those that
// a fix can call come before others of their class.
func byDoubt(helpers []propose.Helper) (kept, doubted []propose.Helper) {
	for _, h := range helpers {
		if h.Class == finding.Detached {
			doubted = append(doubted, h)
		} else {
			kept = append(kept, h)
		}
	}
	slices.SortStableFunc(kept, func(x, y propose.Helper) int {
		if x.Class != y.Class {
			return 0
		}
		return cmp.Compare(callRank(x), callRank(y))
	})
	return kept, doubted
}

func writeHelper(b *bytes.Buffer, comment string, h propose.Helper) {
	fmt.Fprintf(b, "%s  - launch: %s # %s, %s\n", comment, h.Launch, count(h.Uses, "use"), h.Class)
	if h.Call != "" {
		fmt.Fprintf(b, "%s    call: %s\n", comment, h.Call)
	}
	if h.Wait != "" {
		fmt.Fprintf(b, "%s    wait: %s\n", comment, h.Wait)
	}
	if h.Fn >= 0 {
		fmt.Fprintf(b, "%s    fn: %d\n", comment, h.Fn)
	}
}

// callRank puts helpers that a fix can call before the others.
func callRank(h propose.Helper) int {
	if h.Call == "" {
		return 1
	}
	return 0
}
