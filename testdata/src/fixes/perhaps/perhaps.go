// Package perhaps launches what uses a context behind a pointer that may be nil, as it says itself, or as
// other packages may have it.
package perhaps

import "context"

// A Poll has a context where it is made, which is not always.
type Poll struct {
	ctx  context.Context
	name string
}

func New(ctx context.Context) *Poll { return &Poll{ctx: ctx} }

func (p *Poll) ok() bool { return p != nil }

func (p *Poll) close() {
	if p != nil {
		p.name = ""
	}
}

func (p *Poll) wait(done chan struct{}) {
	defer close(done)
	if p == nil {
		return
	}
	<-p.ctx.Done()
}

func (p *Poll) loop(on bool) {
	for on {
		<-p.ctx.Done()
	}
}

// Wait is called on nil: what it launches says so.
func (p *Poll) Wait() {
	done := make(chan struct{})
	go p.wait(done) // want `raw-go`
	go func() {     // want `raw-go`
		if p.ok() {
			<-p.ctx.Done()
		}
	}()
	go func(q *Poll) { // want `raw-go`
		switch q {
		case nil:
		default:
			<-q.ctx.Done()
		}
	}(p)
	<-done
}

// Loop is called on what is there.
func (p *Poll) Loop(on bool) {
	go p.loop(on) // want `raw-go`
	go func() {   // want `raw-go`
		defer p.close()
		<-p.ctx.Done()
	}()
}

// LoopUnless looks before.
func (p *Poll) LoopUnless(on bool) {
	if p == nil {
		return
	}
	go func() { // want `raw-go`
		if p.ok() && on {
			<-p.ctx.Done()
		}
	}()
}

// WaitFor is given one, or none.
func WaitFor(p *Poll, on bool) {
	go func() { // want `raw-go`
		if on {
			<-p.ctx.Done()
		}
	}()
	go func() { // want `raw-go`
		defer func() { _ = recover() }()
		<-p.ctx.Done()
	}()
	go func() { // want `raw-go`
		defer record()
		<-p.ctx.Done()
	}()
	go func() { // want `raw-go`
		if on {
			return
		}
		<-p.ctx.Done()
	}()
	go p.loop(on) // want `raw-go`
	waitFor(p, on)
	if p.name == "" {
		return
	}
	go func() { // want `raw-go`
		if on {
			<-p.ctx.Done()
		}
	}()
}

func record() {}

// waitFor is given what WaitFor is.
func waitFor(p *Poll, on bool) {
	go func() { // want `raw-go`
		if on {
			<-p.ctx.Done()
		}
	}()
}

// waitIn is given what is there.
func waitIn(p *Poll, on bool) {
	go func() { // want `raw-go`
		if on {
			<-p.ctx.Done()
		}
	}()
}

// WaitNew makes it.
func WaitNew(ctx context.Context, on bool) {
	p := New(ctx)
	waitIn(p, on)
	p.close()
}

// A session is what a client has once it is made.
type session struct{ ctx context.Context }

// A Client is made elsewhere, too: its zero value is off.
type Client struct {
	on bool
	s  *session
}

func NewClient(ctx context.Context) *Client { return &Client{on: true, s: &session{ctx: ctx}} }

func (c *Client) Watch(on bool) {
	go func() { // want `raw-go`
		if c.on {
			<-c.s.ctx.Done()
		}
	}()
	go func() { // want `raw-go`
		<-c.s.ctx.Done()
	}()
	if c.s.ctx.Err() != nil {
		return
	}
	go func() { // want `raw-go`
		if c.on {
			<-c.s.ctx.Done()
		}
	}()
}

// A watch is made here alone.
type watch struct {
	on bool
	s  *session
}

func newWatch(ctx context.Context) *watch { return &watch{on: true, s: &session{ctx: ctx}} }

func (w *watch) run() {
	go func() { // want `raw-go`
		if w.on {
			<-w.s.ctx.Done()
		}
	}()
}

// A held is made with what other packages give.
type held struct {
	on bool
	s  *session
}

func newHeld(s *session) *held { return &held{on: true, s: s} }

// Hold may be given nothing.
func Hold(s *session) *held { return newHeld(s) }

func (h *held) run() {
	go func() { // want `raw-go`
		if h.on {
			<-h.s.ctx.Done()
		}
	}()
}
