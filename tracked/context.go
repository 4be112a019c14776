package tracked

import (
	"context"
	"time"
)

// A scope is a context that is cancelled by the context that tasks were
// launched with, and by their group. The tasks launched with one context, or
// with contexts that are done with it, share one scope.
//
// Sharing is what lets a scope stay alive when a task ends, without piling up
// under a parent that lives for ever: there is one scope for each parent, not
// one for each task, and it goes when the parent is done.
type scope struct {
	ctx    context.Context // carries no values
	cancel context.CancelCauseFunc
}

func newScope(parent context.Context) *scope {
	s := new(scope)
	s.ctx, s.cancel = context.WithCancelCause(parent)
	// A context makes its channel when first asked, and a channel belongs to
	// the synctest bubble it is made in: make it where the group is made.
	s.ctx.Done()
	return s
}

// refused is the scope of the tasks that were never launched.
var refused = func() *scope {
	s := newScope(context.Background())
	s.cancel(ErrShutdown)
	return s
}()

// cancelKey is the key under which package context asks a context for the
// cancellation below it. It is not exported, but a context learns it when asked.
var cancelKey = func() any {
	p := &probe{Context: refused.ctx} // only a context that is done is asked
	_ = context.Cause(p)
	return p.key
}()

type probe struct {
	context.Context
	key any
}

func (p *probe) Value(key any) any {
	p.key = key
	return nil
}

// valueless is a context without its values, but for its cancellation, which
// lets package context link the two directly.
type valueless struct{ context.Context }

func (c valueless) Value(key any) any {
	if cancelKey != nil && key == cancelKey {
		return c.Context.Value(key)
	}
	return nil
}

// rootScope is the scope of tasks whose own context is never done.
func (g *Group) rootScope() *scope {
	g.rootOnce.Do(func() {
		g.root = newScope(context.Background())
		g.mu.Lock()
		defer g.mu.Unlock()
		g.adopt(g.root, nil)
	})
	return g.root
}

// scopeOf returns the scope of tasks launched with the context.
func (g *Group) scopeOf(parent context.Context) *scope {
	done := parent.Done()
	if done == nil {
		return g.rootScope()
	}
	if s, ok := g.scopes.Load(done); ok {
		return s.(*scope)
	}

	s := newScope(valueless{parent}) // calls parent, so not under the lock
	g.mu.Lock()
	defer g.mu.Unlock()
	if first, ok := g.scopes.Load(done); ok {
		s.cancel(nil)
		return first.(*scope)
	}
	g.adopt(s, done)
	return s
}

// adopt makes the group cancel the scope. It is found again by the channel of
// its parent, and by its own: a task may launch another with the context it got.
// The caller holds g.mu.
func (g *Group) adopt(s *scope, parentDone <-chan struct{}) {
	if g.cancelled != nil {
		s.cancel(g.cancelled)
	}
	own := s.ctx.Done()
	if parentDone == nil {
		g.scopes.Store(own, s)
		return
	}
	if s.ctx.Err() != nil {
		return
	}
	g.scopes.Store(own, s)
	g.scopes.Store(parentDone, s)
	context.AfterFunc(s.ctx, func() {
		g.scopes.Delete(own)
		g.scopes.Delete(parentDone)
	})
}

// cancelAll cancels the context of every task, those to come included.
func (g *Group) cancelAll(cause error) {
	g.rootScope()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.cancelled == nil {
		g.cancelled = cause
	}
	g.scopes.Range(func(_, s any) bool {
		s.(*scope).cancel(cause)
		return true
	})
}

// taskContext is the context of a task: the values of the context it was
// launched with, the cancellation of its scope. It is the task itself, under a
// type that has a context's methods.
type taskContext Task

type taskKey struct{}

// FromContext returns the task that ctx was given to, or nil.
func FromContext(ctx context.Context) *Task {
	t, _ := ctx.Value(taskKey{}).(*Task)
	return t
}

// cancellation returns the task's scope, which is looked for when first needed:
// many tasks never ask.
func (c *taskContext) cancellation() context.Context {
	s := c.scope.Load()
	if s == nil {
		s = c.group.scopeOf(c.parent)
		c.scope.Store(s)
	}
	return s.ctx
}

func (c *taskContext) Deadline() (time.Time, bool) { return c.parent.Deadline() }
func (c *taskContext) Done() <-chan struct{}       { return c.cancellation().Done() }
func (c *taskContext) Err() error                  { return c.cancellation().Err() }

func (c *taskContext) Value(key any) any {
	if cancelKey != nil && key == cancelKey {
		return c.cancellation().Value(key)
	}
	if key == (taskKey{}) {
		return (*Task)(c)
	}
	return c.parent.Value(key)
}

// String keeps package fmt from reading the task's fields while it runs.
func (c *taskContext) String() string { return (*Task)(c).String() + ".Context()" }
