// Package async has helpers of odd shapes.
package async

import (
	"context"
	"sync"
)

var wg sync.WaitGroup

// An Option says how.
type Option func()

// Run has the function first, and options.
func Run(fn func(ctx context.Context, attempt int) error, ctx context.Context, opts ...Option) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = fn(ctx, 1)
	}()
}

// Wait waits.
func Wait() { wg.Wait() }
