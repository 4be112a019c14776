package main

import "testing"

func tracked(t *testing.T) { t.Helper() }

var context = "a variable of the tests"

func TestNothing(t *testing.T) {
	tracked(t)
	_ = context
}
