// Package lib returns things.
package lib

import (
	"context"
	"io"
	"time"

	"example.com/dep2/spawn"
)

type (
	// Closer has Close.
	Closer struct{ stop chan struct{} }
	// Stopper has Stop, by value.
	Stopper struct{ stop chan struct{} }
	// Quitter has Quit.
	Quitter struct{ stop chan struct{} }
	// Doner has Done.
	Doner struct{ stop chan struct{} }
	// Ender has a method of another name.
	Ender struct{ n int }
	// Plain has none.
	Plain struct{ Name string }
	// Field has a field that can be closed.
	Field struct{ C *Closer }
	// Private has one that cannot be named.
	Private struct{ c *Closer }
	// Embeds embeds one.
	Embeds struct{ *Closer }
	// Lower embeds an unexported one whose method is promoted.
	Lower struct{ closer }
	// Deep has it two fields down.
	Deep struct{ In struct{ C *Closer } }
	// Runner may be stopped.
	Runner interface{ Stop() }
	closer struct{ stop chan struct{} }
)

// Close closes.
func (c *Closer) Close() error { close(c.stop); return nil }

// Stop stops.
func (s Stopper) Stop() { close(s.stop) }

// Quit quits.
func (q *Quitter) Quit() { close(q.stop) }

// Done is done.
func (d *Doner) Done() { close(d.stop) }

// Finalise is not a name that counts.
func (e *Ender) Finalise() {}

// Close closes.
func (c closer) Close() { close(c.stop) }

func run() chan struct{} {
	c := make(chan struct{})
	spawn.Until(c, func() {})
	return c
}

// MakeCloser makes.
func MakeCloser() *Closer { return &Closer{run()} }

// MakeStopper makes.
func MakeStopper() (Stopper, error) { return Stopper{run()}, nil }

// MakeQuitter makes.
func MakeQuitter() *Quitter { return &Quitter{run()} }

// MakeDoner makes.
func MakeDoner() *Doner { return &Doner{run()} }

// MakeEnder makes.
func MakeEnder() *Ender { spawn.Loop(func() {}); return &Ender{} }

// MakePlain makes.
func MakePlain() *Plain { spawn.Loop(func() {}); return &Plain{} }

// MakeField makes.
func MakeField() Field { return Field{&Closer{run()}} }

// MakePrivate makes.
func MakePrivate() *Private { return &Private{&Closer{run()}} }

// MakeEmbeds makes.
func MakeEmbeds() *Embeds { return &Embeds{&Closer{run()}} }

// MakeLower makes.
func MakeLower() *Lower { return &Lower{closer{run()}} }

// MakeRunner makes.
func MakeRunner() Runner { return Stopper{run()} }

// MakeIO makes.
func MakeIO() io.Closer { return &Closer{run()} }

// MakeAny makes.
func MakeAny() any { return &Closer{run()} }

// MakeErr only fails.
func MakeErr() error { spawn.Loop(func() {}); return nil }

// MakeInt counts.
func MakeInt() int { spawn.Loop(func() {}); return 1 }

// MakeFunc gives a function.
func MakeFunc() func() { c := run(); return func() { close(c) } }

// MakeChan gives a channel.
func MakeChan() chan struct{} { return run() }

// MakeRecv gives one to receive from.
func MakeRecv() <-chan int {
	out := make(chan int)
	spawn.Loop(func() { out <- 1 })
	return out
}

// MakeTwo gives two.
func MakeTwo() (*Plain, *Closer, error) { return &Plain{}, &Closer{run()}, nil }

// MakeCtx gives a context and its end.
func MakeCtx() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	spawn.With(ctx, func() {})
	return ctx, cancel
}

// MakeTimer gives a timer.
func MakeTimer() *time.Timer { spawn.Loop(func() {}); return time.NewTimer(1) }

// Start is a method of what can be closed.
func (c *Closer) Start() { spawn.Until(c.stop, func() {}) }

// Start is a method of what cannot.
func (p *Plain) Start() { spawn.Loop(func() {}) }

// Chain launches and returns itself.
func (p *Plain) Chain() *Plain { spawn.Loop(func() {}); return p }

// Go launches by value.
func (e Ender) Go() { spawn.Loop(func() {}) }

// Default is a package variable.
var Default = &Closer{make(chan struct{})}

// DefaultPlain is one.
var DefaultPlain = &Plain{}

// Fire forgets.
func Fire() { spawn.Loop(func() {}) }

// Allowed says why.
func Allowed() {
	go func() { //tether:allow hidden-launch it lives as long as the process
		for {
			time.Sleep(time.Second)
		}
	}()
}

// AllowedRaw allows another rule.
func AllowedRaw() {
	go func() { //tether:allow raw-go it lives as long as the process
		for {
			time.Sleep(time.Second)
		}
	}()
}

// AllowedBare has no reason.
func AllowedBare() {
	//tether:allow hidden-launch
	go func() {
		for {
			time.Sleep(time.Second)
		}
	}()
}

// AllowedBoth names both.
func AllowedBoth() {
	//tether:allow raw-go,untracked/hidden-launch a daemon
	go func() {
		for {
			time.Sleep(time.Second)
		}
	}()
}

// AllowedCall has it at the call, which is not its go.
func AllowedCall() {
	AllowedRaw()
}

// Program runs until it is over.
type Program struct {
	ctx    context.Context
	cancel context.CancelFunc
	stop   chan struct{}
	msgs   chan int
}

// NewProgram makes one.
func NewProgram() *Program {
	p := &Program{msgs: make(chan int)}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

// Run ends what it launches on its way out.
func (p *Program) Run() {
	defer p.cancel()
	go p.send(1)
	<-p.msgs
}

func (p *Program) send(n int) {
	select {
	case <-p.ctx.Done():
	case p.msgs <- n:
	}
}

// Restart ends what it launched before.
func (p *Program) Restart() {
	if p.stop != nil {
		close(p.stop)
	}
	p.stop = make(chan struct{})
	spawn.Until(p.stop, func() {})
}

// Kill ends it.
func (p *Program) Kill() { p.cancel() }
