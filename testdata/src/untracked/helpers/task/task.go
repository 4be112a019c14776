// Package task has helpers that the config approves, and others.
package task

import (
	"context"
	"sync"
	"time"
)

// Go is approved: its body is exempt.
func Go(name string, fn func()) {
	go func() {
		go fn()
	}()
}

type Runner struct {
	wg  sync.WaitGroup
	ctx context.Context
}

func NewRunner() *Runner { return &Runner{ctx: context.Background()} }

func (r *Runner) Go(before, fn func(context.Context)) {
	r.wg.Add(1)
	go func() {
		defer r.wg.Done()
		fn(r.ctx)
	}()
}

func (r *Runner) Offer(fn func()) (int, error) {
	go fn()
	return 0, nil
}

func (r *Runner) Wait() { r.wg.Wait() }

func (r *Runner) Close() { r.Wait() }

// Other is no helper.
func (r *Runner) Other(fn func()) {
	go fn() // want `raw-go`
}

type Handle struct{ r *Runner }

func (r *Runner) Begin() *Handle { return &Handle{r} }
func Begin() *Handle             { return &Handle{} }
func (h *Handle) Release()       {}
func (h *Handle) Done()          {}

type Pool[T any] struct{ c chan T }

func (p *Pool[T]) Run(fn func(T)) {
	go func() {
		for x := range p.c {
			fn(x)
		}
	}()
}

func Map[K comparable, V any](m map[K]V, fn func(K, V)) {
	for k, v := range m {
		go fn(k, v)
	}
}

// Detach is approved somewhere: its body is exempt.
func Detach(fn func()) { go fn() }

// Old is denied, and so is its body.
func Old(fn func()) {
	go fn() // want `raw-go`
}

func Every(d time.Duration, fn func()) (stop func()) {
	go fn() // want `raw-go`
	return func() {}
}

func Pair(fn func()) (int, *Handle) { return 0, nil }
