package cli

import (
	"bytes"
	"context"
	"fmt"

	"github.com/tetherlint/tether/internal/fix"
)

// printDiff prints what -fix would write. There are findings still, so it exits
// as check does.
func (c *check) printDiff(a *outcome) (int, error) {
	plan := fix.New(a.Findings, nil)
	c.printFixErrors(a, plan.Errors)
	var out bytes.Buffer
	if err := plan.Diff(&out, c.env.Dir); err != nil {
		return 0, err
	}
	return c.exit(a), c.write(c.env, out.Bytes())
}

// applyFixes writes the fixes and reports what is left: the packages are
// analysed again, for places have moved, and a fix that broke the code must not
// go unseen.
func (c *check) applyFixes(ctx context.Context, before *outcome) (int, error) {
	plan := fix.New(before.Findings, nil)
	written, errs := plan.Write()
	errs = append(plan.Errors, errs...)
	if len(written) == 0 {
		c.printFixErrors(before, errs)
		return c.report(before)
	}
	after, err := c.examine(ctx)
	if err != nil {
		return 0, err
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
	c.printFixErrors(after, errs)
	return c.report(after)
}

func (c *check) printFixErrors(a *outcome, errs []error) {
	for _, err := range errs {
		a.failed = true
		fmt.Fprintln(c.env.Stderr, c.env.shorten(err.Error()))
	}
}
