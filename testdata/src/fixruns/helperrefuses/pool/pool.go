package pool

import "errors"

// Submit may refuse.
func Submit(fn func()) error {
	if fn == nil {
		return errors.New("no function")
	}
	go fn()
	return nil
}
