// Package started has launches that get a handle of tracked.
package started

func work(...any) {}

func launch(n int) {
	go work(n)  // want `raw-go`
	go func() { // want `raw-go`
		work(n)
	}()
}
