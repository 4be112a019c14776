package tracked

import "context"

var defaultGroup = New(Options{})

// Default returns the group that the package's functions use. It has the zero
// [Options].
func Default() *Group { return defaultGroup }

// Go launches fn on the default group. See [Group.Go].
//
//go:noinline
func Go(ctx context.Context, name string, fn func(ctx context.Context) error) *Task {
	return defaultGroup.launch(ctx, name, nil, fn)
}

// Start registers a task with the default group. See [Group.Start].
//
//go:noinline
func Start(ctx context.Context, name string) *Task {
	return defaultGroup.start(ctx, name, nil)
}

// Wait waits for the tasks of the default group. See [Group.Wait].
func Wait() error { return defaultGroup.Wait() }

// Shutdown shuts the default group down, for good. See [Group.Shutdown].
func Shutdown(ctx context.Context) error { return defaultGroup.Shutdown(ctx) }
