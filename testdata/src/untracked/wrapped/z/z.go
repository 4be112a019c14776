// Package z wraps a WaitGroup in types of its own.
package z

import "sync"

type Closer struct {
	waiting sync.WaitGroup
	closed  chan struct{}
}

func NewCloser(n int) *Closer                    { c := &Closer{closed: make(chan struct{})}; c.waiting.Add(n); return c }
func (c *Closer) AddRunning(n int)               { c.waiting.Add(n) }
func (c *Closer) Signal()                        { close(c.closed) }
func (c *Closer) HasBeenClosed() <-chan struct{} { return c.closed }
func (c *Closer) Done() {
	if c == nil {
		return
	}
	c.waiting.Done()
}
func (c *Closer) Wait()          { c.waiting.Wait() }
func (c *Closer) SignalAndWait() { c.Signal(); c.Wait() }

type Throttle struct {
	wg    sync.WaitGroup
	ch    chan struct{}
	errCh chan error
}

func NewThrottle(n int) *Throttle {
	return &Throttle{ch: make(chan struct{}, n), errCh: make(chan error, n)}
}
func (t *Throttle) Do() error {
	t.ch <- struct{}{}
	t.wg.Add(1)
	return nil
}
func (t *Throttle) Done(err error) {
	if err != nil {
		t.errCh <- err
	}
	select {
	case <-t.ch:
	default:
		panic("x")
	}
	t.wg.Done()
}
func (t *Throttle) Finish() error { t.wg.Wait(); close(t.ch); return nil }

// Loose waits on some paths only.
func (lc *Closer) Loose(wait bool) {
	if wait {
		lc.waiting.Wait()
	}
}
