package contexts

import (
	"context"
	"time"
)

// An arm that only leaves the select ends nothing.
func breaksSelect(ctx context.Context, clean func(), in chan int) {
	go func() { // want `\(detached\)`
		t := time.NewTicker(time.Minute)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				clean()
			case <-ctx.Done():
				break
			}
		}
	}()
	go func() { // want `\(detached\)`
		for {
			select {
			case <-ctx.Done():
				clean()
				continue
			case <-time.After(time.Second):
			}
			clean()
		}
	}()
	go func() { // want `\(bound\)`
		for {
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
				continue
			}
			return
		}
	}()
	go func() { // want `\(bound\)`
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
		}
	}()
	go func() { // want `\(bound\)`
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}()
}
