// Command contextanyway: what reads a field of its owner first of all, or what the launcher reads it
// for next, has that as its context; not where something comes before, or the launcher sets it later.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// want: tracked.Start(h.ctx, "handler.forget")
// want: tracked.Start(s.ctx, "service.keep")
// want: tracked.Start(j.ctx, "dial")
// want: tracked.Start(next.ctx, "dial")
// want: tracked.Start(context.Background(), "shake")
// want: tracked.Start(ctx, "stops: stop")
// want: tracked.Start(context.Background(), "later.loop")
// want: tracked.Start(context.Background(), "ready.loop")
// want: tracked.Start(context.Background(), "locked.loop")
// want: tracked.Start(context.Background(), "branch.loop")
// want: tracked.Start(context.Background(), "left.loop")
// want: tracked.Start(context.Background(), "own.loop")
// want: tracked.Start(context.Background(), "sets")
// want: tracked.Start(context.Background(), "several: send to out")
// want: tracked.Start(context.Background(), "beside: send to out")

var out = make(chan string, 1)

type handler struct{ ctx context.Context }

func (h *handler) provide(ctx context.Context) { h.ctx = ctx }

func (h *handler) forget(d time.Duration) {
	go func() { // fix: yes
		defer func() { _ = recover() }()
		timer := time.NewTimer(d)
		select {
		case <-timer.C:
			return
		case <-h.ctx.Done():
		}
		out <- "forgotten"
	}()
	fmt.Println(<-out)
}

type service struct {
	ctx  context.Context
	work chan bool
}

func (s *service) provide(ctx context.Context) { s.ctx = ctx }

func (s *service) keep() {
	<-s.work
	<-s.ctx.Done()
	out <- "kept"
}

func (s *service) run() {
	go s.keep() // fix: yes
	<-s.ctx.Done()
	s.work <- true
	fmt.Println(<-out)
}

type job struct {
	ctx  context.Context
	name string
}

func (j *job) cancelled() bool { return j.ctx.Err() != nil }

func dial(j *job) {
	if j.cancelled() {
		out <- j.name
	}
	<-j.ctx.Done()
}

func dials(jobs []*job) {
	for len(jobs) > 0 {
		next := jobs[0]
		jobs[0] = nil
		jobs = jobs[1:]
		if !next.cancelled() {
			continue
		}
		go dial(next) // fix: yes
		fmt.Println(<-out)
	}
}

func dialOne(j *job) {
	fmt.Println(j.name)
	go dial(j) // fix: yes
	fmt.Println(<-out)
}

func waits(ctx context.Context) {
	errs := make(chan error, 1)
	go func() { // fix: yes
		errs <- shake("waits")
		close(errs)
	}()
	select {
	case err := <-errs:
		fmt.Println(err)
	case <-ctx.Done():
		fmt.Println(<-errs)
	}
}

func loops(ctx context.Context) {
	done := make(chan bool)
	go func() { // fix: yes
		defer close(done)
		_ = shake("loops")
	}()
	for {
		select {
		case <-done:
			fmt.Println("loops")
			return
		case <-ctx.Done():
			<-done
			fmt.Println("loops")
			return
		}
	}
}

func shake(name string) error { return fmt.Errorf("shaken: %s", name) }

func stops(ctx context.Context) {
	stop := func(name string) {
		<-ctx.Done()
		out <- name
	}
	go stop("stops") // fix: yes
	fmt.Println(<-out)
}

// later is set behind the launch.
type later struct {
	ctx   context.Context
	ready chan bool
}

func (l *later) loop() {
	<-l.ready
	<-l.ctx.Done()
	out <- "later"
}

func (l *later) start(ctx context.Context) {
	go l.loop() // fix: yes
	l.ctx = ctx
	close(l.ready)
	fmt.Println(<-out)
}

// ready is set by somebody else behind the launch, and says so.
type ready struct {
	ctx   context.Context
	ready chan bool
}

func (r *ready) loop() {
	<-r.ready
	<-r.ctx.Done()
	out <- "ready"
}

func (r *ready) start() {
	go r.loop() // fix: yes
}

func (r *ready) provide(ctx context.Context) {
	r.ctx = ctx
	close(r.ready)
	fmt.Println(<-out)
}

type locked struct {
	mu  sync.Mutex
	ctx context.Context
}

func (l *locked) provide(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ctx = ctx
}

func (l *locked) loop() {
	l.mu.Lock()
	ctx := l.ctx
	l.mu.Unlock()
	if ctx != nil {
		<-ctx.Done()
	}
	out <- "locked"
}

func (l *locked) start() {
	go l.loop() // fix: yes
	fmt.Println(<-out)
}

type branch struct{ ctx context.Context }

func (b *branch) provide(ctx context.Context) { b.ctx = ctx }

func (b *branch) loop(waits bool) {
	if waits {
		<-b.ctx.Done()
	}
	out <- "branch"
}

func (b *branch) start() {
	go b.loop(true) // fix: yes
	fmt.Println(<-out)
}

type left struct{ ctx context.Context }

func (l *left) provide(ctx context.Context) { l.ctx = ctx }

func (l *left) loop(n int) {
	defer func() { out <- "left" }()
	for {
		if n > 0 {
			break
		}
		<-l.ctx.Done()
		n++
	}
}

func (l *left) start() {
	go l.loop(1) // fix: yes
	fmt.Println(<-out)
}

// own sets another one first.
type own struct{ ctx context.Context }

func (o *own) loop() {
	ctx, cancel := context.WithCancel(context.Background())
	o.ctx = ctx
	cancel()
	<-o.ctx.Done()
	out <- "own"
}

func (o *own) start() {
	go o.loop() // fix: yes
	fmt.Println(<-out)
}

// sets has a parameter that it gives another value.
func sets(j *job) {
	j = &job{ctx: context.Background(), name: j.name}
	out <- fmt.Sprint(j.name, j.ctx.Err())
}

func setting(j *job) {
	fmt.Println(j.name)
	go sets(j) // fix: yes
	fmt.Println(<-out)
}

// several has two, one of which ends with it.
func several(connectCtx, ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	newCtx, done := context.WithCancel(connectCtx)
	defer done()
	go func() { // fix: yes
		out <- "several: send to out"
	}()
	fmt.Println(<-out, ctx.Err(), newCtx.Err())
}

// beside waits for something else.
func beside(ctx, other context.Context, ready <-chan bool) {
	go func() { // fix: yes
		out <- "beside: send to out"
	}()
	select {
	case <-ready:
	case <-ctx.Done():
	}
	fmt.Println(<-out, other.Err())
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	h := &handler{}
	h.provide(ctx)
	h.forget(time.Hour)
	s := &service{work: make(chan bool)}
	s.provide(ctx)
	s.run()
	dials([]*job{{ctx: ctx, name: "first"}, {ctx: ctx, name: "second"}})
	dialOne(&job{ctx: ctx, name: "one"})
	waits(ctx)
	loops(ctx)
	stops(ctx)
	(&later{ready: make(chan bool)}).start(ctx)
	r := &ready{ready: make(chan bool)}
	r.start()
	r.provide(ctx)
	lock := &locked{}
	lock.provide(ctx)
	lock.start()
	b := &branch{}
	b.provide(ctx)
	b.start()
	l := &left{}
	l.provide(ctx)
	l.start()
	(&own{}).start()
	setting(&job{ctx: ctx, name: "sets"})
	several(context.Background(), context.Background())
	beside(ctx, ctx, nil)
}
