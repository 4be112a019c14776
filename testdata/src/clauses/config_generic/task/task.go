// Package task is generic.
package task

import "time"

// Pool is generic.
type Pool[T any] struct{ c chan T }

// Go launches.
func (p *Pool[T]) Go(f func() T) { go func() { p.c <- f() }() }

// Drain waits.
func (p *Pool[T]) Drain() []T { return nil }

// Wait does not.
func (p *Pool[T]) Wait() {}

// Later starts.
func (p *Pool[T]) Later(f func() T) (int, *Handle[T]) {
	go f() // want "untracked/raw-go detached"
	return 0, &Handle[T]{}
}

// Handle is one.
type Handle[T any] struct{ v T }

// Stop stops.
func (h *Handle[T]) Stop() {}

// End ends.
func (h *Handle[T]) End() {}

// Call launches.
func Call[T any](f func() T) func() T { go f(); return f }

// Old is for this package.
func Old[T any](f func() T) { go f() }

// Into may refuse.
func Into[T any](f func(T), v T) bool { go f(v); return true }

// Every starts.
func Every[T any](d time.Duration, f func() T) *Handle[T] {
	go f() // want "untracked/raw-go detached"
	return nil
}

// Begin starts a handle.
func Begin[T any](v T) *Handle[T] { return &Handle[T]{v} }

// Value launches by value.
type Value struct{ n int }

// Run launches.
func (v Value) Run(f func()) { go f() }

// Iface launches by an interface.
type Iface interface {
	Run(f func())
	Join()
}

// Here is in scope.
func Here() { Old(func() int { return 1 }) }
