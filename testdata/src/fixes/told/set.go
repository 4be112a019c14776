package told

import (
	"context"
	"net"
)

// A Scope is a context, and what belongs to it.
type Scope struct {
	context.Context
	name string
}

func (s *Server) flush(string) {}

// Flush ends by a struct that is a context.
func (s *Server) Flush(ctx Scope, more <-chan string) {
	go func() { // want `raw-go`
		for {
			select {
			case <-ctx.Done():
				return
			case key := <-more:
				s.flush(key)
			}
		}
	}()
}

// A Watcher is told to end by a context that it is started with.
type Watcher struct {
	ctx    context.Context
	cancel context.CancelFunc
	conn   net.Conn
	feed   *feed
}

type feed struct{}

func (f *feed) copy(context.Context, net.Conn) {}

func (w *Watcher) loop() { <-w.ctx.Done() }

// Watch has fields that have just been set to variables.
func (w *Watcher) Watch(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	w.ctx = ctx
	w.cancel = cancel
	w.conn = conn
	go w.loop()                   // want `raw-go`
	go w.feed.copy(w.ctx, w.conn) // want `raw-go`
}

// An agent has the context that its maker has been given.
type agent struct{ ctx context.Context }

func newAgent(ctx context.Context) *agent { return &agent{ctx: ctx} }

func (a *agent) loop() { <-a.ctx.Done() }

// Serve makes one.
func Serve(ctx context.Context) {
	a := newAgent(ctx)
	go a.loop() // want `raw-go`
}

// A squad is one of several that a turn may be of.
type squad struct{ turn *shift }

type shift struct{ squad *squad }

func (c *squad) run(t *shift) {}

// take hands a turn over: what is launched is of another squad, and not called as the receiver.
func (squad *squad) take(t *shift) {
	for {
		if t.squad != squad {
			go t.squad.run(t) // want `raw-go`
			return
		}
		t.squad = nil
	}
}
