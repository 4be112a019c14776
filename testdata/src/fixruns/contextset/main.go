// Command contextset: what waits for the context of its owner has the variable of the launcher that
// is that one, by an assignment on the way or by a maker, or a struct that embeds it.
package main

import (
	"context"
	"fmt"
)

// want: tracked.Start(ctx, "set.loop")
// want: tracked.Start(m.ctx, "made.loop")
// want: tracked.Start(f.ctx, "found.loop")
// want: tracked.Start(ctx, "worker.run")
// want: thisWorker.run(ctx)
// want: tracked.Start(in, "embeds")
// want: tracked.Start(in, "serve")
// want: tracked.Start(b.ctx, "branch.loop")
// want: tracked.Start(r.ctx, "reset.loop")
// want: tracked.Start(a.ctx, "again.loop")
// want: tracked.Start(c.ctx, "changed.loop")
// want: tracked.Start(d.ctx, "derived.loop")
// want: tracked.Start(l.ctx, "late.loop")
// want: tracked.Start(context.Background(), "own.loop")
// want: tracked.Start(context.Background(), "points")

var out = make(chan string)

type set struct{ ctx context.Context }

func (s *set) loop() {
	<-s.ctx.Done()
	out <- "set"
}

func (s *set) start(ctx context.Context, name string) {
	ctx, cancel := context.WithCancel(ctx)
	s.ctx = ctx
	note(name)
	go s.loop() // fix: yes
	cancel()
	fmt.Println(<-out)
}

func note(string) {}

// made gets it by a function.
type made struct {
	name string
	ctx  context.Context
}

func newMade(name string, ctx context.Context) *made {
	m := &made{name: name, ctx: ctx}
	m.name = m.name + "!"
	return m
}

func (m *made) loop() {
	<-m.ctx.Done()
	out <- m.name
}

func makes(ctx context.Context) {
	m := newMade("made", ctx)
	go m.loop() // fix: yes
	fmt.Println(<-out)
}

type found struct{ ctx context.Context }

func findFound(ctx context.Context, name string) (*found, error) {
	if name == "" {
		return nil, fmt.Errorf("none")
	}
	return &found{ctx: ctx}, nil
}

func (f *found) loop() {
	<-f.ctx.Done()
	out <- "found"
}

func finds(ctx context.Context) error {
	f, err := findFound(ctx, "name")
	if err != nil {
		return err
	}
	go f.loop() // fix: yes
	fmt.Println(<-out)
	return nil
}

type worker struct{}

func (w *worker) run(ctx context.Context) {
	<-ctx.Done()
	out <- "worker"
}

type service struct {
	worker *worker
	ctx    context.Context
}

func (s *service) start(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	s.ctx = ctx
	if s.worker != nil {
		go s.worker.run(s.ctx) // fix: yes
	}
	cancel()
	fmt.Println(<-out)
}

func (s *service) replace() { s.worker = &worker{} }

// scope is a context by what it embeds.
type scope struct {
	context.Context
	name string
}

func embeds(in scope) {
	go func() { // fix: yes
		<-in.Done()
		out <- in.name
	}()
	fmt.Println(<-out)
}

func gives(in scope) {
	go serve(in) // fix: yes
	fmt.Println(<-out)
}

func serve(in scope) {
	<-in.Done()
	out <- in.name
}

// What a pointer leads to may be another one later.
func points(in *scope) {
	go func() { // fix: yes
		<-in.Done()
		out <- in.name
	}()
	fmt.Println(<-out)
}

type branch struct{ ctx context.Context }

func (b *branch) loop() {
	<-b.ctx.Done()
	out <- "branch"
}

func (b *branch) start(ctx context.Context, sets bool) {
	if sets {
		b.ctx = ctx
	}
	go b.loop() // fix: yes
	fmt.Println(<-out)
}

// reset is set by what is called.
type reset struct{ ctx context.Context }

func (r *reset) loop() {
	<-r.ctx.Done()
	out <- "reset"
}

func (r *reset) start(ctx, other context.Context) {
	r.ctx = ctx
	r.reset(other)
	go r.loop() // fix: yes
	fmt.Println(<-out)
}

func (r *reset) reset(ctx context.Context) { r.ctx = ctx }

// again comes to itself.
type again struct{ ctx context.Context }

func (a *again) loop() {
	<-a.ctx.Done()
	out <- "again"
}

func (a *again) start(ctx context.Context, other context.Context) {
	a.ctx = ctx
	if other != nil {
		a.start(other, nil)
	}
	go a.loop() // fix: yes
	fmt.Println(<-out)
}

type changed struct{ ctx context.Context }

func (c *changed) loop() {
	<-c.ctx.Done()
	out <- "changed"
}

func (c *changed) start(ctx context.Context) {
	c.ctx = ctx
	ctx = context.WithoutCancel(ctx)
	go c.loop() // fix: yes
	fmt.Println(<-out, ctx.Err())
}

// derived makes one of its own.
type derived struct{ ctx context.Context }

func newDerived(ctx context.Context) *derived {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return &derived{ctx: ctx}
}

func (d *derived) loop() {
	<-d.ctx.Done()
	out <- "derived"
}

func derives(ctx context.Context) {
	d := newDerived(ctx)
	go d.loop() // fix: yes
	fmt.Println(<-out)
}

type late struct{ ctx context.Context }

func newLate(ctx context.Context) *late { return &late{ctx: ctx} }

func (l *late) loop() {
	<-l.ctx.Done()
	out <- "late"
}

func lates(ctx context.Context) {
	l := newLate(ctx)
	ctx = context.WithoutCancel(ctx)
	go l.loop() // fix: yes
	fmt.Println(<-out, ctx.Err())
}

// own sets another one itself.
type own struct{ ctx context.Context }

func (o *own) loop() {
	ctx, cancel := context.WithCancel(context.Background())
	o.ctx = ctx
	cancel()
	<-o.ctx.Done()
	out <- "own"
}

func (o *own) start(ctx context.Context) {
	o.ctx = ctx
	go o.loop() // fix: yes
	fmt.Println(<-out)
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	(&set{}).start(context.Background(), "set")
	makes(ctx)
	fmt.Println(finds(ctx))
	s := &service{}
	s.replace()
	s.start(context.Background())
	embeds(scope{ctx, "embedded"})
	gives(scope{ctx, "given"})
	points(&scope{ctx, "pointed"})
	(&branch{ctx}).start(context.Background(), false)
	(&reset{}).start(context.Background(), ctx)
	(&again{}).start(ctx, ctx)
	(&changed{}).start(ctx)
	derives(context.Background())
	lates(ctx)
	(&own{}).start(context.Background())
	embedded(ctx)
}
