package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/fix"
	"github.com/tetherlint/tether/internal/printable"
)

// printDiff prints what -fix would write. There are findings still, so it exits
// as check does.
func (c *check) printDiff(ctx context.Context, a *outcome) (int, error) {
	c.printNeeds(a)
	plan := fix.New(a.Findings, a.readToFix)
	_, errs, err := c.try(ctx, plan, a)
	if err != nil {
		return 0, err
	}
	c.printFixErrors(a, append(plan.Errors, errs...))
	var out bytes.Buffer
	if err := plan.Diff(&out, c.env.Dir); err != nil {
		return 0, err
	}
	diff := out.Bytes()
	if c.useColor(c.env) {
		diff = colored(diff)
	}
	return c.exit(a), c.write(c.env, diff)
}

// colored is a diff in the colours that git shows one in.
func colored(diff []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(diff) {
		text := bytes.TrimRight(line, "\r\n")
		end := line[len(text):]
		code := ""
		switch {
		case bytes.HasPrefix(text, []byte("--- ")), bytes.HasPrefix(text, []byte("+++ ")), bytes.HasPrefix(text, []byte("diff ")):
			code = "1"
		case bytes.HasPrefix(text, []byte("@@")):
			code = "36"
		case bytes.HasPrefix(text, []byte("+")):
			code = "32"
		case bytes.HasPrefix(text, []byte("-")):
			code = "31"
		}
		if code == "" {
			out.Write(line)
			continue
		}
		fmt.Fprintf(&out, "\x1b[%sm%s\x1b[0m%s", code, text, end)
	}
	return out.Bytes()
}

// applyFixes writes the fixes and reports what is left. The packages are analysed again
// before any file is touched, as they would be: places move, and what a fix breaks is not
// written.
func (c *check) applyFixes(ctx context.Context, before *outcome) (int, error) {
	c.printNeeds(before)
	plan := fix.New(before.Findings, before.readToFix)
	after, broken, err := c.try(ctx, plan, before)
	if err != nil {
		return 0, err
	}
	written, unwritten := plan.Write()
	errs := slices.Concat(plan.Errors, broken, unwritten)
	if len(written) == 0 {
		c.printUnfixed(before)
		c.printFixErrors(before, errs)
		return c.report(before)
	}
	if len(unwritten) > 0 { // what is on disk is something else
		if after, err = c.examineAgain(ctx, nil); err != nil {
			return 0, err
		}
	}
	if !c.quiet {
		fixes := 0
		for _, f := range written {
			fixes += f.Fixes
		}
		fmt.Fprintf(c.env.Stderr, "fixed %s in %s\n", count(fixes, "finding"), count(len(written), "file"))
		if plan.Skipped > 0 {
			fmt.Fprintf(c.env.Stderr, "%d left out, which overlap others: run tether -fix again\n", plan.Skipped)
		}
	}
	c.printUnfixed(before)
	c.printFixErrors(after, errs)
	return c.report(after)
}

var errOverlaid = errors.New("what was analysed is an overlay of it")

// readToFix reads a source file that is still what was analysed: lines could agree, and
// what is between them not.
func (a *outcome) readToFix(name string) ([]byte, error) {
	for _, d := range a.runs {
		if d.Overlaid(name) {
			return nil, errOverlaid
		}
	}
	src, err := fix.Read(name)
	for _, d := range a.runs {
		if err == nil && !d.Unchanged(name, src) {
			err = fix.ErrChanged
		}
	}
	return src, err
}

// readFile reads a source as it was analysed.
func (a *outcome) readFile(name string) ([]byte, error) {
	for _, d := range a.runs {
		if d.Overlaid(name) {
			return d.ReadFile(name)
		}
	}
	return os.ReadFile(name)
}

// printUnfixed counts what has no safe fix, by reason.
func (c *check) printUnfixed(a *outcome) {
	unfixed := fix.Unfixed(a.Findings)
	if c.quiet || !slices.ContainsFunc(unfixed, func(f *finding.Finding) bool { return f.Needs == "" }) {
		return // what has a fix once a module is required has been told
	}
	reasons := make(map[string]int)
	for _, f := range unfixed {
		switch {
		case f.Needs != "":
			reasons["go.mod does not require "+f.Needs]++
		case f.NoFix != "":
			reasons[f.NoFix]++
		default:
			reasons["tether does not fix "+string(f.Rule)]++
		}
	}
	fmt.Fprintf(c.env.Stderr, "no safe fix for %s:\n", count(len(unfixed), "finding"))
	for _, reason := range slices.SortedFunc(maps.Keys(reasons), func(x, y string) int {
		return cmp.Or(reasons[y]-reasons[x], cmp.Compare(x, y))
	}) {
		fmt.Fprintf(c.env.Stderr, "%6d  %s\n", reasons[reason], reason)
	}
}

func (c *check) printFixErrors(a *outcome, errs []error) {
	for _, err := range errs {
		a.failed = true
		fmt.Fprintln(c.env.Stderr, printable.Line(c.env.shorten(err.Error())))
	}
}
