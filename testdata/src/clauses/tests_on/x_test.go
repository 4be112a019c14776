package testson_test

import "testing"

func TestX(t *testing.T) {
	go println() // want "untracked/raw-go detached"
}
