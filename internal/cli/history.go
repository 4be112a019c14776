package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/history"
	"github.com/tetherlint/tether/internal/page"
	"github.com/tetherlint/tether/internal/printable"
)

// trend is what there was at earlier times, as the flags ask for, and now.
func (j *job) trend(ctx context.Context, f *pageFlags, a *outcome, now time.Time) (*page.Trend, error) {
	current := history.Of(a.Result)
	current.Name, current.Date = "now", now
	if a.failed {
		current.Gap = "not all packages could be analysed"
	}
	switch {
	case f.historyFrom != "":
		points, err := j.series(f.historyFrom)
		if err != nil {
			return nil, err
		}
		if n := len(points); n == 0 || points[n-1].Date.Before(now.Truncate(24*time.Hour)) {
			points = append(points, current)
		}
		return &page.Trend{Points: points}, nil
	case f.history > 0:
		points, err := j.commits(ctx, f.history, current)
		if err == nil && !hasEarlier(points) {
			a.failed = true
			fmt.Fprintln(j.env.Stderr, "tether: -history: no earlier commit could be analysed, so that there is no trend")
		}
		return &page.Trend{Points: points}, err
	}
	return nil, nil
}

// hasEarlier reports whether there is a point with figures before the last one, or no
// point that could have been.
func hasEarlier(points []history.Point) bool {
	if len(points) < 2 {
		return true
	}
	return slices.ContainsFunc(points[:len(points)-1], func(p history.Point) bool { return p.Gap == "" })
}

// compareWith makes the shares of the last report before today that has figures a threshold.
// It returns an error where there are reports before today and none has: that all is well
// is then not known, other than on the first day.
func compareWith(r *gate.Report, points []history.Point, now time.Time) error {
	today, earlier := now.Truncate(24*time.Hour), false
	for _, p := range slices.Backward(points) {
		if !p.Date.Before(today) {
			continue
		}
		if earlier = true; p.Gap == "" {
			r.NotBelow(gate.Coverage{
				Launches:  gate.Share{Good: p.Launches.Tracked, Total: p.Launches.Total},
				Resources: gate.Share{Good: p.Owned(), Total: p.Resources.Total},
			}, p.Name)
			return nil
		}
	}
	if earlier {
		return errors.New("-no-worse: no report before today has figures, so that there is nothing to compare with")
	}
	return nil
}

// series reads dated reports.
func (j *job) series(name string) ([]history.Point, error) {
	points, skipped, err := history.Series(j.env.abs(name))
	if err != nil {
		return nil, usagef("-history-from: %v", err)
	}
	if len(skipped) > 0 && !j.quiet {
		fmt.Fprintf(j.env.Stderr, "tether: -history-from: no date in the name, left out: %s\n", strings.Join(skipped, ", "))
	}
	for _, p := range points {
		if p.Gap != "" && !j.quiet {
			fmt.Fprintf(j.env.Stderr, "tether: -history-from: %s is left out: %s\n", printable.Line(p.Name), printable.Line(p.Gap))
		}
	}
	if len(points) == 0 {
		return nil, usagef("-history-from: %s has no report with a date in its name, as 2026-11-28.json", name)
	}
	return points, nil
}

// commits are the points of the last n commits that changed Go files. What is analysed
// anyway is the last of them, if it is what is checked out, or else a point of its own.
func (j *job) commits(ctx context.Context, n int, current history.Point) ([]history.Point, error) {
	list, err := history.Commits(ctx, j.dir(), n)
	if err != nil {
		return nil, fmt.Errorf("-history: %w", err)
	}
	head, clean := history.Head(ctx, j.dir())
	tree, err := history.NewTree(ctx, j.dir())
	if err != nil {
		return nil, fmt.Errorf("-history: %w", err)
	}
	defer tree.Close()
	kept := j.kept()
	var points []history.Point
	for i, c := range list {
		p, known := kept.Get(c)
		switch {
		case clean && c.Hash == head:
			p, current.Name = current, ""
		case !known:
			if p, err = j.at(ctx, tree, c); err != nil {
				return nil, err
			}
		}
		p.Name, p.Date, p.Subject = c.Short(), c.Date, c.Subject
		if !known && p.Gap == "" {
			kept.Put(c, p)
		}
		j.tellPoint(i+1, len(list), p)
		points = append(points, p)
	}
	if current.Name != "" {
		points = append(points, current)
	}
	return points, nil
}

// tellPoint is the progress, a line for each commit.
func (j *job) tellPoint(i, n int, p history.Point) {
	if j.quiet {
		return
	}
	what := p.Gap
	if what == "" {
		total := 0
		for _, k := range p.Rules {
			total += k
		}
		what = count(total, "finding")
	}
	fmt.Fprintf(j.env.Stderr, "history: %d of %d: %s of %s: %s\n", i, n, p.Name, p.Date.Format("2006-01-02"), what)
}

// at analyses a commit in a worktree of its own. What is wrong with the commit is a
// gap; what ends the run is an error.
func (j *job) at(ctx context.Context, tree *history.Tree, c history.Commit) (p history.Point, err error) {
	err = tree.At(ctx, c, func(dir string) error {
		var told bytes.Buffer
		env := *j.env
		env.Dir, env.Stderr = dir, &told
		flags := *j.runFlags
		flags.quiet = true
		if config.ModuleRoot(dir) == "" && !hasFile(dir, "go.work") {
			p.Gap = "it has no go.mod"
			return nil
		}
		then := &job{runFlags: &flags, env: &env, named: j.named, analyzers: j.analyzers}
		a, err := then.analyse(ctx)
		if err != nil {
			return err
		}
		p = history.Of(a.Result)
		if a.failed {
			p.Gap = reason(told.String())
		}
		return nil
	})
	if ctx.Err() != nil {
		return p, errors.Join(ctx.Err(), err)
	}
	if err != nil {
		p.Gap = reason(err.Error())
	}
	return p, nil
}

// reason is the first line of what was told that says what is wrong, as why a commit has
// no figures.
func reason(told string) string {
	why := ""
	for line := range strings.Lines(told) {
		_, after, found := strings.Cut(line, "stderr: ")
		if found {
			line = after
		}
		line = strings.TrimPrefix(strings.TrimSpace(line), "tether: ")
		if line != "" && !strings.HasPrefix(line, "go: downloading ") {
			why = line
			break
		}
	}
	if runes := []rune(why); len(runes) > 200 { // it stands in a chart
		return string(runes[:200]) + "…"
	}
	return cmp.Or(why, "it could not be analysed")
}

// kept are the points that earlier runs have made with the same tether, of the same
// packages, by the same config and flags.
func (j *job) kept() *history.Kept {
	dir := j.cacheDir()
	if dir == "" {
		return new(history.Kept)
	}
	tool := version()
	if exe, err := os.Executable(); err == nil {
		if info, err := os.Stat(exe); err == nil {
			tool += fmt.Sprint(exe, info.Size(), info.ModTime().UnixNano())
		}
	}
	salt := []string{tool, j.dir(), strings.Join(j.packages(j.env), " "), j.tags, j.matrix, j.rules, strconv.FormatBool(j.test)}
	if j.named != nil {
		salt = append(salt, j.named.Key())
	}
	for _, key := range []string{"GOOS", "GOARCH", "GOFLAGS", "CGO_ENABLED"} {
		salt = append(salt, j.env.Getenv(key))
	}
	return &history.Kept{Dir: filepath.Join(dir, "history"), Salt: salt}
}
