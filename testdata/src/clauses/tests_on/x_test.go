package testson_test

import "testing"

func TestX(t *testing.T) {
	go println() // expect: untracked/raw-go detached
}
