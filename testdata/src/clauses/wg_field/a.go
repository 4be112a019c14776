// Package wgfield keeps its WaitGroups in fields.
package wgfield

import (
	"context"
	"log"
	"sync"
)

func more() {}

// Server has Close, which waits.
type Server struct {
	wg   sync.WaitGroup
	stop chan struct{}
}

// Start launches.
func (s *Server) Start() {
	s.wg.Add(1)
	go s.loop() // want "untracked/raw-go joined"
	s.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer s.wg.Done()
		more()
	}()
	go s.uncounted() // want "untracked/raw-go bound"
	go s.tail()      // want "untracked/raw-go joined"
	go s.some(true)  // want "untracked/raw-go detached"
}

func (s *Server) loop() {
	defer s.wg.Done()
	<-s.stop
}

func (s *Server) uncounted() {
	for {
		select {
		case <-s.stop:
			return
		default:
			more()
		}
	}
}

func (s *Server) tail() {
	more()
	s.finish()
}

func (s *Server) finish() { s.wg.Done() }

func (s *Server) some(b bool) {
	if b {
		s.wg.Done()
	}
	more()
}

// Close waits.
func (s *Server) Close() {
	close(s.stop)
	s.wg.Wait()
}

// never has a group for which nobody waits.
type never struct {
	wg sync.WaitGroup
}

func (n *never) start() {
	n.wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer n.wg.Done()
		more()
	}()
}

// outer embeds a struct with a group.
type base struct{ wg sync.WaitGroup }

type outer struct {
	base
	name string
}

func (o *outer) start() {
	o.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer o.wg.Done()
		log.Print(o.name)
	}()
}

func (b *base) wait() { b.wg.Wait() }

// pointer has a pointer to a group.
type pointer struct{ wg *sync.WaitGroup }

func newPointer(wg *sync.WaitGroup) *pointer { return &pointer{wg: wg} }

func (p *pointer) start() {
	p.wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer p.wg.Done()
		more()
	}()
}

// embedded has the group's methods.
type embedded struct{ sync.WaitGroup }

func (e *embedded) start() {
	e.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer e.Done()
		more()
	}()
}

func (e *embedded) stop() { e.Wait() }

// group passes its field to who waits.
type group struct{ wg sync.WaitGroup }

func (g *group) start() {
	g.wg.Add(1)
	go run(&g.wg, more) // want "untracked/raw-go joined"
}

func (g *group) stop() { waitFor(&g.wg) }

func waitFor(wg *sync.WaitGroup) { wg.Wait() }

func run(wg *sync.WaitGroup, f func()) {
	defer wg.Done()
	f()
}

var global sync.WaitGroup

// Background launches.
func Background() {
	global.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer global.Done()
		more()
	}()
}

// Drain waits for the process.
func Drain() { global.Wait() }

var lost sync.WaitGroup

// Lose launches.
func Lose() {
	lost.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer lost.Done()
		more()
	}()
}

// other has a field of the same name in another type.
type twin struct{ wg sync.WaitGroup }

func (t *twin) start() {
	t.wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer t.wg.Done()
		more()
	}()
}

// waitOnce waits under a context only in a goroutine.
type graceful struct {
	wg sync.WaitGroup
}

func (g *graceful) start() {
	g.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer g.wg.Done()
		more()
	}()
}

// Shutdown waits in a goroutine.
func (g *graceful) Shutdown(ctx context.Context) error {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		g.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// gen is generic.
type gen[T any] struct {
	wg sync.WaitGroup
	v  T
}

func (g *gen[T]) start(f func(T)) {
	g.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer g.wg.Done()
		f(g.v)
	}()
}

func (g *gen[T]) stop() { g.wg.Wait() }

// sliced has one group per shard.
type sliced struct{ shards []*shard }

type shard struct{ wg sync.WaitGroup }

func (s *sliced) start() {
	for _, sh := range s.shards {
		sh.wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer sh.wg.Done()
			more()
		}()
	}
}

func (s *sliced) stop() {
	for i := range s.shards {
		s.shards[i].wg.Wait()
	}
}

// helper launches for others: the body runs f, and the owner waits.
func (s *Server) goFunc(f func()) {
	s.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer s.wg.Done()
		f()
	}()
}

// local copies the pointer to the field.
func (s *Server) local() {
	wg := &s.wg
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		more()
	}()
}

// selfWait waits only in the launched body itself: nobody awaits that.
type selfish struct{ wg sync.WaitGroup }

func (s *selfish) start() {
	s.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer s.wg.Done()
		more()
	}()
	go func() { // want "untracked/raw-go detached"
		s.wg.Wait()
		more()
	}()
}
