package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/fix"
	"github.com/tetherlint/tether/internal/printable"
)

// try analyses the packages as they would be with the plan's files, in memory. What does
// not compile then leaves the plan, package by package, and is named by an error; the
// outcome is that of what is left.
func (c *check) try(ctx context.Context, plan *fix.Plan, before *outcome) (after *outcome, errs []error, err error) {
	after = before
	for len(plan.Files) > 0 {
		texts := make(map[string][]byte)
		for _, f := range plan.Files {
			texts[f.Name] = f.After
		}
		if after, err = c.examineAgain(ctx, texts); err != nil {
			return nil, nil, err
		}
		broken := newProblems(before.driven.Problems, after.driven.Problems)
		if len(broken) == 0 {
			return after, errs, nil
		}
		errs = append(errs, withdraw(plan, broken, after.driven.Packages)...)
	}
	return before, errs, nil
}

// examineAgain examines the packages with texts in place of files on disk. What is wrong
// with them and their configs the first run has said.
func (c *check) examineAgain(ctx context.Context, texts map[string][]byte) (*outcome, error) {
	held := *c.env
	held.Stderr = io.Discard
	show := (func(done, total int))(nil)
	if !c.quiet && isTerminal(c.env.Stderr) {
		bar := &progress{w: printable.Unwrap(c.env.Stderr)}
		defer bar.clear()
		show = bar.show
	}
	for _, p := range c.parts {
		env := p.env
		p.texts, p.env, p.progress = texts, &held, show
		defer func() { p.texts, p.env, p.progress = nil, env, nil }()
	}
	return c.examine(ctx)
}

// newProblems returns the problems of packages that have more of them than before. The
// places of the others may have moved.
func newProblems(before, after []driver.Problem) (list []driver.Problem) {
	had := make(map[string]int)
	for _, p := range before {
		had[p.Package]++
	}
	has := make(map[string]int)
	for _, p := range after {
		has[p.Package]++
	}
	for _, p := range after {
		if has[p.Package] > had[p.Package] {
			list = append(list, p)
		}
	}
	return list
}

// withdraw takes the files of packages that would not compile out of a plan: all files
// where it is others that do not compile then.
func withdraw(plan *fix.Plan, broken []driver.Problem, packages []driver.Package) (errs []error) {
	why := make(map[string]driver.Problem) // by the directory of the package
	for _, b := range slices.Backward(broken) {
		for _, p := range packages {
			if p.ImportPath == b.Package {
				why[p.Dir] = b
			}
		}
	}
	of := func(f fix.File) (driver.Problem, bool) {
		p, ok := why[filepath.Dir(f.Name)]
		return p, ok
	}
	if !slices.ContainsFunc(plan.Files, func(f fix.File) bool { _, ok := of(f); return ok }) {
		of = func(fix.File) (driver.Problem, bool) { return broken[0], true }
	}
	plan.Files = slices.DeleteFunc(plan.Files, func(f fix.File) bool {
		p, ok := of(f)
		if ok {
			errs = append(errs, fmt.Errorf("%s: not written: %w", f.Name, wouldNotCompile(p)))
		}
		return ok
	})
	return errs
}

func wouldNotCompile(p driver.Problem) error {
	what, _, _ := strings.Cut(strings.TrimSpace(p.Message), "\n")
	if p.Position != "" {
		what = filepath.Base(p.Position) + ": " + what
	}
	return errors.New("with the fixes " + p.Package + " would not compile: " + what)
}
