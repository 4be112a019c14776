package main

import "testing"

func TestShared(t *testing.T) {
	shared.start()
	shared = spare
	wants(t, "a")
}
