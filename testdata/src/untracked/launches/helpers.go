package launches

import (
	"context"
	"sync"

	"github.com/tetherlint/tether/tracked"
	"golang.org/x/sync/errgroup"
)

// Through helpers: nothing to report.
func helped(ctx context.Context, wg *sync.WaitGroup, tasks *tracked.Group) error {
	var group errgroup.Group
	group.Go(func() error { return nil })
	if !group.TryGo(func() error { return nil }) {
		return group.Wait()
	}
	wg.Go(f)
	tasks.Go(ctx, "task", func(context.Context) error { return nil })
	tracked.Go(ctx, "task", func(context.Context) error { return nil })
	wg.Wait()
	return group.Wait()
}

// The launch in the function that a helper runs is a launch like any other.
func inside(wg *sync.WaitGroup) {
	wg.Go(func() {
		go f() // want `goroutine running f bypasses`
	})
	go wg.Go(f) // want `goroutine running \(\*sync\.WaitGroup\)\.Go bypasses`
}

// The handle form.
func handles(ctx context.Context, tasks *tracked.Group, given *tracked.Task) {
	t := tracked.Start(ctx, "one")
	go func() {
		defer t.Done()
		f()
	}()
	u := tasks.Start(ctx, "two")
	go func(u *tracked.Task) {
		defer u.Done()
	}(u)
	v := tracked.Start(ctx, "three")
	go run(v)
	go run(tracked.Start(ctx, "four"))
	go run(given)
}

func run(t *tracked.Task) {
	defer t.Done()
	f()
}

// Handles that do not own what is launched.
func mishandled(ctx context.Context, cond bool) {
	go func() { // want `goroutine running a func literal .*\(bound\)`
		t := tracked.Start(ctx, "inside")
		defer t.Done()
		<-ctx.Done()
	}()
	t := tracked.Start(ctx, "not at the top level")
	go func() { // want `goroutine running a func literal .*\(detached\)`
		if cond {
			defer t.Done()
		}
	}()
	u := tracked.Go(ctx, "no handle", func(context.Context) error { return nil })
	go func() { // want `goroutine running a func literal .*\(detached\)`
		defer u.Done()
	}()
	v := tracked.Start(ctx, "not deferred")
	go func() { // want `goroutine running a func literal .*\(detached\)`
		f()
		v.Done()
	}()
}

// A type with the methods of a group is none.
type lookalike struct{}

func (lookalike) Go(fn func() error) {
	go fn() // want `goroutine running fn bypasses`
}
