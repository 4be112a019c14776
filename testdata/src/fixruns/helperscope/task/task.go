package task

// Go is the helper.
func Go(name string, fn func()) {
	go fn()
}
