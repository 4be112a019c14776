// Package awaited has bodies that signal their end, and waits for them.
package awaited

import (
	"log"
	"os"
	"sync"
)

func work() {}

type pool struct {
	wg      sync.WaitGroup
	never   sync.WaitGroup
	shared  *sync.WaitGroup
	done    chan struct{}
	unheard chan struct{}
	queue   chan int
}

func (p *pool) start(cond bool) {
	go func() { // want `joined`
		defer p.wg.Done()
		work()
	}()
	go p.run()  // want `joined`
	go func() { // want `detached`
		defer p.never.Done()
		work()
	}()
	go func() { // want `joined`
		defer p.shared.Done()
		work()
	}()
	go func() { // want `joined`
		defer close(p.done)
		work()
	}()
	go func() { // want `joined`
		work()
		p.done <- struct{}{}
	}()
	go func() { // want `detached`
		defer close(p.unheard)
		work()
	}()
	go func() { // want `detached`
		work()
		p.queue <- 1
	}()
	wg := &p.wg
	go func() { // want `joined`
		defer wg.Done()
		work()
	}()
	go finish(&p.wg)    // want `joined`
	go finish(&p.never) // want `detached`
	go wrap(func() {    // want `joined`
		defer p.wg.Done()
		work()
	})
	go p.wrapped(work) // want `joined`
}

func (p *pool) run() {
	defer p.wg.Done()
	work()
}

func (p *pool) wrapped(fn func()) {
	wrap(func() {
		fn()
		p.wg.Done()
	})
}

func wrap(fn func()) {
	defer log.Print("over")
	fn()
}

func finish(wg *sync.WaitGroup) {
	work()
	wg.Done()
}

// close waits for what start launched.
func (p *pool) close() {
	p.wg.Wait()
	waitFor(p.shared)
	<-p.done
	for range p.queue {
		work()
	}
	for {
		<-p.unheard
	}
}

func waitFor(wg *sync.WaitGroup) { wg.Wait() }

var (
	group   sync.WaitGroup
	orphans sync.WaitGroup
)

func background() {
	go func() { // want `joined`
		defer group.Done()
		work()
	}()
	go func() { // want `detached`
		defer orphans.Done()
		work()
	}()
}

func shutdown() { group.Wait() }

// acts tells a last act from one in the middle, and every path from some.
func (p *pool) acts(cond bool, n int) {
	go func() { // want `detached`
		p.wg.Done()
		work()
	}()
	go func() { // want `detached`
		if cond {
			return
		}
		work()
		p.wg.Done()
	}()
	go func() { // want `detached`
		if cond {
			defer p.wg.Done()
		}
		work()
	}()
	go func() { // want `detached`
		if cond {
			return
		}
		defer p.wg.Done()
		work()
	}()
	go func() { // want `joined`
		if cond {
			p.wg.Done()
			return
		}
		work()
		p.wg.Done()
	}()
	go func() { // want `joined`
		work()
		if cond {
			p.done <- struct{}{}
		} else {
			p.done <- struct{}{}
		}
	}()
	go func() { // want `joined`
		work()
		close(p.done)
		p.wg.Done()
	}()
	go func() { // want `joined`
		if cond {
			os.Exit(1)
		}
		if n > 3 {
			panic("n")
		}
		work()
		p.wg.Done()
	}()
	go func() { // want `joined`
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
			p.wg.Done()
		}()
		work()
	}()
	go func() { // want `detached`
		defer func() {
			if r := recover(); r != nil {
				p.wg.Done()
			}
		}()
		work()
	}()
	go func() { // want `joined`
		defer p.wg.Done()
		for {
			work()
		}
	}()
	go func() { // want `detached`
		select {
		case p.done <- struct{}{}:
		default:
		}
	}()
	go func() { // want `detached`
		for range n {
			p.done <- struct{}{}
		}
	}()
	go func() { // want `joined`
		work()
		finish(&p.wg)
	}()
	go func() { // want `detached`
		finish(&p.wg)
		work()
	}()
	go func() { // want `joined`
		defer finish(&p.wg)
		work()
	}()
	go func() { // want `detached`
		go finish(&p.wg) // want `joined`
	}()
}

// Local ones are the engine's to follow.
func local(fns []func(), cond bool) {
	var wg sync.WaitGroup
	for _, fn := range fns {
		wg.Add(1)
		go func() { // want `joined`
			defer wg.Done()
			fn()
		}()
	}
	wg.Wait()

	done := make(chan struct{})
	go func() { // want `joined`
		defer close(done)
		work()
	}()
	<-done

	var other sync.WaitGroup
	other.Add(1)
	go func() { // want `detached` `untracked/unwaited`
		defer other.Done()
		work()
	}()
	if cond {
		return
	}
	other.Wait()
}

type barrier struct {
	sync.WaitGroup
	n int
}

func embedded() {
	var b barrier
	b.Add(1)
	go func() { // want `joined`
		defer b.Done()
		work()
	}()
	b.Wait()
}

// A wait in the body itself is no wait for it.
type self struct{ wg sync.WaitGroup }

func (s *self) start() {
	go func() { // want `detached`
		defer s.wg.Done()
		s.wg.Wait()
	}()
}

// A token that is taken and given back is waited for by whoever wants it next.
type tokens struct {
	ch, slots, errc chan struct{}
}

func (t *tokens) acquire() { <-t.ch }
func (t *tokens) release() { t.ch <- struct{}{} }

// swap receives and sends.
func (t *tokens) swap() {
	x := <-t.slots
	work()
	t.slots <- x
}

func (t *tokens) start() {
	go func() { // want `detached`
		t.acquire()
		work()
		t.release()
	}()
	t.acquire()
	go func() { // want `detached`
		defer t.release()
		work()
	}()
	go func() { // want `detached`
		work()
		t.slots <- struct{}{}
	}()
	go func() { // want `joined`
		t.acquire()
		work()
		t.errc <- struct{}{}
	}()
	<-t.errc
}

func (t *tokens) stop() {
	defer t.acquire()
	go func() { // want `joined`
		work()
		t.release()
	}()
}
