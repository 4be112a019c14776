// Package lib waits for what it is given, always, on some paths, or never.
package lib

import (
	"context"
	"sync"
	"time"
)

func Wait(wg *sync.WaitGroup) { wg.Wait() }

func Both(a, b *sync.WaitGroup) {
	Wait(a)
	b.Wait()
}

func RecvAny[T any](c <-chan T) T { return <-c }

type Waiter struct{}

func (Waiter) Wait(c <-chan struct{}) { <-c }

func RecvOr(ctx context.Context, c <-chan struct{}) error {
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func RecvLoop(c <-chan struct{}) {
	for {
		select {
		case <-c:
			return
		case <-time.After(time.Second):
		}
	}
}

func Ignore(c <-chan struct{})    {}
func IgnoreWG(wg *sync.WaitGroup) {}

// Try never waits.
func Try(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func Deferred(c chan struct{}) {
	defer func() { <-c }()
	println("x")
}

func Drain[T any](c <-chan T) {
	for range c {
	}
}
