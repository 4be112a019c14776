// Package shared has goroutines whose end is waited for by whoever can name the field: through a function of this package or of another,
// in a loop, in the arm of a select.
package shared

import (
	"context"
	"log"
	"sync"
	"time"

	"example.com/untracked/shared/lib"
)

func work() {}

type s1 struct{ a, b sync.WaitGroup }

func (s *s1) start() {
	s.a.Add(1)
	go func() { // want `joined`
		defer s.a.Done()
		work()
	}()
	s.b.Add(1)
	go s.run() // want `joined`
}
func (s *s1) run()  { defer s.b.Done(); work() }
func (s *s1) stop() { lib.Both(&s.a, &s.b) }

type s2 struct{ wg *sync.WaitGroup }

func (s *s2) start() {
	s.wg = new(sync.WaitGroup)
	s.wg.Add(1)
	go func() { // want `joined`
		defer s.wg.Done()
		work()
	}()
}
func (s *s2) stop() { lib.Wait(s.wg) }

type s3 struct{ done chan int }

func (s *s3) start() {
	go func() { // want `joined`
		work()
		s.done <- 1
	}()
}
func (s *s3) stop() int { return lib.RecvAny(s.done) }

type s4 struct{ done chan struct{} }

func (s *s4) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s4) stop() { lib.Waiter{}.Wait(s.done) }

type s5 struct{ done chan struct{} }

func (s *s5) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s5) stop(ctx context.Context) error { return lib.RecvOr(ctx, s.done) }

type s6 struct{ done chan struct{} }

func (s *s6) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s6) stop() { lib.RecvLoop(s.done) }

type s7 struct {
	done chan struct{}
	wg   sync.WaitGroup
}

func (s *s7) start() {
	go func() { // want `detached`
		defer close(s.done)
		work()
	}()
	s.wg.Add(1)
	go func() { // want `detached`
		defer s.wg.Done()
		work()
	}()
}
func (s *s7) stop() { lib.Ignore(s.done); lib.IgnoreWG(&s.wg) }

type s8 struct{ done chan struct{} }

func (s *s8) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s8) stop() { lib.Deferred(s.done) }

var pkgDone = make(chan struct{})
var pkgWG sync.WaitGroup

func startPkg() {
	go func() { // want `joined`
		defer close(pkgDone)
		work()
	}()
	pkgWG.Add(1)
	go func() { // want `joined`
		defer pkgWG.Done()
		work()
	}()
}
func stopPkg() {
	lib.RecvAny(pkgDone)
	lib.Wait(&pkgWG)
}

// The wait in a loop over select with label.
type s9 struct{ done chan struct{} }

func (s *s9) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s9) stop() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
loop:
	for {
		select {
		case <-t.C:
			log.Print("waiting")
		case <-s.done:
			break loop
		}
	}
}

// In a select in a loop whose arm goes on.
type s10 struct{ done chan struct{} }

func (s *s10) start() {
	go func() { // want `detached`
		defer close(s.done)
		work()
	}()
}
func (s *s10) loop(in chan int) {
	for {
		select {
		case <-s.done:
			log.Print("one")
		case v, ok := <-in:
			if !ok {
				return
			}
			println(v)
		}
	}
}

// Many, each waited for in a loop.
type pool struct{ workers []*worker }

type worker struct {
	wg   sync.WaitGroup
	done chan struct{}
}

func (w *worker) start() {
	w.wg.Add(1)
	go func() { // want `joined`
		defer w.wg.Done()
		work()
	}()
	go func() { // want `joined`
		defer close(w.done)
		work()
	}()
}

func (p *pool) stop() {
	for _, w := range p.workers {
		w.wg.Wait()
		<-w.done
	}
}

type pool2 struct{ workers []*worker2 }
type worker2 struct {
	done chan struct{}
}

func (w *worker2) start() {
	go func() { // want `joined`
		defer close(w.done)
		work()
	}()
}

func (p *pool2) stop() {
	for _, w := range p.workers {
		lib.RecvAny(w.done)
	}
}

// Waited through a method of another type of this package.
type group struct{ wg sync.WaitGroup }

func (g *group) wait() { g.wg.Wait() }

type holder struct{ g group }

func (h *holder) start() {
	h.g.wg.Add(1)
	go func() { // want `joined`
		defer h.g.wg.Done()
		work()
	}()
}
func (h *holder) stop() { h.g.wait() }

