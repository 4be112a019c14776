package stops

import (
	"context"
	"sync"
	"time"
)

// The wait ends when the time is over, and what is waited for goes on: no claim.
func bounded(d time.Duration) bool {
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() { // want `outlives the timeout: the select at line 24 stops waiting for it when the time is over, .*\(detached\)`
			defer wg.Done()
			work()
		}()
	}
	done := make(chan struct{})
	go func() { // want `outlives the timeout: the select at line 24 stops waiting for it when the time is over, .*\(detached\)`
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(d):
		return false
	}
}

func boundedByContext(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { // want `outlives the context: the select at line 37 stops waiting for it when ctx ends, .*\(detached\)`
		done <- nil
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// The other arm is no timeout.
func either(other chan struct{}) {
	done := make(chan struct{})
	go func() { // want `on some path either returns at line 56 without receiving from done \(detached\)`
		work()
		close(done)
	}()
	select {
	case <-done:
	case <-other:
	}
}

// What can be ended besides is waited for, too, until the time is over.
func watches(ctx context.Context, watch func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	var err error
	go func() { // want `bypasses the helpers and the select at line [0-9]+ stops waiting for it when the time is over, though ctx can end it`
		err = watch(ctx)
		close(done)
	}()
	select {
	case <-done:
		return err
	case <-time.After(time.Second):
		return nil
	}
}
