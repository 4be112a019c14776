package main

import "testing"

func TestHook(t *testing.T) {
	inTest = func(string) {}
}
