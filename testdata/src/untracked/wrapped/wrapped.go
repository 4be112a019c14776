// Package wrapped waits in roundabout ways.
package wrapped

import (
	"context"
	"sync"

	"example.com/untracked/wrapped/z"
)

func work() int { return 1 }

type db struct {
	closer *z.Closer
	quit   chan struct{}
	done   chan struct{}
	wg     sync.WaitGroup
}

func (d *db) flush(c *z.Closer) {
	defer c.Done()
	for range c.HasBeenClosed() {
	}
}

func (d *db) open() {
	d.closer = z.NewCloser(1)
	go d.flush(d.closer) // want `joined`
}

func (d *db) close() { d.closer.SignalAndWait() }

func localCloser() {
	c := z.NewCloser(1)
	go func() { // want `joined`
		defer c.Done()
		work()
	}()
	c.SignalAndWait()
}

func throttled() error {
	t := z.NewThrottle(3)
	for range 3 {
		if err := t.Do(); err != nil {
			return err
		}
		go func() { // want `detached`
			t.Done(nil)
		}()
	}
	return t.Finish()
}

func closer(n int) (sum int) {
	out := make(chan int)
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go func() { // want `joined`
			defer wg.Done()
			out <- work()
		}()
	}
	go func() { // want `joined`
		wg.Wait()
		close(out)
	}()
	for v := range out {
		sum += v
	}
	return sum
}

func twice() {
	done := make(chan bool)
	go func() { // want `joined`
		work()
		done <- true
	}()
	go func() { // want `joined`
		work()
		done <- true
	}()
	for i := 0; i < 2; i++ {
		<-done
	}
}

func count(n int) {
	done := make(chan bool)
	for range n {
		go func() { done <- true }() // want `joined`
	}
	for n > 0 {
		<-done
		n--
	}
}

type T struct{ done chan struct{} }

func (t *T) Wait() { <-t.done }

func start() *T {
	done := make(chan struct{})
	go func() { // want `joined`
		defer close(done)
		work()
	}()
	return &T{done: done}
}

type srv struct {
	quit, done chan struct{}
	wg         sync.WaitGroup
}

func newSrv() *srv {
	s := &srv{quit: make(chan struct{}), done: make(chan struct{})}
	go s.loop() // want `joined`
	return s
}
func (s *srv) loop() {
	defer close(s.done)
	<-s.quit
}
func (s *srv) Close() { close(s.quit); <-s.done }

type srv2 struct{ quit chan struct{} }

func newSrv2() *srv2 {
	s := &srv2{quit: make(chan struct{})}
	go s.loop() // want `bound`
	return s
}
func (s *srv2) loop() {
	for {
		select {
		case <-s.quit:
			return
		default:
			work()
		}
	}
}
func (s *srv2) Stop() { close(s.quit) }

func joinedWait(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `detached`
		defer wg.Done()
		work()
	}()
	done := make(chan struct{})
	go func() { // want `detached`
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func joinedWait2() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `joined`
		defer wg.Done()
		work()
	}()
	done := make(chan struct{})
	go func() { // want `joined`
		wg.Wait()
		close(done)
	}()
	<-done
}

func drainN(fs []func() error) error {
	errs := make(chan error, len(fs))
	for _, f := range fs {
		go func() { errs <- f() }() // want `joined`
	}
	for range fs {
		if err := <-errs; err != nil {
			_ = err
		}
	}
	return nil
}

func drainCap(fs []func() error) error {
	errs := make(chan error, len(fs))
	for _, f := range fs {
		go func() { errs <- f() }() // want `joined`
	}
	for i := 0; i < cap(errs); i++ {
		<-errs
	}
	return nil
}

func started(fs []func() error) error {
	errs := make(chan error)
	n := 0
	for _, f := range fs {
		n++
		go func() { errs <- f() }() // want `joined`
	}
	for ; n > 0; n-- {
		<-errs
	}
	return nil
}

type grp struct{ inner sync.WaitGroup }

func (g *grp) Go(f func()) {
	g.inner.Add(1)
	go func() { defer g.inner.Done(); f() }() // want `joined`
}
func (g *grp) Wait() { g.inner.Wait() }

type svr struct {
	mu sync.Mutex
	ok bool
	wg sync.WaitGroup
}

func (s *svr) startGo(f func()) bool {
	started := false
	s.mu.Lock()
	if s.ok {
		s.wg.Add(1)
		go func() { // want `joined`
			f()
			s.wg.Done()
		}()
		started = true
	}
	s.mu.Unlock()
	return started
}
func (s *svr) Shutdown() { s.wg.Wait() }

func pair() {
	a, b := make(chan int, 1), make(chan int, 1)
	go func() { a <- work() }() // want `joined`
	go func() { b <- work() }() // want `joined`
	_, _ = <-a, <-b
}

func sumTwo() int {
	c := make(chan int)
	go func() { c <- work() }() // want `joined`
	go func() { c <- work() }() // want `joined`
	return <-c + <-c
}

func three() {
	errc := make(chan error, 3)
	go func() { errc <- nil }() // want `detached`
	go func() { errc <- nil }() // want `detached`
	go func() { errc <- nil }() // want `detached`
	for i := 0; i < 3; i++ {
		if err := <-errc; err != nil {
			return
		}
	}
}

func threeAll() {
	errc := make(chan error, 3)
	go func() { errc <- nil }() // want `joined`
	go func() { errc <- nil }() // want `joined`
	go func() { errc <- nil }() // want `joined`
	for range 3 {
		<-errc
	}
}

func looselyWaited() {
	c := z.NewCloser(1)
	go func() { // want `detached`
		defer c.Done()
		work()
	}()
	c.Loose(true)
}

func twoClosers() {
	a, b := z.NewCloser(1), z.NewCloser(1)
	go func() { // want `joined`
		defer a.Done()
		work()
	}()
	go func() { // want `detached`
		defer b.Done()
		work()
	}()
	a.SignalAndWait()
}

type closers struct{ a, b *z.Closer }

func (c *closers) open() {
	go c.run(c.a) // want `joined`
	go c.run(c.b) // want `bound`
}

func (c *closers) run(lc *z.Closer) {
	defer lc.Done()
	<-lc.HasBeenClosed()
}

func (c *closers) close() { c.a.SignalAndWait() }

func counted(fs []func()) {
	done := make(chan bool)
	n := 0
	for _, f := range fs {
		if f == nil {
			continue
		}
		n++
		go func() { // want `joined`
			f()
			done <- true
		}()
	}
	for ; n > 0; n-- {
		<-done
	}
}

func countedTwice(fs []func()) {
	done := make(chan bool)
	n := 0
	for _, f := range fs {
		if f == nil {
			n++
			continue
		}
		n++
		go func() { // want `detached`
			f()
			done <- true // want `untracked/stuck`
		}()
	}
	for ; n > 1; n-- {
		<-done
	}
}

func tooFew() {
	done := make(chan bool)
	go func() { done <- true }() // want `detached` `untracked/stuck`
	go func() { done <- true }() // want `detached` `untracked/stuck`
	go func() { done <- true }() // want `detached` `untracked/stuck`
	for range 2 {
		<-done
	}
}
