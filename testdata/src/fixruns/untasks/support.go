package main

import "testing"

// support is there for tests, at whose end nobody shuts a task down.
func support(tb testing.TB, requests chan string) {
	go func() { // fix: no
		for r := range requests {
			say(r)
		}
	}()
	tb.Cleanup(func() { close(requests) })
}
