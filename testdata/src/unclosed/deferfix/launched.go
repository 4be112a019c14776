package deferfix

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Killer waits for just that cancel, which a defer makes at the same moment.
func Killer(stop func()) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `cancel from context\.WithTimeout is called, but not by defer.*defer cancel\(\) right after this call \(unclosed/undeferred\)`
	go func() {
		<-ctx.Done()
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			panic("timeout")
		}
	}()
	stop()
	cancel()
}

// What the launched function may set meanwhile is read at another time then.
func Counted(work func(context.Context) int) int {
	ctx, cancel := context.WithCancel(context.Background()) // want `no safe fix: something happens between the release and the return`
	n := 0
	go func() { n = work(ctx) }()
	work(ctx)
	cancel()
	return n
}

// Joined has waited before.
func Joined(work func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background()) // want `cancel from context\.WithCancel is called, but not by defer.*right after this call \(unclosed/undeferred\)`
	var wg sync.WaitGroup
	wg.Go(func() { work(ctx) })
	wg.Wait()
	cancel()
}
