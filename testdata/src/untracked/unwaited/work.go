package unwaited

import (
	"context"
	"sync"
)

// To wait before the work is closed would wait for ever.
func consumers(n int, jobs chan int) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { // want `call wg.Wait\(\) on every path, once jobs is closed, or give wg to who will`
			for range jobs {
			}
		})
	}
	for i := range n {
		jobs <- i
	}
}

// Cancelled has a goroutine that waits for its context: to wait for it before that is
// cancelled would be to wait for ever.
func Cancelled(ctx context.Context, start func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	wg.Go(func() { // want `call wg.Wait\(\) on every path, once ctx is cancelled, or give wg to who will`
		<-ctx.Done()
		println("stopped")
	})
	if err := start(); err != nil {
		return err
	}
	cancel()
	wg.Wait()
	return nil
}

// Either ends by itself too.
func Either(ctx context.Context, tick chan int, start func() error) error {
	var wg sync.WaitGroup
	wg.Go(func() { // want `call wg.Wait\(\) on every path, or give wg to who will`
		select {
		case <-ctx.Done():
		case <-tick:
		}
	})
	if err := start(); err != nil {
		return err
	}
	wg.Wait()
	return nil
}
