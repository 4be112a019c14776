package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

const trackedPath = "github.com/tetherlint/tether/tracked"

// A proof is what proves: programs, and how much.
type proof struct {
	tether, tracked string
	tests, changed  bool
	timeout         time.Duration
}

// A verdict says how one check came out.
type verdict struct {
	news []string // what is wrong since the fixes
	note string   // instead of ok
}

func (v verdict) String() string {
	switch {
	case len(v.news) > 0:
		return fmt.Sprintf("%d NEW", len(v.news))
	case v.note != "":
		return v.note
	}
	return "ok"
}

// A row is what came out for one checkout.
type row struct {
	findings, fixed, unfixed int
	reasons                  []string
	format, build, vet       verdict
	tests, again             verdict
}

func (r *row) broken() bool {
	return slices.ContainsFunc([]verdict{r.format, r.build, r.vet, r.tests, r.again}, func(v verdict) bool { return len(v.news) > 0 })
}

func (r *row) details(name string) (lines []string) {
	for _, reason := range r.reasons {
		lines = append(lines, name+": no safe fix: "+strings.TrimSpace(reason))
	}
	for _, c := range []struct {
		what string
		verdict
	}{{"gofmt", r.format}, {"build", r.build}, {"vet", r.vet}, {"tests", r.tests}, {"again", r.again}} {
		for _, line := range c.news {
			lines = append(lines, name+": "+c.what+": "+line)
		}
	}
	return lines
}

// one proves one checkout in a copy.
func (p *proof) one(ctx context.Context, checkout, dir string) (*row, error) {
	if err := copyTree(dir, checkout); err != nil {
		return nil, err
	}
	if err := p.require(ctx, dir, checkout); err != nil {
		return nil, err
	}
	pkgs := []string{"./..."}
	if p.tests && p.changed {
		pkgs = p.changes(ctx, dir)
	}
	before := p.measure(ctx, dir, pkgs)
	r := new(row)
	out, _ := p.run(ctx, dir, p.tether, "-exit-zero", "-format", "json", "./...")
	var report struct{ Findings []struct{ Status string } }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		return nil, fmt.Errorf("tether: %w", err)
	}
	for _, f := range report.Findings {
		if f.Status != "suppressed" {
			r.findings++
		}
	}
	_, said := p.run(ctx, dir, p.tether, "-exit-zero", "-fix", "./...")
	r.read(said.String())
	after := p.measure(ctx, dir, pkgs)
	r.format, r.build, r.vet, r.tests = since(before.format, after.format), since(before.build, after.build), since(before.vet, after.vet), since(before.tests, after.tests)
	if n := len(before.build); n > 0 {
		r.build.note = fmt.Sprintf("same %d lines", n)
	}
	if !p.tests {
		r.tests.note = "not run"
	} else if len(r.tests.news) > 0 {
		r.tests.news = p.again(ctx, dir, r.tests.news)
		r.tests.note = "ok, flaky"
	} else if n := len(before.tests); n > 0 {
		r.tests.note = fmt.Sprintf("same %d fail", n)
	}
	fixed, err := snapshot(dir)
	if err != nil {
		return nil, err
	}
	p.run(ctx, dir, p.tether, "-exit-zero", "-fix", "./...")
	r.again.news, err = changed(dir, fixed)
	return r, err
}

var (
	fixedLine   = regexp.MustCompile(`(?m)^fixed (\d+) finding`)
	unfixedLine = regexp.MustCompile(`(?m)^no safe fix for (\d+) finding.*\n((?:\s+\d+  .*\n)*)`)
)

// read takes the counts from what tether -fix said.
func (r *row) read(said string) {
	if m := fixedLine.FindStringSubmatch(said); m != nil {
		fmt.Sscan(m[1], &r.fixed)
	}
	if m := unfixedLine.FindStringSubmatch(said); m != nil {
		fmt.Sscan(m[1], &r.unfixed)
		r.reasons = strings.Split(strings.TrimRight(m[2], "\n"), "\n")
	}
}

// copyTree copies a checkout without its history.
func copyTree(to, from string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir() && d.Name() == ".git":
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(name)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, info.Mode().Perm()|0o600)
	})
}

// require lets the module require tracked, and be of the Go version that this needs.
// What it replaces by folders beside it stays where it is. What is vendored stays so, for its
// modules may be nowhere else, and gets tracked, too.
func (p *proof) require(ctx context.Context, dir, checkout string) error {
	mod, err := readMod(dir)
	if err != nil {
		return err
	}
	tracked, err := readMod(p.tracked)
	if err != nil {
		return err
	}
	edits := []string{"mod", "edit", "-require", trackedPath + "@v0.0.0", "-replace", trackedPath + "=" + p.tracked}
	if mod.Go == nil || semver.Compare("v"+mod.Go.Version, "v"+tracked.Go.Version) < 0 {
		edits = append(edits, "-go", tracked.Go.Version)
	}
	for _, r := range mod.Replace {
		if strings.HasPrefix(r.New.Path, "../") {
			edits = append(edits, "-replace", r.Old.Path+"="+filepath.Join(checkout, r.New.Path))
		}
	}
	if out, said := p.run(ctx, dir, "go", edits...); said.Len() > 0 {
		return errors.New(out.String() + said.String())
	}
	return p.vendor(dir, tracked.Go.Version)
}

// vendor puts tracked, which is of a Go version, beside what a module has vendored, as go mod
// vendor would that may bring the others from nowhere.
func (p *proof) vendor(dir, goVersion string) error {
	modules := modulesFile(dir)
	list, err := os.ReadFile(modules)
	if os.IsNotExist(err) {
		return nil // it vendors nothing
	} else if err != nil {
		return err
	}
	if err := copyTree(filepath.Join(dir, "vendor", filepath.FromSlash(trackedPath)), p.tracked); err != nil {
		return err
	}
	list = fmt.Appendf(list, "# %[1]s v0.0.0 => %[2]s\n## explicit; go %[3]s\n%[1]s\n# %[1]s => %[2]s\n", trackedPath, p.tracked, goVersion)
	return os.WriteFile(modules, list, 0o644)
}

// modulesFile is the list of what a module has vendored.
func modulesFile(dir string) string { return filepath.Join(dir, "vendor", "modules.txt") }

func readMod(dir string) (*modfile.File, error) {
	name := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return modfile.Parse(name, text, nil)
}

// run runs a program in the module.
func (p *proof) run(ctx context.Context, dir, name string, args ...string) (out, said *bytes.Buffer) {
	out, said = new(bytes.Buffer), new(bytes.Buffer)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, said
	mod := "mod"
	if _, err := os.Stat(modulesFile(dir)); err == nil {
		mod = "vendor"
	}
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod="+mod, "GOWORK=off", "GOTOOLCHAIN=local")
	if err := cmd.Run(); err != nil && said.Len() == 0 {
		fmt.Fprintln(said, err)
	}
	return out, said
}
