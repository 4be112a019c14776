// Package pool stands in for the real one.
package pool

import (
	"context"

	"github.com/sourcegraph/conc"
)

type (
	// Pool is a pool.
	Pool struct{ h conc.WaitGroup }
	// ErrorPool is one with errors.
	ErrorPool struct{ p Pool }
	// ContextPool is one with a context.
	ContextPool struct {
		p   Pool
		ctx context.Context
	}
	// ResultPool is one with results.
	ResultPool[T any] struct{ p Pool }
)

// New makes one.
func New() *Pool { return &Pool{} }

// NewWithResults makes one.
func NewWithResults[T any]() *ResultPool[T] { return &ResultPool[T]{} }

// WithMaxGoroutines bounds.
func (p *Pool) WithMaxGoroutines(n int) *Pool { return p }

// WithErrors has errors.
func (p *Pool) WithErrors() *ErrorPool { return &ErrorPool{} }

// WithContext has a context.
func (p *Pool) WithContext(ctx context.Context) *ContextPool { return &ContextPool{ctx: ctx} }

// Go launches.
func (p *Pool) Go(f func()) { p.h.Go(f) }

// Wait waits.
func (p *Pool) Wait() { p.h.Wait() }

// Go launches.
func (p *ErrorPool) Go(f func() error) { p.p.Go(func() { _ = f() }) }

// Wait waits.
func (p *ErrorPool) Wait() error { p.p.Wait(); return nil }

// Go launches.
func (p *ContextPool) Go(f func(context.Context) error) { p.p.Go(func() { _ = f(p.ctx) }) }

// Wait waits.
func (p *ContextPool) Wait() error { p.p.Wait(); return nil }

// Go launches.
func (p *ResultPool[T]) Go(f func() T) { p.p.Go(func() { f() }) }

// Wait waits.
func (p *ResultPool[T]) Wait() []T { p.p.Wait(); return nil }
