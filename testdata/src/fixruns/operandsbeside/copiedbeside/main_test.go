package main

import "testing"

func wants(t *testing.T, want string) {
	if got := <-out; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestCopied(t *testing.T) {
	c := *newCopied("a")
	c.start()
	c = *newCopied("b")
	wants(t, "a")
}
