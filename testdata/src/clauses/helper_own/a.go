// Package helperown has wrappers around launches, as servers have them.
package helperown

import (
	"context"
	"errors"
	"sync"
)

func more() {}

// Server has a wrapper like nats-server's.
type Server struct {
	mu      sync.Mutex
	running bool
	wg      sync.WaitGroup
	quit    chan struct{}
}

func (s *Server) startGoRoutine(f func(), tags ...string) bool {
	var started bool
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer s.wg.Done()
			f()
		}()
		started = true
	}
	return started
}

// GoAttach is like etcd's.
func (s *Server) GoAttach(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.quit:
		return
	default:
	}
	s.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer s.wg.Done()
		f()
	}()
}

// goFunc is like raft's.
func (s *Server) goFunc(f func()) {
	s.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer s.wg.Done()
		f()
	}()
}

// Stop waits.
func (s *Server) Stop() {
	close(s.quit)
	s.wg.Wait()
}

// Use calls them: the go statements are in the wrappers.
func (s *Server) Use(ctx context.Context) {
	s.startGoRoutine(more)
	s.GoAttach(func() { <-ctx.Done() })
	s.goFunc(more)
	withRecover(more)
	go withRecover(more)                    // want "untracked/raw-go detached"
	go withRecover(func() { <-ctx.Done() }) // want "untracked/raw-go bound"
	go withRecover(s.loop)                  // want "untracked/raw-go joined"
	spawn(more)
	_ = spawnErr(nil)
	spawnCtx(ctx, more)
}

func (s *Server) loop() {
	defer s.wg.Done()
	more()
}

// withRecover is like sarama's.
func withRecover(f func()) {
	defer func() {
		if v := recover(); v != nil {
			more()
		}
	}()
	f()
}

func spawn(f func()) {
	go f() // want "untracked/raw-go detached"
}

func spawnErr(f func() error) <-chan error {
	c := make(chan error, 1)
	go func() { c <- f() }() // want "untracked/raw-go detached"
	return c
}

func spawnCtx(ctx context.Context, f func()) {
	go func() { // want "untracked/raw-go bound"
		select {
		case <-ctx.Done():
		default:
			f()
		}
	}()
}

// Group is an own errgroup.
type Group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
}

// Go launches.
func (g *Group) Go(f func() error) {
	g.wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}

// Wait waits.
func (g *Group) Wait() error {
	g.wg.Wait()
	return g.err
}

// Unowned launches in its constructor and has no end.
type Unowned struct{ n int }

// NewUnowned launches.
func NewUnowned() *Unowned {
	u := &Unowned{}
	go func() { // want "untracked/raw-go detached"
		for {
			u.n++
		}
	}()
	return u
}

// Signalled has a Close that only signals.
type Signalled struct{ quit chan struct{} }

// NewSignalled launches.
func NewSignalled() *Signalled {
	s := &Signalled{quit: make(chan struct{})}
	go s.run() // want "untracked/raw-go bound"
	return s
}

func (s *Signalled) run() {
	for {
		select {
		case <-s.quit:
			return
		default:
			more()
		}
	}
}

// Close signals.
func (s *Signalled) Close() { close(s.quit) }

// Pool has workers that its Close waits for.
type Pool struct {
	jobs chan func()
	wg   sync.WaitGroup
	sem  chan struct{}
}

// NewPool launches.
func NewPool(n int) *Pool {
	p := &Pool{jobs: make(chan func()), sem: make(chan struct{}, n)}
	p.wg.Add(n)
	for range n {
		go p.worker() // want "untracked/raw-go joined"
	}
	return p
}

func (p *Pool) worker() {
	defer p.wg.Done()
	for j := range p.jobs {
		j()
	}
}

// Submit queues.
func (p *Pool) Submit(f func()) error {
	select {
	case p.jobs <- f:
		return nil
	default:
		return errors.New("full")
	}
}

// Async takes a slot.
func (p *Pool) Async(f func()) {
	p.sem <- struct{}{}
	go func() { // want "untracked/raw-go detached"
		defer func() { <-p.sem }()
		f()
	}()
}

// Close waits.
func (p *Pool) Close() {
	close(p.jobs)
	p.wg.Wait()
}

// Drain fills the semaphore, and so waits for all.
func (p *Pool) Drain() {
	for range cap(p.sem) {
		p.sem <- struct{}{}
	}
}
