package cli

import (
	"context"
	"flag"
	"io"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/history"
	"github.com/tetherlint/tether/internal/page"
)

// pageFormat is the format of report that needs more than the gate's model: the
// source, and what there was at earlier times.
const pageFormat = "html"

func gateFormats() []string {
	formats := append(gate.Formats(), pageFormat)
	slices.Sort(formats)
	return formats
}

// pageFlags are the flags of report that are about the page alone.
type pageFlags struct {
	noSource    bool
	history     int
	historyFrom string
	noWorse     bool
}

func (f *pageFlags) declare(set *flag.FlagSet) {
	set.BoolVar(&f.noSource, "no-source", false, "html: leave out the source code")
	set.IntVar(&f.history, "history", 0, "html: show the trend over the last `n` commits that changed Go files, each analysed in a worktree of its own")
	set.StringVar(&f.historyFrom, "history-from", "", "html: show the trend over the dated JSON reports in `dir`")
	set.BoolVar(&f.noWorse, "no-worse", false, "exit 1 if a smaller share is tracked or owned than in the last report of -history-from before today")
}

func (f *pageFlags) validate(format string) error {
	for _, flag := range []struct {
		name string
		set  bool
	}{{"no-source", f.noSource}, {"history", f.history != 0}, {"history-from", f.historyFrom != ""}} {
		if flag.set && format != pageFormat {
			return usagef("-%s is for -format html", flag.name)
		}
	}
	if f.history < 0 {
		return usagef("-history: want a number of commits, not %d", f.history)
	}
	if f.history > 0 && f.historyFrom != "" {
		return usagef("-history and -history-from do not go together")
	}
	if f.noWorse && f.historyFrom == "" {
		return usagef("-no-worse wants -history-from")
	}
	return nil
}

// writePage writes the report as a page.
func (j *job) writePage(ctx context.Context, w io.Writer, f *gateFlags, a *outcome, r *gate.Report) error {
	now := page.Now(j.env.Getenv)
	trend, err := j.trend(ctx, &f.pageFlags, a, now)
	if err != nil {
		return err
	}
	if f.noWorse {
		if err := compareWith(r, trend.Points, now); err != nil {
			a.failed = true
			j.env.printError(err)
		}
	}
	revision, clean := history.Head(ctx, j.dir())
	if revision = revision[:min(len(revision), 10)]; revision != "" && !clean {
		revision += ", changed since"
	}
	p := &page.Report{
		Gate: r, Result: a.Result,
		Title: j.title(a), Version: version(), Date: now,
		Revision: revision, NoSource: f.noSource, Trend: trend, Expiring: j.expiring(a),
		Name: j.env.relative, ReadFile: a.readFile, Doc: ruleDoc,
	}
	return page.Write(w, p)
}

// title names what was analysed: the module, or the directory of several.
func (j *job) title(a *outcome) string {
	modules := make(map[string]bool)
	name := ""
	for _, p := range a.driven.Packages {
		if p.Module != "" {
			modules[p.Module] = true
			name = p.Module
		}
	}
	if len(modules) == 1 {
		return name
	}
	return filepath.Base(j.env.Dir)
}
