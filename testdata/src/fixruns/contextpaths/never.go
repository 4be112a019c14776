package main

// want: tracked.Start(context.Background(), "none.loop")
// want: tracked.Start(context.Background(), "found.loop")
// want: tracked.Start(context.Background(), "swapped.loop")
// want: tracked.Start(context.Background(), "renewed.loop")
// want: tracked.Start(context.Background(), "made.loop")
// want: tracked.Start(context.Background(), "perhaps.loop")
// want: tracked.Start(context.Background(), "either.loop")
// want: tracked.Start(context.Background(), "reset.loop")
// want: tracked.Start(context.Background(), "behind.loop")
// want: tracked.Start(context.Background(), "asks.loop")

import (
	"context"
	"fmt"
	"sync"
)

// none looks whether there is a client.
type none struct{ cl *client }

func (n *none) loop() {
	if n.cl != nil {
		<-n.cl.ctx.Done()
	}
	out <- "none"
}

func (n *none) start() {
	go n.loop() // fix: yes
	fmt.Println(<-out)
}

// found has one that is looked for.
type found struct {
	cl *client
	on bool
}

func find(ok bool) *client {
	if ok {
		return &client{ctx: over()}
	}
	return nil
}

func (f *found) loop() {
	if f.on {
		<-f.cl.ctx.Done()
	}
	out <- "found"
}

func (f *found) start() {
	go f.loop() // fix: yes
	fmt.Println(<-out)
}

// swapped gets another part, under a lock.
type box struct{ sc *sharer }

type swapped struct {
	mu sync.Mutex
	in box
}

func (s *swapped) swap(in box) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in = in
}

func (s *swapped) loop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	<-s.in.sc.cl.ctx.Done()
	out <- "swapped"
}

func (s *swapped) start() {
	go s.loop() // fix: yes
	fmt.Println(<-out)
}

// renewed has a part whose method replaces it.
type lease struct{ ctx context.Context }

func (l *lease) renew() { *l = lease{ctx: over()} }

type renewed struct {
	mu    sync.Mutex
	lease lease
}

func (r *renewed) loop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	<-r.lease.ctx.Done()
	out <- "renewed"
}

func (r *renewed) start() {
	r.lease.renew()
	go r.loop() // fix: yes
	fmt.Println(<-out)
}

// made is launched before its maker is through.
type made struct {
	ready chan bool
	late  *client
}

func (m *made) loop() {
	<-m.ready
	<-m.late.ctx.Done()
	out <- "made"
}

func newMade() *made {
	m := &made{ready: make(chan bool)}
	go m.loop() // fix: yes
	m.late = &client{ctx: over()}
	close(m.ready)
	fmt.Println(<-out)
	return m
}

// perhaps does not come to its client, which is none then.
type perhaps struct {
	cl *client
	on bool
}

func newPerhaps(cl *client, on bool) *perhaps { return &perhaps{cl: cl, on: on} }

func (p *perhaps) loop() {
	for p.on {
		<-p.cl.ctx.Done()
		p.on = false
	}
	out <- "perhaps"
}

func (p *perhaps) start() {
	go p.loop() // fix: yes
	fmt.Println(<-out)
}

// either has a variable that is one of two.
type either struct{ one, two *client }

func (e *either) loop(n int) {
	c := e.one
	if n > 0 {
		c = e.two
	}
	<-c.ctx.Done()
	out <- "either"
}

func (e *either) start() {
	go e.loop(1) // fix: yes
	fmt.Println(<-out)
}

// reset is a pointer that something else sets by its address.
type reset struct {
	mu sync.Mutex
	to *client
}

func renew(p **client) { *p = &client{ctx: over()} }

func (r *reset) loop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	<-r.to.ctx.Done()
	out <- "reset"
}

func (r *reset) start() {
	renew(&r.to)
	go r.loop() // fix: yes
	fmt.Println(<-out)
}

// behind gets its context after the launch, by what it waits for.
type behind struct {
	set chan bool
	ctx context.Context
}

func (b *behind) provide() {
	b.ctx = over()
	close(b.set)
}

func (b *behind) wait() {
	<-b.set
	<-b.ctx.Done()
}

func (b *behind) loop() {
	b.wait()
	out <- "behind"
}

func (b *behind) start() {
	go b.loop() // fix: yes
	b.provide()
	fmt.Println(<-out)
}

// asks looks whether it has a context: to list a task of none would panic.
type asks struct{ ctx context.Context }

func (a *asks) loop() {
	if a.ctx != nil {
		<-a.ctx.Done()
	}
	out <- "asks"
}

func (a *asks) start() {
	go a.loop() // fix: yes
	fmt.Println(<-out)
}
