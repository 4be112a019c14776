// Package first launches through a helper that has the function first.
package first

func work(...any) error { return nil }

func launch(n int) {
	go work(n)       // want `raw-go`
	go func(n int) { // want `raw-go`
		if n == 1 {
			return
		}
		_ = work(n)
	}(n + 1)
}
