package awaited

import "testing"

// A wait in a test counts for no launch outside of tests.
func TestWait(t *testing.T) {
	new(pool).never.Wait()
}
