// Package tracked stands in for the real one.
package tracked

import "context"

type (
	// Options are options.
	Options struct{}
	// Group waits.
	Group struct{ ctx context.Context }
	// Task is a task.
	Task struct {
		ctx context.Context
		g   *Group
	}
)

// New makes a group.
func New(Options) *Group { return new(Group) }

// Go launches.
func Go(ctx context.Context, name string, fn func(ctx context.Context) error) *Task { return nil }

// Start starts a handle.
func Start(ctx context.Context, name string) *Task { return &Task{ctx: ctx} }

// Go launches.
func (g *Group) Go(ctx context.Context, name string, fn func(ctx context.Context) error) *Task {
	return nil
}

// Start starts a handle.
func (g *Group) Start(ctx context.Context, name string) *Task { return &Task{ctx: ctx, g: g} }

// Wait waits.
func (g *Group) Wait() error { return nil }

// Shutdown ends.
func (g *Group) Shutdown(ctx context.Context) error { return nil }

// Context is the task's.
func (t *Task) Context() context.Context { return t.ctx }

// Done ends the handle.
func (t *Task) Done() { _ = t.ctx.Err() }
