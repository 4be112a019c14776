// Package otherpkg has functions that are launched from another package.
package otherpkg

import (
	"context"
	"sync"
)

func Observes(ctx context.Context) { <-ctx.Done() }

func Ignores(ctx context.Context) {}

func Drains(in <-chan int) {
	for range in {
	}
}

// Until goes on when it has received.
func Until(done <-chan struct{}) {
	<-done
	Work()
}

func Work() {}

func Maybe(fn func(), ok bool) {
	if ok {
		fn()
	}
}

func Safely(fn func()) {
	defer func() { _ = recover() }()
	fn()
}

func Finishes(wg *sync.WaitGroup) { defer wg.Done() }

type Runner struct {
	C    chan int
	quit chan int
	ctx  context.Context
}

func (r *Runner) Loop() {
	for r.ctx.Err() == nil {
	}
}

// Ranges ends by a channel that other packages can name.
func (r *Runner) Ranges() {
	for range r.C {
	}
}

// Hidden ends by one that they cannot.
func (r *Runner) Hidden() {
	for range r.quit {
	}
}
