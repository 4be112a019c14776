// Package lib has types that launch, and all kinds of ways to end that.
package lib

import (
	"context"
	"io"
	"net"
	"time"

	"example.com/hidden/dep/loops"
)

func work() {}

// Fire returns nothing.
func Fire() { loops.Forever(work) }

// FireErr returns an error only.
func FireErr() error { loops.Forever(work); return nil }

// Count returns a number.
func Count() int { loops.Forever(work); return 1 }

// Plain has no way to end what it starts.
type Plain struct{ N int }

// NewPlain starts a loop.
func NewPlain() *Plain { loops.Forever(work); return &Plain{} }

// Start starts a loop.
func (p *Plain) Start() { loops.Forever(work) }

// Self starts a loop and returns its receiver.
func (p *Plain) Self() *Plain { loops.Forever(work); return p }

// Run starts nothing.
func (p *Plain) Run() {}

// Flush is no way to end anything.
func (p *Plain) Flush() error { return nil }

func (p *Plain) close() {}

// Ended has one method more.
type Ended struct{ inner *Plain }

// NewEnded starts a loop.
func NewEnded() *Ended { loops.Forever(work); return &Ended{} }

// NewEndedErr starts a loop, or does not.
func NewEndedErr(addr string) (*Ended, error) {
	if addr == "" {
		return nil, io.EOF
	}
	loops.Forever(work)
	return &Ended{}, nil
}

// Start starts a loop.
func (e *Ended) Start() { loops.Forever(work) }

// Close ends them.
func (e *Ended) Close() error { return nil }

// The other names.
type (
	Stopped  struct{}
	Shut     struct{}
	Waited   struct{}
	Canceled struct{}
	Doner    struct{}
	Quitter  struct{}
	Released struct{}
)

// Stop and the others end something.
func (Stopped) Stop()                        {}
func (*Shut) Shutdown(context.Context) error { return nil }
func (*Waited) Wait() error                  { return nil }
func (*Canceled) Cancel()                    {}
func (*Doner) Done() <-chan struct{}         { return nil }
func (*Quitter) Quit()                       {}
func (*Released) Release()                   {}

// Each launches.
func NewStopped() Stopped    { loops.Forever(work); return Stopped{} }
func NewShut() *Shut         { loops.Forever(work); return nil }
func NewWaited() Waited      { loops.Forever(work); return Waited{} }
func NewCanceled() *Canceled { loops.Forever(work); return nil }
func NewDoner() *Doner       { loops.Forever(work); return nil }
func NewQuitter() *Quitter   { loops.Forever(work); return nil }
func NewReleased() *Released { loops.Forever(work); return nil }

// Outer has fields.
type Outer struct {
	Session *Ended
	N       int
}

// Hidden has its field to itself.
type Hidden struct {
	session *Ended
	N       int
}

// Embeds has the methods of what it embeds.
type Embeds struct{ *Ended }

// inner is embedded under a name of its own.
type inner struct{ Session *Ended }

// Promotes has the fields of what it embeds.
type Promotes struct{ inner }

// Funcs has functions for fields.
type Funcs struct {
	Stop    func()
	OnError func(error)
}

// Callbacks has others.
type Callbacks struct{ OnError func(error) }

// Signal has a channel.
type Signal struct{ Quit chan struct{} }

// Each launches.
func NewOuter() Outer           { loops.Forever(work); return Outer{} }
func NewOuterPtr() *Outer       { loops.Forever(work); return nil }
func NewHidden() *Hidden        { loops.Forever(work); return nil }
func NewEmbeds() Embeds         { loops.Forever(work); return Embeds{} }
func NewPromotes() *Promotes    { loops.Forever(work); return nil }
func NewFuncs() *Funcs          { loops.Forever(work); return nil }
func NewCallbacks() *Callbacks  { loops.Forever(work); return nil }
func NewSignal() *Signal        { loops.Forever(work); return nil }
func NewCloser() io.Closer      { loops.Forever(work); return nil }
func NewReader() io.Reader      { loops.Forever(work); return nil }
func NewList() []*Ended         { loops.Forever(work); return nil }
func StopFunc() func()          { loops.Forever(work); return work }
func Ticks() <-chan time.Time   { loops.Forever(work); return nil }
func Ctx() context.Context      { loops.Forever(work); return nil }
func Two() (n int, stop func()) { loops.Forever(work); return 1, work }

// Options has a context.
type Options struct {
	Name string
	Ctx  context.Context
}

// Private has one that only this package can name.
type Private struct {
	Name string
	ctx  context.Context
}

// Nested embeds one.
type Nested struct {
	Options
	Level int
}

// What callers may pass.
func WithCtx(ctx context.Context, name string) { loops.While(ctx, work) }
func WithStop(stop chan struct{})              { loops.Until(stop, work) }
func WithOptions(o Options)                    { loops.While(o.Ctx, work) }
func WithPtr(o *Options)                       { loops.While(o.Ctx, work) }
func WithNested(o Nested)                      { loops.While(o.Ctx, work) }
func WithPrivate(p *Private)                   { loops.Forever(work) }
func WithMany(stops ...<-chan struct{})        { loops.Forever(work) }
func WithFunc(fn func())                       { loops.Forever(fn) }
func WithName(name string)                     { loops.Forever(work) }

// Serve ends with the listener.
func Serve(l net.Listener) {
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_ = c.Close()
		}
	}()
}

// Pool is generic.
type Pool[T any] struct{ items []T }

// NewPool starts a loop.
func NewPool[T any](make func() T) *Pool[T] {
	loops.Forever(func() { make() })
	return &Pool[T]{}
}

// Refresh starts another.
func (p *Pool[T]) Refresh() { loops.Forever(work) }

// Renew waits.
func (p *Pool[T]) Renew() { loops.Once(work) }

// Get returns what somebody else made, and starts a loop.
func Get[T any](v T) T { loops.Forever(work); return v }

// Base is embedded by others.
type Base struct{ n int }

// Begin starts a loop.
func (b *Base) Begin() { go func() { select {} }() }

// Count does not.
func (b *Base) Count() int { return b.n }

// Starter is an interface.
type Starter interface{ Start() }
