// Package odd has what nobody writes and everybody compiles.
package odd

import (
	"context"
	"sync"
)

type list struct {
	next *list
	c    chan int
	ctx  context.Context
}

func work() {}

// The way along a list has no end.
func (l *list) walk(n int) {
	if n > 0 {
		l.next.walk(n - 1)
	}
	for range l.c {
	}
	<-l.ctx.Done()
}

func strange(l *list, f func(...context.Context), ctx context.Context, two func() (context.Context, int)) {
	go l.walk(3)                       // want `\(bound\)`
	go func(ctxs ...context.Context) { // want `\(detached\)`
		<-ctxs[0].Done()
	}(ctx)
	go f()         // want `\(detached\)`
	go f(ctx)      // want `\(bound\)`
	go both(two()) // want `\(detached\)`
	go func() {}() // want `\(detached\)`
	go func() {    // want `\(detached\)`
		for {
		}
	}()
	go func() { select {} }() // want `\(detached\)`
	go func() {               // want `\(detached\)`
	again:
		work()
		goto again
	}()
	var rec func()
	rec = func() { rec() }
	go rec() // want `\(detached\)`
	x := x(nil)
	go x() // want `\(detached\)`
	a, b := func() {}, func() {}
	a, b = b, a
	go a()                                    // want `\(detached\)`
	go (func())(nil)()                        // want `\(detached\)`
	go interface{ M() }(nil).M()              // want `\(detached\)`
	go func() (n int, err error) { return }() // want `\(detached\)`
	var c chan chan chan int
	go func() { // want `\(bound\)`
		for range <-<-c {
		}
	}()
	type t struct{ *list }
	go t{l}.walk(1)      // want `\(bound\)`
	go (*t).walk(nil, 1) // want `\(bound\)`
}

func x(f func()) func() { return x(f) }

func both(ctx context.Context, n int) { <-ctx.Done() }

// Two that swap their parameters for ever.
func swap(a, b context.Context) { swap(b, a) }

func start(ctx context.Context) {
	go swap(ctx, ctx) // want `\(detached\)`
	ctx, ctx2 := ctx, ctx
	ctx, ctx2 = ctx2, ctx
	go func() { // want `\(bound\)`
		<-ctx.Done()
	}()
	var _ = ctx2
}

var pkg, _ = func() (sync.WaitGroup, int) {
	var wg *sync.WaitGroup
	go func() { // want `\(detached\)`
		defer wg.Done()
	}()
	return *new(sync.WaitGroup), 0
}()
