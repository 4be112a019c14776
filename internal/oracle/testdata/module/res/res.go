// Package res is what generated functions are made of: a resource, and decisions that
// whoever runs them takes.
package res

import (
	"errors"
	"iter"
)

// Failed is the error of all that fails.
var Failed = errors.New("failed")

// An R is opened, and has to be closed.
type R struct {
	site       int
	open, kept bool
	unwinding  int // how many panics and Goexits were under way when it was opened
}

// Open opens a resource on behalf of a site of the generated code, or fails.
func Open(site int) (*R, error) {
	if decide(-site) {
		return nil, Failed
	}
	return add(site), nil
}

// Close may fail, but the resource is closed then, too.
func (r *R) Close() error {
	if r == nil {
		return Failed
	}
	r.open = false
	if decide(-1_000_000 - r.site) {
		return Failed
	}
	return nil
}

// Name reads from the resource.
func (r *R) Name() string { return "r" }

// Keep says that the resource now has another owner than the function under test.
func Keep(r *R) {
	if r != nil {
		r.kept = true
	}
}

// If is a condition about which nothing is known.
func If(point int) bool { return decide(point) }

// Err is nil or an error.
func Err(point int) error {
	if decide(point) {
		return Failed
	}
	return nil
}

// N is 0, 1, 2 or 3. It takes two decisions, each of which is free as often as another.
func N(point int) (n int) {
	if decide(point) {
		n++
	}
	if decide(-2_000_000 - point) {
		n += 2
	}
	return n
}

// Seq yields as long as it is decided to.
func Seq(point int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; decide(point) && yield(i); i++ {
		}
	}
}