// A getter gives the channel out, and someone here receives.
type s11 struct{ done chan struct{} }

func (s *s11) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s11) Done() <-chan struct{} { return s.done }
func wait11(s *s11)                  { <-s.Done() }

// A local wg, by a function of another package in a closure.
func local2() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `joined`
		defer wg.Done()
		work()
	}()
	defer lib.Wait(&wg)
	work()
}

// Generic owner.
type gen[T any] struct {
	done chan struct{}
	v    T
}

func (g *gen[T]) start() {
	go func() { // want `joined`
		defer close(g.done)
		work()
	}()
}
func (g *gen[T]) stop() { lib.RecvAny(g.done) }

// the waiting function value
type s12 struct{ done chan struct{} }

func (s *s12) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s12) stop() {
	wait := func(c chan struct{}) { <-c }
	wait(s.done)
}

// drained in another package
type s13 struct{ out chan int }

func (s *s13) start() {
	go func() { // want `joined`
		defer close(s.out)
		work()
	}()
}
func (s *s13) stop() { lib.Drain(s.out) }

// Tried only.
type s14 struct{ done chan struct{} }

func (s *s14) start() {
	go func() { // want `detached`
		defer close(s.done)
		work()
	}()
}
func (s *s14) ready() bool { return lib.Try(s.done) }

func local3() bool {
	done := make(chan struct{})
	go func() { // want `detached`
		defer close(done)
		work()
	}()
	return lib.Try(done)
}

type wrapper struct {
	mu    sync.Mutex
	inner struct{ wg sync.WaitGroup }
}

func (w *wrapper) start() {
	w.inner.wg.Add(2)
	for range 2 {
		go func() { // want `joined`
			defer w.inner.wg.Done()
			work()
		}()
	}
}
func (w *wrapper) stop() {
	wg := &w.inner.wg
	lib.Wait(wg)
}

// For and a cond
type s15 struct{ done chan struct{} }

func (s *s15) start() {
	go func() { // want `joined`
		defer close(s.done)
		work()
	}()
}
func (s *s15) stop() {
	for waiting := true; waiting; {
		select {
		case <-s.done:
			waiting = false
		case <-time.After(time.Second):
			log.Print("still waiting")
		}
	}
}

// Of a queue that is emptied one by one, each receive awaits whoever comes first.
type queue struct{ c, own, all chan int }

func (q *queue) start() {
	go func() { // want `detached`
		work()
		q.c <- 1
	}()
	go func() { // want `detached`
		work()
		q.all <- 1
	}()
}

func (q *queue) next() int { return <-q.c }

func (q *queue) loop() {
	for q.next() > 0 {
		work()
		lib.RecvAny(q.all)
	}
}

// once is called in a loop, and waits for what it has launched itself.
func (q *queue) once() {
	go func() { // want `joined`
		work()
		q.own <- 1
	}()
	<-q.own
}

func (q *queue) onces() {
	for range 3 {
		q.once()
	}
}

// Each worker is stopped once.
type stoppable struct{ c chan int }

func (s *stoppable) start() {
	go func() { // want `joined`
		work()
		s.c <- 1
	}()
}

func (s *stoppable) stop() { <-s.c }

func stopAll(list []*stoppable) {
	for _, s := range list {
		s.stop()
	}
}

func stopEach(list []*stoppable) {
	for i := range list {
		list[i].stop()
	}
}

// A worker takes what is sent until it is closed: a consumer.
type jobs struct {
	in  chan int
	out chan int
	wg  sync.WaitGroup
}

func (j *jobs) start() {
	go func() { // want `detached`
		defer close(j.in)
		for i := range 3 {
			j.in <- i
		}
	}()
	go func() { // want `detached`
		defer close(j.out)
		for i := range 3 {
			j.out <- i
		}
	}()
}

func (j *jobs) work() {
	for {
		v, ok := <-j.in
		if !ok {
			return
		}
		println(v)
	}
}

func (j *jobs) print() {
	for v := range j.out {
		println(v)
	}
}

// What is only emptied in the background keeps nobody waiting.
type emptied struct{ c chan int }

func (e *emptied) start() {
	go func() { // want `detached`
		defer close(e.c)
		work()
	}()
}

func (e *emptied) stop() {
	go func() { // want `bound`
		for range e.c {
		}
	}()
}
