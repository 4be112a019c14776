// Package boundcallees binds by callees of other packages.
package boundcallees

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"os/exec"
	"time"

	"example.com/bound_callees/lib"
)

func more() {}

type custom struct {
	context.Context
	name string
}

type app struct {
	ctx  context.Context
	base custom
	stop chan struct{}
	db   *sql.DB
}

func newApp(ctx context.Context) *app {
	return &app{ctx: ctx, base: custom{ctx, "app"}, stop: make(chan struct{})}
}

// Lib launches functions of the other package.
func Lib(ctx context.Context, stop chan struct{}) {
	go lib.Watch(lib.Opts{Ctx: ctx})        // want "untracked/raw-go bound"
	go lib.Ignore(lib.Opts{Ctx: ctx})       // want "untracked/raw-go detached"
	go lib.UntilStop(&lib.Opts{Stop: stop}) // want "untracked/raw-go bound"
	w := lib.New(ctx)
	go w.Run()                                         // want "untracked/raw-go bound"
	go w.Blind()                                       // want "untracked/raw-go detached"
	go lib.New(ctx).Run()                              // want "untracked/raw-go bound"
	go lib.Drain(stop)                                 // want "untracked/raw-go bound"
	go lib.Each(ctx, func(context.Context) { more() }) // want "untracked/raw-go detached"
	go lib.Each(ctx, func(ctx context.Context) {       // want "untracked/raw-go bound"
		<-ctx.Done()
	})
	go lib.Call(func() { <-ctx.Done() }) // want "untracked/raw-go bound"
	go lib.Call(more)                    // want "untracked/raw-go detached"
	go lib.Gate(stop, more)              // want "untracked/raw-go detached"
	go func() {                          // want "untracked/raw-go bound"
		for !lib.Stopped(stop) {
			more()
		}
	}()
	go func() { // want "untracked/raw-go detached"
		_ = lib.Stopped(stop)
		more()
	}()
}

// Std hands its context to the standard library.
func (a *app) Std(ctx context.Context, l net.Listener) {
	go func() { // want "untracked/raw-go bound"
		req, _ := http.NewRequestWithContext(ctx, "GET", "/", nil)
		_, _ = http.DefaultClient.Do(req)
	}()
	go func() { // want "untracked/raw-go bound"
		_ = exec.CommandContext(ctx, "true").Run()
	}()
	go func() { // want "untracked/raw-go bound"
		_, _ = a.db.ExecContext(ctx, "x")
	}()
	go a.db.PingContext(ctx) // want "untracked/raw-go bound"
	go a.db.Ping()           // want "untracked/raw-go detached"
	go func() {              // want "untracked/raw-go detached"
		_, _ = a.db.ExecContext(context.Background(), "x")
	}()
	go http.Serve(l, nil)             // want "untracked/raw-go detached"
	go http.ListenAndServe(":0", nil) // want "untracked/raw-go detached"
	go time.Sleep(1)                  // want "untracked/raw-go detached"
}

// Fields of the receiver.
func (a *app) Fields() {
	go func() { // want "untracked/raw-go bound"
		<-a.base.Done()
	}()
	go a.loop() // want "untracked/raw-go bound"
	b := a
	go b.loop() // want "untracked/raw-go bound"
	go func() { // want "untracked/raw-go bound"
		c := a.ctx
		<-c.Done()
	}()
	go func(x *app) { // want "untracked/raw-go bound"
		x.loop()
	}(a)
	stop := a.stop
	go func() { // want "untracked/raw-go bound"
		<-stop
	}()
}

func (a *app) loop() {
	for {
		select {
		case <-a.context().Done():
			return
		case <-a.stop:
			return
		default:
			more()
		}
	}
}

func (a *app) context() context.Context { return a.ctx }

// Derive derives in the body.
func Derive(ctx context.Context) {
	go func() { // want "untracked/raw-go bound"
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		<-ctx.Done()
	}()
	go func() { // want "untracked/raw-go bound"
		ctx := context.WithValue(ctx, "k", 1)
		for ctx.Err() == nil {
		}
	}()
	go func() { // want "untracked/raw-go detached"
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		<-ctx.Done()
	}()
	bg := context.WithoutCancel(ctx)
	c2, cancel := context.WithCancel(bg)
	defer cancel()
	go func() { // want "untracked/raw-go bound"
		<-c2.Done()
	}()
}

