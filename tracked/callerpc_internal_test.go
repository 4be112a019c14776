package tracked

import (
	"context"
	"testing"
)

// A guess that is never confirmed would cost every launch a runtime.Callers.
func TestGuessesAreConfirmed(t *testing.T) {
	if callerPC() == 0 {
		t.Skip("no guess on this platform")
	}
	g := New(Options{})
	for range 2 {
		task := g.Start(context.Background(), "")
		task.Done()
		known := confirmed[(task.pc^task.pc>>9)%uintptr(len(confirmed))].Load()
		if known != task.pc {
			t.Errorf("launch from %#x, confirmed is %#x", task.pc, known)
		}
	}
}
