package contexts

import (
	"context"
	"sync"
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

// Whatever the context says, the loop has no way out.
func neverLeft(ctx context.Context, in <-chan int, use func(...any)) {
	go func() { // want `\(detached\)`
		for {
			select {
			case v := <-in:
				use(v)
			case <-ctx.Done():
				use(ctx.Err())
				continue
			}
		}
	}()
	go func() { // want `\(bound\)`
		for {
			select {
			case v, ok := <-in:
				if !ok {
					return
				}
				use(v)
			case <-ctx.Done():
				use(ctx.Err())
			}
		}
	}()
	go func() { // want `\(detached\)`
		for {
		drain:
			for {
				select {
				case v := <-in:
					use(v)
				case <-ctx.Done():
					break drain
				}
			}
			use()
		}
	}()
	go func() { // want `\(detached\)`
		for range time.Tick(time.Second) {
			if ctx.Err() != nil {
				continue
			}
			use()
		}
	}()
	go func() { // want `\(bound\)`
		for range time.Tick(time.Second) {
			if ctx.Err() != nil {
				break
			}
			use()
		}
	}()
	go pump(ctx, in, use)  // want `\(detached\)`
	go retry(ctx, in, use) // want `\(detached\)`
	done := ctx.Done()
	go func() { // want `\(detached\)`
		for {
			select {
			case <-done:
				done = nil
			case v := <-in:
				use(v)
			}
		}
	}()
	go func() { // want `\(bound\)`
	again:
		select {
		case <-ctx.Done():
			return
		case v := <-in:
			use(v)
		}
		goto again
	}()
	go func() { // want `\(bound\)`
		for {
			select {
			case <-ctx.Done():
				panic(ctx.Err())
			case v := <-in:
				use(v)
			}
		}
	}()
}

// What is deferred runs on each way out of a range over a ticker.
func ticking(stopped func() bool, use func(...any)) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(joined\)`
		defer wg.Done()
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for range t.C {
			if stopped() {
				return
			}
			use()
		}
	}()
	wg.Wait()
}

func pump(ctx context.Context, in <-chan int, use func(...any)) {
	done := ctx.Done()
	for {
		select {
		case v := <-in:
			use(v)
		case <-done:
			done = nil
		}
	}
}

// retry calls again what the context has ended.
func retry(ctx context.Context, in <-chan int, use func(...any)) {
	for {
		if err := once(ctx, in, use); err != nil {
			use(err)
		}
	}
}

func once(ctx context.Context, in <-chan int, use func(...any)) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case v := <-in:
			use(v)
		}
	}
}
