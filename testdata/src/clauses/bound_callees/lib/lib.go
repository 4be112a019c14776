// Package lib watches contexts for others, or does not.
package lib

import (
	"context"
	"time"
)

// Opts holds things.
type Opts struct {
	Ctx  context.Context
	Stop <-chan struct{}
	Name string
}

// Watch watches the context in a struct.
func Watch(o Opts) { <-o.Ctx.Done() }

// Ignore takes the same struct.
func Ignore(o Opts) { _ = o.Name }

// UntilStop watches the channel in it.
func UntilStop(o *Opts) {
	for {
		select {
		case <-o.Stop:
			return
		case <-time.After(time.Second):
		}
	}
}

// Worker holds a context of its own.
type Worker struct {
	ctx context.Context
	n   int
}

// New takes one.
func New(ctx context.Context) *Worker { return &Worker{ctx: ctx} }

// Run watches it.
func (w *Worker) Run() {
	for w.ctx.Err() == nil {
		w.n++
	}
}

// Blind does not.
func (w *Worker) Blind() { w.n++ }

// Drain drains.
func Drain[T any](c <-chan T) {
	for range c {
	}
}

// Each calls f with the context.
func Each(ctx context.Context, f func(context.Context)) { f(ctx) }

// Call calls f.
func Call(f func()) { f() }

// Gate waits, then works.
func Gate(c <-chan struct{}, f func()) {
	<-c
	f()
}

// Result has the answer as its result.
func Stopped(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Client has a context of its own.
type Client struct{ ctx context.Context }

// Handle registers what looks at it later.
func Handle(c *Client, set func(func())) {
	set(func() { <-c.ctx.Done() })
}
