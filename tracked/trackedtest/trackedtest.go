// Package trackedtest fails tests that leave tasks behind.
//
// It looks at one group, not at all goroutines of the process, so tests that run
// in parallel do not see each other's tasks.
package trackedtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tetherlint/tether/tracked"
)

// grace is how long tasks may take to end when the test is over, before they
// count as left behind. It is spent only where some do not.
const grace = time.Second

// New returns a group for the test. When the test and its subtests are over, it
// fails if tasks of the group still live, see [Check], and the group is shut
// down.
func New(t testing.TB, opts tracked.Options) *tracked.Group {
	t.Helper()
	if opts.Name == "" {
		opts.Name = t.Name()
	}
	g := tracked.New(opts)
	t.Cleanup(func() {
		t.Helper()
		report(t, g)
		ctx, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		_ = g.Shutdown(ctx) // whoever did not stop has been reported
	})
	return g
}

// Check makes the test fail when it is over, and its later cleanups have run, if
// tasks of the group still live: with their names and launch sites. Tasks that
// are about to end get a second to do so; nothing is cancelled. Call it first
// thing in a test that makes its own group and shuts it down.
func Check(t testing.TB, g *tracked.Group) {
	t.Helper()
	t.Cleanup(func() {
		t.Helper()
		report(t, g)
	})
}

func report(t testing.TB, g *tracked.Group) {
	t.Helper()
	left := leftBehind(g)
	if len(left) == 0 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "the test leaves tasks behind (%d):", len(left))
	for _, task := range left {
		fmt.Fprintf(&b, "\n\t%v, %v, for %v", task, task.State, time.Since(task.Started).Round(time.Millisecond))
	}
	t.Error(b.String())
}

// leftBehind returns the tasks that live when the grace is over.
func leftBehind(g *tracked.Group) []tracked.Info {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	_ = g.WaitContext(ctx) // the tasks' errors are the test's concern
	var left []tracked.Info
	for task := range g.Tasks() {
		left = append(left, task)
	}
	return left
}
