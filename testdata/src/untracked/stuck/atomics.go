package stuck

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

type conn struct {
	mu     sync.Mutex
	exited atomic.Bool
	state  int32
	closed atomic.Bool
	err    error
}

// flag is asked once: either answer is possible.
func (c *conn) flag(wait func() error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var err error
	if c.exited.Load() {
		err = c.err
	} else {
		done := make(chan error)
		go func() {
			done <- wait() // want `the send on done can block for ever`
		}()
		select {
		case err = <-done:
			c.exited.Store(true)
		case <-time.After(time.Second):
			return errors.New("timeout")
		}
	}
	return err
}

// number is of the functions that take an address.
func (c *conn) number(wait func() error) error {
	if atomic.LoadInt32(&c.state) != 0 {
		return nil
	}
	done := make(chan error)
	go func() {
		done <- wait() // want `the send on done can block for ever`
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

// first takes the flag: whoever else came before has it.
func (c *conn) first(wait func() error) error {
	if c.closed.Swap(true) {
		return nil
	}
	done := make(chan error)
	go func() {
		done <- wait() // want `the send on done can block for ever`
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

// same asks again what nothing can have changed.
func (c *conn) same(wait func() error) error {
	done := make(chan error)
	if c.exited.Load() {
		go func() {
			done <- wait()
		}()
	}
	if c.exited.Load() {
		return <-done
	}
	return nil
}

// taken has set the flag itself.
func (c *conn) taken(wait func() error) error {
	done := make(chan error)
	if !c.closed.CompareAndSwap(false, true) {
		return nil
	}
	go func() {
		done <- wait()
	}()
	if c.closed.Load() {
		return <-done
	}
	return nil
}

// stored has set it, too, and something else has run that leaves it alone.
func (c *conn) stored(wait func() error) error {
	done := make(chan error)
	c.closed.Store(true)
	go func() {
		done <- wait()
	}()
	time.Sleep(time.Second)
	if c.closed.Load() {
		return <-done
	}
	return nil
}

// own is a flag of the function, which others set.
func own(wait func() error, each func(func())) error {
	var started atomic.Bool
	done := make(chan error)
	each(func() { started.Store(true) })
	go func() {
		if started.Load() {
			done <- wait()
		}
	}()
	if started.Load() {
		return <-done
	}
	return nil
}
