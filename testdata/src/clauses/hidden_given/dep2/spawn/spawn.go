// Package spawn launches.
package spawn

import (
	"context"
	"sync"
	"time"
)

// Loop never ends.
func Loop(f func()) {
	go func() {
		for {
			f()
			time.Sleep(time.Second)
		}
	}()
}

// Until ends with the channel.
func Until(stop <-chan struct{}, f func()) {
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				f()
			}
		}
	}()
}

// With ends with the context.
func With(ctx context.Context, f func()) {
	go func() {
		for ctx.Err() == nil {
			f()
		}
	}()
}

// All waits.
func All(fs ...func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Go(f)
	}
	wg.Wait()
}

// Wrapped waits by hand.
func Wrapped(f func()) error {
	errc := make(chan error)
	go func() { f(); errc <- nil }()
	return <-errc
}

// Timeout leaves it behind on one path.
func Timeout(f func(), d time.Duration) bool {
	done := make(chan struct{})
	go func() { f(); close(done) }()
	select {
	case <-done:
		return true
	case <-time.After(d):
		return false
	}
}

// Some does so on some path.
func Some(b bool, f func()) {
	if b {
		return
	}
	go f()
}

// Delay is a timer.
func Delay(f func()) { time.AfterFunc(time.Second, f) }

// Nested launches in a closure that it calls.
func Nested(f func()) {
	g := func() { go f() }
	g()
}

// Later returns what launches; nothing runs yet.
func Later(f func()) func() {
	return func() { go f() }
}

// Deferred launches on its way out.
func Deferred(f func()) {
	defer func() { go f() }()
}

// Stack is a generic type.
type Stack[T any] struct{ xs []T }

// Push launches.
func (s *Stack[T]) Push(x T) { go func() { s.xs = append(s.xs, x) }() }

// Map is generic.
func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, len(xs))
	for i, x := range xs {
		go func() { out[i] = f(x) }()
	}
	return out
}
