package tracked

import (
	"context"
	"time"
)

// The state of a group is one word, so that a launch counts itself and learns
// whether the group is closed in one step:
//
//	bits 32-63  launches so far, modulo 2^32: orders those of one instant
//	bits 2-31   live tasks
//	bit  1      waiting: somebody waits for the count to become zero
//	bit  0      closed: Shutdown has begun
const (
	closed    uint64 = 1 << 0
	waiting   uint64 = 1 << 1
	oneLive   uint64 = 1 << 2
	seqShift         = 32
	oneLaunch uint64 = 1 << seqShift
	liveMask         = oneLaunch - oneLive
)

// leave takes a task off the count.
func (g *Group) leave() {
	if n := g.state.Add(^(oneLive - 1)); n&liveMask == 0 && n&waiting != 0 {
		g.settle()
	}
}

// settle tells those who wait, if nothing lives. The waiting bit belongs to the
// channel that was made when it was set; who clears the bit closes one channel.
// When a launch comes first, its end will do it.
func (g *Group) settle() {
	for {
		n := g.state.Load()
		if n&liveMask != 0 || n&waiting == 0 {
			return
		}
		if !g.state.CompareAndSwap(n, n&^waiting) {
			continue
		}
		g.mu.Lock()
		ch := g.idle[0] // not always the bit's own, but one that came before
		g.idle = g.idle[1:]
		g.mu.Unlock()
		close(ch)
		return
	}
}

// whenIdle returns a channel that is closed once there is a moment, from now on,
// at which no task lives.
func (g *Group) whenIdle() <-chan struct{} {
	g.mu.Lock()
	if g.state.Or(waiting)&waiting == 0 {
		g.idle = append(g.idle, make(chan struct{}))
	}
	ch := g.idle[len(g.idle)-1]
	g.mu.Unlock()
	g.settle() // nothing may be alive to do it
	return ch
}

// Wait waits until every task has ended, including those launched in the
// meantime, and returns their errors: nil, or one error that joins them, each a
// *[TaskError] with its task's name. The first 64 are kept, the rest are
// counted. Errors are not forgotten by being returned: a second Wait returns
// them again.
//
// A group can be used again after Wait. A task that waits for its own
// group waits for ever.
func (g *Group) Wait() error {
	<-g.whenIdle()
	return joined(g.kept(true))
}

// WaitContext is like [Group.Wait], but returns when ctx is done, with its cause.
func (g *Group) WaitContext(ctx context.Context) error {
	if !waitFor(ctx, g.whenIdle()) {
		return context.Cause(ctx)
	}
	return joined(g.kept(true))
}

// Shutdown refuses new tasks, from now on and for good; cancels the contexts of
// those that live, with the cause [ErrShutdown]; waits for them to end; and then
// closes what [Group.Defer] registered, the last one first.
//
// It returns the errors of the tasks and of the closers, joined, as [Group.Wait]
// does, except for those by which tasks respond to being cancelled: a task
// that returns its context's error did what was asked.
//
// When ctx is done first, Shutdown returns an error in which [errors.As] finds a
// *[StragglerError] with the tasks that still run, and [errors.Is] finds why ctx
// was done. Nothing is closed then, since the stragglers may use it. Shutdown
// may be called again to wait on, and at once from several goroutines: each
// waits until its own ctx is done.
func (g *Group) Shutdown(ctx context.Context) error {
	if g.state.Or(closed)&closed == 0 && g.shut != nil {
		close(g.shut)
	}
	g.cancelAll(ErrShutdown)

	idle := g.whenIdle()
	if !waitFor(ctx, idle) {
		if late := g.stragglers(); len(late) > 0 {
			return &shutdownError{
				why:        context.Cause(ctx),
				at:         time.Now(),
				stragglers: &StragglerError{Tasks: late},
				open:       g.open(),
				errs:       g.kept(false),
			}
		}
		<-idle // the last tasks are just leaving
	}
	g.late.Store(0)
	if !waitFor(ctx, g.closeAll()) {
		return &shutdownError{why: context.Cause(ctx), open: g.open(), errs: g.kept(false)}
	}
	return joined(g.kept(false))
}

// waitFor waits for done, as long as ctx allows. If both are, done counts.
func waitFor(ctx context.Context, done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
	}
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}

// stragglers describes the live tasks, and tells the event hook.
func (g *Group) stragglers() []Info {
	var late []Info
	now := sinceEpoch()
	for _, t := range g.live() {
		if t.is(flagEnded) {
			continue
		}
		late = append(late, t.info(now))
		t.event(EventStraggler, nil)
	}
	g.late.Store(int64(len(late)))
	return late
}
