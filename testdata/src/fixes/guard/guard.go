// Package guard is a team's way to launch that recovers.
package guard

func Go(fn func()) {
	go func() {
		defer logPanic()
		fn()
	}()
}

func logPanic() {
	if v := recover(); v != nil {
		println("recovered")
	}
}
