// Package refuses has a helper that may not run what it is given.
package refuses

func work(...any) {}

func launch(n int) {
	go work(n) // want `no safe fix: task.Go may refuse to run it`
}
