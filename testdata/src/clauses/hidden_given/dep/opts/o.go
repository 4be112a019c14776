// Package opts takes options.
package opts

import (
	"context"
	"net/http"
	"time"

	"example.com/dep2/spawn"
)

// Opts holds a context.
type Opts struct {
	Ctx  context.Context
	Name string
}

// Chans holds a channel.
type Chans struct{ Stop chan struct{} }

// Hidden has one that nobody can name.
type Hidden struct{ stop chan struct{} }

// NewHidden makes one.
func NewHidden() Hidden { return Hidden{make(chan struct{})} }

// Plain holds neither.
type Plain struct{ Name string }

// A takes a context.
func A(ctx context.Context) { spawn.With(ctx, func() {}) }

// B takes one in a struct.
func B(o Opts) { spawn.With(o.Ctx, func() {}) }

// C takes a pointer to one.
func C(o *Opts) { spawn.With(o.Ctx, func() {}) }

// D takes a channel in a struct.
func D(c Chans) { spawn.Until(c.Stop, func() {}) }

// E takes one that nobody can name.
func E(h Hidden) { spawn.Until(h.stop, func() {}) }

// F takes none.
func F(p Plain) { spawn.Loop(func() { _ = p }) }

// G takes a function only.
func G(f func()) { spawn.Loop(f) }

// I takes a duration.
func I(d time.Duration) { spawn.Loop(func() {}) }

// J takes a channel.
func J(c chan int) { spawn.Loop(func() { c <- 1 }) }

// K is variadic.
func K(cs ...<-chan struct{}) { spawn.Until(cs[0], func() {}) }

// L takes a handler.
func L(h http.Handler) { go http.ListenAndServe(":0", h) }
