// Package chanfield keeps channels in fields.
package chanfield

import (
	"context"
	"sync"
	"time"
)

func more() {}

// Loop has a done channel.
type Loop struct {
	stop chan struct{}
	done chan struct{}
	errc chan error
	jobs chan func()
	once sync.Once
}

// Start launches.
func (l *Loop) Start() {
	go l.run()    // want "untracked/raw-go joined"
	go l.report() // want "untracked/raw-go joined"
	go l.serve()  // want "untracked/raw-go bound"
}

func (l *Loop) run() {
	defer close(l.done)
	for {
		select {
		case <-l.stop:
			return
		case f := <-l.jobs:
			f()
		}
	}
}

func (l *Loop) report() {
	more()
	l.errc <- nil
}

func (l *Loop) serve() {
	for f := range l.jobs {
		f()
	}
}

// Stop waits.
func (l *Loop) Stop() error {
	l.once.Do(func() { close(l.stop) })
	<-l.done
	return <-l.errc
}

// signalled only signals.
type signalled struct{ stop chan struct{} }

func (s *signalled) start() {
	go func() { // want "untracked/raw-go bound"
		for {
			select {
			case <-s.stop:
				return
			case <-time.After(time.Second):
				more()
			}
		}
	}()
}

func (s *signalled) close() { close(s.stop) }

// queue is consumed in a loop: awaits nobody.
type queue struct{ out chan int }

func (q *queue) produce(n int) {
	go func() { q.out <- n }() // want "untracked/raw-go detached"
}

func (q *queue) consume() {
	for v := range q.out {
		_ = v
	}
}

func (q *queue) consumeFor() {
	for {
		<-q.out
	}
}

// exposed lets others wait: not in the package.
type exposed struct{ done chan struct{} }

func (e *exposed) start() {
	go func() { // want "untracked/raw-go detached"
		defer close(e.done)
		more()
	}()
}

// Done gives the channel.
func (e *exposed) Done() <-chan struct{} { return e.done }

// viaAccessor waits through its accessor.
type viaAccessor struct{ done chan struct{} }

func (v *viaAccessor) start() {
	go func() { // want "untracked/raw-go joined"
		defer close(v.done)
		more()
	}()
}

func (v *viaAccessor) wait() { <-v.doneChan() }

func (v *viaAccessor) doneChan() <-chan struct{} { return v.done }

// constructor makes the channel and keeps it.
type constructed struct {
	quit chan struct{}
	done chan struct{}
}

func newConstructed() *constructed {
	c := &constructed{quit: make(chan struct{}), done: make(chan struct{})}
	go c.loop() // want "untracked/raw-go joined"
	return c
}

func (c *constructed) loop() {
	defer close(c.done)
	<-c.quit
	more()
}

// Close ends it.
func (c *constructed) Close() error {
	close(c.quit)
	<-c.done
	return nil
}

// noStop has no way to stop.
type noStop struct{ n int }

func newNoStop() *noStop {
	s := &noStop{}
	go s.loop() // want "untracked/raw-go detached"
	return s
}

func (s *noStop) loop() {
	for {
		s.n++
		time.Sleep(time.Second)
	}
}

// ctxKept keeps its cancel.
type ctxKept struct {
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{}
}

func newCtxKept() *ctxKept {
	ctx, cancel := context.WithCancel(context.Background())
	c := &ctxKept{ctx: ctx, cancel: cancel, done: make(chan struct{})}
	go c.loop() // want "untracked/raw-go joined"
	go c.peek() // want "untracked/raw-go bound"
	return c
}

func (c *ctxKept) loop() {
	defer close(c.done)
	<-c.ctx.Done()
}

func (c *ctxKept) peek() {
	for c.ctx.Err() == nil {
		more()
	}
}

func (c *ctxKept) Close() {
	c.cancel()
	<-c.done
}

// waitsInSelect waits with a timeout: an arm of a select in the package's method.
type waitsInSelect struct{ done chan struct{} }

func (w *waitsInSelect) start() {
	go func() { // want "untracked/raw-go joined"
		defer close(w.done)
		more()
	}()
}

func (w *waitsInSelect) Close(d time.Duration) bool {
	select {
	case <-w.done:
		return true
	case <-time.After(d):
		return false
	}
}

// ticker only: timer channels never count.
type ticking struct{ t *time.Ticker }

func (t *ticking) start() {
	go func() { // want "untracked/raw-go detached"
		for range t.t.C {
			more()
		}
	}()
	go func() { // want "untracked/raw-go detached"
		<-time.After(time.Second)
		more()
	}()
	go func() { // want "untracked/raw-go detached"
		<-t.t.C
	}()
}

var shutdown = make(chan struct{})

// Global is ended by a package variable.
func Global() {
	go func() { // want "untracked/raw-go bound"
		for {
			select {
			case <-shutdown:
				return
			default:
				more()
			}
		}
	}()
}

// foreign waits on a field of another type in the package.
type foreign struct{ l *Loop }

func (f *foreign) start() {
	go func() { // want "untracked/raw-go joined"
		defer close(f.l.done)
		more()
	}()
}

// mutual: both wait for each other, and nobody for them.
type mutual struct{ a, b chan struct{} }

func (m *mutual) start() {
	go func() { // want "untracked/raw-go joined"
		defer close(m.a)
		<-m.b
	}()
	go func() { // want "untracked/raw-go joined"
		defer close(m.b)
		<-m.a
	}()
}