// Custom is a type with a context's methods.
func Custom(c custom, p *custom) {
	go func() { // want "untracked/raw-go bound"
		<-c.Done()
	}()
	go func() { // want "untracked/raw-go bound"
		<-p.Done()
	}()
	go func(ctx context.Context) { // want "untracked/raw-go bound"
		<-ctx.Done()
	}(p)
}

// Mixed: the variable may be a background one, or the caller's.
func Mixed(ctx context.Context, b bool) {
	c := context.Background()
	if b {
		c = ctx
	}
	go func() { // want "untracked/raw-go bound"
		<-c.Done()
	}()
}

// NilChan is never made.
func NilChan() {
	var c chan struct{}
	go func() { // want "untracked/raw-go bound"
		<-c
	}()
}

// Select in a helper closure.
func Helper(ctx context.Context) {
	stopped := func() bool {
		select {
		case <-ctx.Done():
			return true
		default:
			return false
		}
	}
	go func() { // want "untracked/raw-go bound"
		for !stopped() {
			more()
		}
	}()
}

// Sleeper waits for a timer beside the context.
func Sleeper(ctx context.Context, d time.Duration) {
	go func() { // want "untracked/raw-go bound"
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-ctx.Done():
		case <-t.C:
			more()
		}
	}()
	go func() { // want "untracked/raw-go detached"
		t := time.NewTimer(d)
		defer t.Stop()
		<-t.C
		more()
	}()
	t := time.NewTimer(d)
	go func() { // want "untracked/raw-go detached"
		<-t.C
	}()
	tick := time.Tick(d)
	go func() { // want "untracked/raw-go detached"
		for range tick {
			more()
		}
	}()
	after := time.After(d)
	go func() { // want "untracked/raw-go detached"
		select {
		case <-after:
			return
		}
	}()
}

// Inner observes it in a goroutine of the body only.
func Inner(ctx context.Context) {
	go func() { // want "untracked/raw-go detached"
		go func() { // want "untracked/raw-go bound"
			<-ctx.Done()
		}()
		more()
	}()
}

// Stored in a struct that a method value has.
type job struct {
	ctx context.Context
	run func(context.Context)
}

func newJob(ctx context.Context) job { return job{ctx: ctx} }

// Jobs launches them.
func Jobs(js []job) {
	for _, j := range js {
		go j.run(j.ctx) // want "untracked/raw-go bound"
		go j.do()       // want "untracked/raw-go bound"
	}
}

func (j job) do() { <-j.ctx.Done() }

// Queue is ended by closing what it ranges over, by field of a parameter.
type queue struct{ C chan int }

// Consume consumes.
func Consume(q *queue, qs []*queue) {
	go func() { // want "untracked/raw-go bound"
		for range q.C {
		}
	}()
	for _, x := range qs {
		go func() { // want "untracked/raw-go bound"
			for range x.C {
			}
		}()
	}
}

// Two semaphores.
func Two(sem chan struct{}, fs []func()) {
	for _, f := range fs {
		sem <- struct{}{}
		go func() { // want "untracked/raw-go detached"
			f()
			<-sem
		}()
	}
}

// Broadcast: once started it cannot be ended.
func Broadcast(start <-chan struct{}, fs []func()) {
	for _, f := range fs {
		go func() { // want "untracked/raw-go detached"
			<-start
			f()
		}()
	}
}

// Ready signals on a channel, and loops for ever.
func Ready(ready chan<- struct{}) {
	go func() { // want "untracked/raw-go detached"
		close(ready)
		for {
			more()
		}
	}()
}

// Once receives one value and works on it.
func Once(in <-chan int) {
	go func() { // want "untracked/raw-go detached"
		v := <-in
		for range v {
			more()
		}
	}()
}

// OkReturn returns when closed, else works.
func OkReturn(in <-chan int) {
	go func() { // want "untracked/raw-go bound"
		v, ok := <-in
		if !ok {
			return
		}
		for range v {
			more()
		}
	}()
}

// Registers what looks at the context of a client, and serves.
func Registers(c *lib.Client, l net.Listener) {
	go func() { // want "untracked/raw-go detached"
		lib.Handle(c, func(func()) {})
		_ = http.Serve(l, nil)
	}()
}
