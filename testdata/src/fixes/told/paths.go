package told

import (
	"context"
	"log"
	"net"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A link has what several share.
type link struct {
	ctx  context.Context
	name string
}

func newLink(ctx context.Context) *link { return &link{ctx: ctx} }

// A part is one of a struct.
type part struct{ ctx context.Context }

// A tap is behind a source.
type tap struct {
	link *link
	part part
}

func (t *tap) open() bool { return t.link.name != "" }

// A spout has a pointer that is set where it is made.
type spout struct{ tap *tap }

// A source comes to contexts by its fields.
type source struct {
	link  *link
	spout spout
	late  *link
	other *link
}

func newSource(l *link) *source {
	s := &source{link: l}
	s.spout.tap = &tap{link: l, part: part{ctx: l.ctx}}
	return s
}

func (s *source) drain()          { <-s.link.ctx.Done() }
func (s *source) setLate(l *link) { s.late = l }
func (s *source) lately()         { <-s.late.ctx.Done() }
func (s *source) perhaps(on bool) {
	if on {
		<-s.other.ctx.Done()
	}
}

func (s *source) loop() {
	t := s.spout.tap
	if !t.open() {
		return
	}
	for t.link.ctx.Err() == nil {
		<-t.part.ctx.Done()
	}
}

// Start has what may be read at the launch, and what may not: another one sets it, or nobody does.
func (s *source) Start() {
	go s.drain()       // want `raw-go`
	go s.loop()        // want `raw-go`
	go s.lately()      // want `raw-go`
	go s.perhaps(true) // want `raw-go`
}

// A crew has a context that is made of another one.
type crew struct {
	link   *link
	ctx    context.Context
	cancel context.CancelFunc
}

func newCrew(l *link) *crew {
	ctx, cancel := context.WithCancel(l.ctx)
	return &crew{link: l, ctx: ctx, cancel: cancel}
}

func (c *crew) join() { <-c.link.ctx.Done() }
func (c *crew) rest() { <-c.ctx.Done() }

func (c *crew) manage() {
	c.join()
	c.rest()
}

// Manage waits in what it calls.
func (c *crew) Manage() {
	go c.manage() // want `raw-go`
}

// Poll waits until there is something; both contexts end that.
func (l *link) Poll(ctx context.Context, mu *sync.Mutex, cond *sync.Cond) error {
	quit := false
	done := make(chan struct{})
	go func() { // want `raw-go`
		mu.Lock()
		defer mu.Unlock()
		defer close(done)
		for !quit {
			cond.Wait()
		}
	}()
	exit := func() {
		mu.Lock()
		quit = true
		mu.Unlock()
		cond.Broadcast()
	}
	select {
	case <-l.ctx.Done():
		exit()
		return l.ctx.Err()
	case <-ctx.Done():
		exit()
		return ctx.Err()
	case <-done:
	}
	return nil
}

// Grab unlocks where it is not waited for any more.
func (l *link) Grab(ctx context.Context, mu *sync.RWMutex) error {
	done := make(chan struct{})
	unlock := func() { mu.RUnlock() }
	go func() { // want `raw-go`
		mu.RLock()
		close(done)
	}()
	select {
	case <-done:
		unlock()
	case <-ctx.Done():
		unlock()
	}
	return ctx.Err()
}

// Shut closes what the task reads from.
func (l *link) Shut(ctx context.Context, conn net.Conn, buf []byte) error {
	errs := make(chan error, 1)
	go func() { // want `raw-go`
		_, err := conn.Read(buf)
		errs <- err
	}()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		_ = conn.Close()
		return ctx.Err()
	}
}

// ShutLater does so as it returns.
func (l *link) ShutLater(ctx context.Context, conn net.Conn, buf []byte) error {
	defer conn.Close()
	errs := make(chan error, 1)
	go func() { // want `raw-go`
		_, err := conn.Read(buf)
		errs <- err
	}()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Read has a field of what is always there in the case.
func (c *crew) Read(conn net.Conn, buf []byte) {
	done := make(chan struct{})
	go func() { // want `raw-go`
		defer close(done)
		_, _ = conn.Read(buf)
	}()
	select {
	case <-done:
	case <-c.link.ctx.Done():
		_ = conn.Close()
	}
}

// Next has one of what may not be there: it would panic before the launch.
func (s *source) Next(conn net.Conn, buf []byte) {
	done := make(chan struct{})
	go func() { // want `raw-go`
		defer close(done)
		_, _ = conn.Read(buf)
	}()
	select {
	case <-done:
	case <-s.late.ctx.Done():
		_ = conn.Close()
	}
}

// Gather waits for a group that uses the context.
func (l *link) Gather(ctx context.Context, list []int, next func(context.Context, int) int) int {
	results := make(chan int, len(list))
	var wg sync.WaitGroup
	for _, v := range list {
		wg.Add(1)
		go func() { // want `raw-go`
			defer wg.Done()
			results <- next(ctx, v)
		}()
	}
	go func() { // want `raw-go`
		wg.Wait()
		close(results)
	}()
	for {
		select {
		case v, ok := <-results:
			if !ok || v > 0 {
				return v
			}
		case <-ctx.Done():
			return 0
		}
	}
}

// Listen logs with a context that ends nothing.
func (l *link) Listen(ctx context.Context, ln net.Listener) {
	go func() { // want `raw-go`
		if _, err := ln.Accept(); err != nil {
			log.Print(ctx, err)
		}
	}()
}

// A promised has contexts of its own.
type promised struct {
	ctx   context.Context
	Ctx   context.Context
	Topic string
}

func (l *link) wait(pctx, rctx context.Context, topic string) {}

// Promise gives two contexts to what it launches.
func (l *link) Promise(p promised) {
	go l.wait(p.ctx, p.Ctx, p.Topic) // want `raw-go`
	p.Topic = ""
}

// A session has a context that is replaced.
type session struct{ ctx context.Context }

func (s *session) renew(ctx context.Context) { s.ctx = ctx }

func load(ctx context.Context, name string) {}

// Load gives that to what it launches, where there is one and where there may be none.
func (s *session) Load(name string) {
	go load(s.ctx, name) // want `raw-go`
	if s.ctx.Err() != nil {
		return
	}
	go load(s.ctx, name) // want `raw-go`
}

// Announce waits for a group by its context.
func (l *link) Announce(parent context.Context, list []int, next func(context.Context, int) error) <-chan struct{} {
	eg, ctx := errgroup.WithContext(parent)
	for _, v := range list {
		eg.Go(func() error { return next(ctx, v) })
	}
	done := make(chan struct{})
	go func() { // want `raw-go`
		defer close(done)
		_ = eg.Wait()
	}()
	return done
}
