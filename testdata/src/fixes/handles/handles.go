// Package handles has launches that get a handle.
package handles

import (
	"context"

	"example.com/fixes/stop"
)

func work(...any) error { return nil }
func next() int         { return 1 }

func launch(ctx context.Context, s *stop.Stopper, n int) {
	go func() { // want `raw-go`
		// First.
		if n == 1 {
			return
		}
		_ = work()
	}()
	go func() {}()                                  // want `raw-go`
	go func(i int) error { return work(i) }(next()) // want `raw-go`
	go func() {                                     // want `raw-go`
	}()
	go work(1)      // want `raw-go`
	go work(next()) // want `raw-go`
	if n == 2 {
		goto end
	}
	go work(2)                  // want `raw-go`
	go func() { _ = work(3) }() // want `raw-go`
end:
	go func() { _ = work(3) }() // want `raw-go`
}
