// Command contextpaths: what waits for a context in a field behind others has that one where all on the
// way there have been made with a value, and nobody sets them later; what the launcher gives up has the
// context of that where its end ends the task.
package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// want: tracked.Start(s.share.sc.fm.ctx, "source.loop")
// want: tracked.Start(c.ctx, "crew.run")
// want: tracked.Start(context.Background(), "waiter.wait: wait for quit")
// want: tracked.Start(ctx, "client.poll: wait for quit")
// want: tracked.Start(ctx, "flags")
// want: tracked.Start(ctx, "runs")
// want: tracked.Start(context.Background(), "gives")
// want: tracked.Start(context.Background(), "givesUp: wait for rest")

var out = make(chan string, 1)

func over() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

type client struct{ ctx context.Context }

type manager struct{ ctx context.Context }

func (m *manager) desire() bool { return m.ctx.Err() != nil }

type sharer struct {
	fm manager
	cl *client
}

type share struct{ sc *sharer }

// source has its pointers from its maker.
type source struct {
	cl    *client
	share share
}

func newSource(cl *client) *source {
	s := &source{cl: cl}
	s.share.sc = &sharer{fm: manager{ctx: over()}, cl: cl}
	return s
}

func (s *source) loop() {
	sc := s.share.sc
	if !sc.fm.desire() {
		return
	}
	<-sc.fm.ctx.Done()
	out <- "source"
}

func (s *source) start() {
	go s.loop() // fix: yes
	fmt.Println(<-out)
}

// crew waits in what it calls, by a context that is made of another one.
type crew struct {
	cl     *client
	ctx    context.Context
	cancel context.CancelFunc
}

func newCrew(cl *client) *crew {
	ctx, cancel := context.WithCancel(cl.ctx)
	return &crew{cl: cl, ctx: ctx, cancel: cancel}
}

func (c *crew) join() { <-c.cl.ctx.Done() }
func (c *crew) rest() { <-c.ctx.Done() }

func (c *crew) run() {
	c.join()
	c.rest()
	out <- "crew"
}

func (c *crew) start() {
	go c.run() // fix: yes
	fmt.Println(<-out)
}

// waiter reads its client in any case, which may be none: the task has been launched by then.
type waiter struct{ cl *client }

func (w *waiter) wait() {
	defer func() { fmt.Println("waiter", recover() != nil) }()
	done, quit := make(chan bool), make(chan bool)
	go func() { // fix: yes
		<-quit
		close(done)
	}()
	select {
	case <-done:
	case <-w.cl.ctx.Done():
		close(quit)
		<-done
	}
}

// poll has two contexts that end it.
func (c *client) poll(ctx context.Context) {
	if ctx == nil {
		fmt.Println("no poll")
		return
	}
	done, quit := make(chan bool), make(chan bool)
	go func() { // fix: yes
		<-quit
		close(done)
	}()
	exit := func() {
		close(quit)
		<-done
	}
	select {
	case <-c.ctx.Done():
		exit()
	case <-ctx.Done():
		exit()
	case <-done:
	}
	fmt.Println("poll")
}

func flags(ctx context.Context) {
	var quit atomic.Bool
	done := make(chan bool)
	go func() { // fix: yes
		for !quit.Load() {
			time.Sleep(time.Millisecond)
		}
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		quit.Store(true)
		<-done
	}
	fmt.Println("flags")
}

// givesUp leaves the task to itself.
func givesUp(ctx context.Context, rest chan bool) {
	done := make(chan bool)
	go func() { // fix: yes
		<-rest
		close(done)
		out <- "given up"
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

type runner struct{ ctx context.Context }

func (r *runner) next() context.Context { return over() }
func (r *runner) set(c context.Context) { r.ctx = c }

func runs(first, ctx context.Context) {
	if first != nil {
		<-first.Done()
	}
	<-ctx.Done()
	out <- "runs"
}

func (r *runner) start() {
	go runs(r.ctx, r.next()) // fix: yes
	fmt.Println(<-out)
}

func gives(ctx context.Context, name string) {
	if ctx != nil {
		<-ctx.Done()
	}
	out <- name
}

func (r *runner) gives(name string) {
	go gives(r.ctx, name) // fix: yes
	fmt.Println(<-out)
}

func main() {
	cl := &client{ctx: over()}
	newSource(cl).start()
	newCrew(cl).start()
	(&waiter{}).wait()
	(&waiter{cl: cl}).wait()
	cl.poll(nil)
	cl.poll(context.Background())
	flags(over())
	rest := make(chan bool)
	givesUp(over(), rest)
	close(rest)
	fmt.Println(<-out)
	r := &runner{}
	r.start()
	r.gives("none")
	r.set(over())
	r.start()
	r.gives("one")
	(&asks{}).start()
	(&asks{ctx: over()}).start()
	(&none{}).start()
	(&none{cl: cl}).start()
	(&found{cl: find(false)}).start()
	(&found{cl: find(true), on: true}).start()
	s := &swapped{}
	s.swap(box{sc: &sharer{fm: manager{ctx: over()}, cl: cl}})
	s.start()
	(&renewed{}).start()
	newMade()
	newPerhaps(nil, false).start()
	newPerhaps(cl, true).start()
	(&either{one: &client{ctx: context.Background()}, two: cl}).start()
	(&reset{}).start()
	(&behind{set: make(chan bool)}).start()
}
