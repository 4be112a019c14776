package main

import "testing"

// These are in the way of imports with their names.
var context = "context"

func tracked(t *testing.T) { t.Helper() }

func TestNothing(t *testing.T) {
	tracked(t)
	_ = context
}
