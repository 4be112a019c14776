// Package loops is where most goroutines start.
package loops

import (
	"context"
	"sync"
	"time"
)

// Forever starts a loop that never ends.
func Forever(fn func()) {
	go func() {
		for {
			time.Sleep(time.Second)
			fn()
		}
	}()
}

// While starts a loop that ends with the context.
func While(ctx context.Context, fn func()) {
	go func() {
		for ctx.Err() == nil {
			fn()
		}
	}()
}

// Until starts a loop that ends with the channel.
func Until(stop <-chan struct{}, fn func()) {
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				fn()
			}
		}
	}()
}

// Once waits for what it starts.
func Once(fn func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fn()
	}()
	<-done
}

// In starts into a group that it was given.
func In(wg *sync.WaitGroup, fn func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		fn()
	}()
}

// Guarded gives back the end of the context that it makes.
func Guarded(fn func()) context.CancelFunc {
	ctx, cancel := context.WithCancel(context.Background())
	While(ctx, fn)
	return cancel
}

// Apply calls what it is given.
func Apply(fn func()) { fn() }

// Later calls what it is given another time.
var Later []func()

// Defer keeps what it is given.
func Defer(fn func()) { Later = append(Later, fn) }
