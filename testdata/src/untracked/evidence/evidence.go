// Package evidence has launches of which the message says who waits, or what can end them, and where.
package evidence

import (
	"context"
	"sync"
)

type server struct {
	quit chan struct{}
	jobs chan int
	wg   sync.WaitGroup
}

func work() {}

func joined() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `bypasses the helpers, though wg is waited for at line 24 \(joined\): launch it through .*, which cannot miscount`
		defer wg.Done()
		work()
	}()
	wg.Wait()
}

func awaited() {
	done := make(chan struct{})
	go func() { // want `though done is waited for at line 33 \(joined\)`
		defer close(done)
		work()
	}()
	<-done
}

func (s *server) start() {
	s.wg.Add(1)
	go s.counted() // want `though s\.wg is waited for at stop\.go:4 \(joined\)`
	go s.loop()    // want `nothing in sight awaits it, though a receive from s\.quit can end it, see line 51 \(bound\)`
	go s.drain()   // want `though closing s\.jobs would end it, see line 60 \(bound\)`
}

func (s *server) counted() {
	defer s.wg.Done()
	work()
}

func (s *server) loop() {
	for {
		select {
		case <-s.quit:
			return
		default:
			work()
		}
	}
}

func (s *server) drain() {
	for range s.jobs {
		work()
	}
}

func observed(ctx context.Context) {
	go func() { // want `nothing in sight awaits it, though ctx can end it, see line 67 \(bound\)`
		<-ctx.Done()
	}()
}

func nobody() {
	go work() // want `nothing in sight awaits or can stop it \(detached\)`
}

type watcher struct {
	ctx context.Context
}

func NewWatcher(ctx context.Context) *watcher { return &watcher{ctx} }

func (w *watcher) start() {
	go w.watch() // want `though w\.ctx can end it, see line 89 \(bound\)`
	go w.hand()  // want `though w\.ctx can end it, see line 97 \(bound\)`
}

func (w *watcher) watch() {
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-other:
		}
	}
}

func (w *watcher) hand() {
	wait(w.ctx)
}

func wait(ctx context.Context) { <-ctx.Done() }

var other chan int
