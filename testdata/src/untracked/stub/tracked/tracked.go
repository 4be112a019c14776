// Package tracked stands in for the real one.
package tracked

import "context"

type (
	Task  struct{}
	Group struct{}
)

func Go(ctx context.Context, name string, fn func(ctx context.Context) error) *Task { return nil }
func Start(ctx context.Context, name string) *Task                                  { return nil }

func (g *Group) Go(ctx context.Context, name string, fn func(ctx context.Context) error) *Task {
	return nil
}
func (g *Group) Start(ctx context.Context, name string) *Task { return nil }

func (t *Task) Done() {}

func New() *Group { return new(Group) }

func (g *Group) Wait() error                        { return nil }
func (g *Group) Shutdown(ctx context.Context) error { return nil }
