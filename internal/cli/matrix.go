package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
)

// A platform is one element of -matrix: a system, an architecture, and build tags
// besides those of -tags.
type platform struct {
	name   string // as the user wrote it
	goos   string
	goarch string
	tags   []string
}

// parseMatrix reads the value of -matrix.
func parseMatrix(value string) (list []platform, err error) {
	for name := range strings.SplitSeq(value, ",") {
		name = strings.TrimSpace(name)
		p := platform{name: name}
		pair, tags, tagged := strings.Cut(name, "+")
		var ok bool
		p.goos, p.goarch, ok = strings.Cut(pair, "/")
		if tagged {
			p.tags = strings.Split(tags, "+")
		}
		if !ok || p.goos == "" || p.goarch == "" || strings.Contains(p.goarch, "/") || slices.Contains(p.tags, "") {
			return nil, usagef("-matrix: want GOOS/GOARCH or GOOS/GOARCH+TAG, separated by commas, not %q", name)
		}
		if slices.ContainsFunc(list, func(q platform) bool { return q.name == name }) {
			return nil, usagef("-matrix: %s is named twice", name)
		}
		list = append(list, p)
	}
	return list, nil
}

// checkMatrix looks the platforms up among those that the toolchain knows: for
// others the go command lists packages without a word, and finds in them what is
// for no system in particular. A toolchain without its list is not asked.
func (env *Env) checkMatrix(ctx context.Context, list []platform) error {
	cmd := exec.CommandContext(ctx, "go", "tool", "dist", "list")
	cmd.Dir = env.Dir
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	known := strings.Fields(string(out))
	for _, p := range list {
		pair := p.goos + "/" + p.goarch
		if slices.Contains(known, pair) {
			continue
		}
		hint := `: "go tool dist list" lists those that there are`
		if near := config.Nearest(pair, known); near != "" {
			hint = fmt.Sprintf(": did you mean %q?", near)
		}
		return usagef("-matrix: this Go knows no platform %q%s", pair, hint)
	}
	return nil
}

// driveMatrix runs on each platform in turn and merges what they yield. That there
// is nothing to analyse on one is no error if there is on another.
func (j *job) driveMatrix(ctx context.Context, tests bool, cfgs *configs) (*driver.Outcome, error) {
	var variants []driver.Variant
	var excluded error // of the last platform without anything
	some := false
	for i := range j.platforms {
		p := &j.platforms[i]
		out, err := j.drivePlatform(ctx, tests, cfgs, p)
		switch {
		case driver.IsExcluded(err):
			excluded = fmt.Errorf("on %s: %w", p.name, err)
			variants = append(variants, driver.Variant{Platform: p.name, Outcome: &driver.Outcome{Result: new(finding.Result)}})
		case err != nil && ctx.Err() == nil:
			return nil, fmt.Errorf("on %s: %w", p.name, err)
		case err != nil:
			return nil, err
		default:
			variants = append(variants, driver.Variant{Platform: p.name, Outcome: out})
			some = true
		}
	}
	if !some {
		return nil, excluded
	}
	return driver.Across(variants), nil
}

// environ is the environment of the go command for a platform; nil for that of
// this process. CGO_ENABLED=1 is meant for this machine: without a cross compiler
// others have no cgo, as they have none by default.
func (p *platform) environ() []string {
	if p == nil {
		return nil
	}
	env := append(os.Environ(), "GOOS="+p.goos, "GOARCH="+p.goarch)
	if (p.goos != runtime.GOOS || p.goarch != runtime.GOARCH) && os.Getenv("CC") == "" {
		env = append(env, "CGO_ENABLED=0")
	}
	return env
}

// buildTags are those of the command line and of a platform, which may be nil.
func (f *runFlags) buildTags(p *platform) string {
	var tags []string
	if f.tags != "" {
		tags = append(tags, f.tags)
	}
	if p != nil {
		tags = append(tags, p.tags...)
	}
	return strings.Join(tags, ",")
}
