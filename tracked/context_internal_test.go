package tracked

import "testing"

// Were package context to change, tasks would still be cancelled, but with a
// delay, and without the cause.
func TestCancelKeyIsKnown(t *testing.T) {
	if cancelKey == nil {
		t.Error("package context did not ask for its key")
	}
}
