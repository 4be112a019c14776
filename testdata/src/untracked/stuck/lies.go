package stuck

import (
	"context"
	"time"
)

// Where a value lies in the channel, a select takes it: that the runtime may choose another arm
// that is ready in the same moment is a rare race. And who asks the context before each send
// comes to one more send at most.
func liesThere(ctx context.Context, next func() error) error {
	results := make(chan error, 1)
	go func() {
		for {
			if ctx.Err() != nil {
				return
			}
			results <- next()
		}
	}()
	for {
		select {
		case err := <-results:
			if err != nil {
				continue
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Without room the goroutine stands in its send, and stays there.
func liesNowhere(ctx context.Context, next func() error) error {
	results := make(chan error)
	go func() {
		for {
			if ctx.Err() != nil {
				return
			}
			results <- next() // want `when liesNowhere returns`
		}
	}()
	for {
		select {
		case err := <-results:
			if err != nil {
				continue
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Who does not ask the context sends on.
func liesAndMore(ctx context.Context, next func() error) error {
	results := make(chan error, 1)
	go func() {
		for {
			results <- next() // want `when liesAndMore returns`
		}
	}()
	for {
		select {
		case err := <-results:
			if err != nil {
				continue
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// The channel that says so is closed before the goroutine asks it.
func closedBefore(ctx context.Context, next func() (int, error)) int {
	results, quit := make(chan int, 1), make(chan struct{})
	go func() {
		defer close(results)
		last := 0
		for {
			results <- last
			select {
			case <-quit:
				return
			case <-time.After(time.Second):
			}
			n, err := next()
			if err != nil {
				results <- n
				return
			}
			last = n
		}
	}()
	last := 0
	for {
		select {
		case n, ok := <-results:
			if !ok {
				return last
			}
			last = n
		case <-ctx.Done():
			close(quit)
			return last
		}
	}
}
