package stuck

import (
	"errors"
	"time"
)

// A channel that is given its only value behind its declaration.
func madeLater(work func() error, d time.Duration) error {
	var done chan error
	done = make(chan error)
	go func() {
		done <- work() // want `the send on done can block for ever: when madeLater returns at line 19`
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(d):
		return errors.New("timeout")
	}
}

// One that may have another one is not in sight.
func madeAgain(work func() error, other chan error) {
	var done chan error
	done = make(chan error)
	if other != nil {
		done = other
	}
	go func() { done <- work() }()
}

// Nor is one that may have none.
func madePerhaps(work func() error, async bool) {
	var done chan error
	if async {
		done = make(chan error)
	}
	go func() { done <- work() }()
}

type worker struct{ err error }

func (w *worker) run(done chan<- error) {
	done <- w.err // want `the send on done can block for ever`
}

// A method as the only value of a variable is that method.
func methodValue(w *worker, d time.Duration) error {
	done := make(chan error)
	run := w.run
	go run(done)
	select {
	case err := <-done:
		return err
	case <-time.After(d):
		return errors.New("timeout")
	}
}

func (w *worker) other(done chan<- error) {
	done <- w.err
}

// A variable with two values may be either.
func eitherFunc(w *worker, run func(chan<- error)) {
	done := make(chan error)
	f := w.other
	if run != nil {
		f = run
	}
	go f(done)
}
