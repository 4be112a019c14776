// Package conn is a library: whether its tasks are still wanted after a Shutdown is not for it to know.
package conn

import "sync/atomic"

// reject: tracked.Go(

// A Conn is made ready by a task that nobody waits for.
type Conn struct {
	up       atomic.Bool
	sweeping atomic.Bool
	swept    atomic.Int32
}

// Connect goes on at once.
func (c *Conn) Connect() {
	go c.up.Store(true) // fix: may
	go c.connect()      // fix: yes
}

func (c *Conn) connect() { c.up.Store(true) }

// Ready reports whether a call can be made.
func (c *Conn) Ready() bool { return c.up.Load() }

// Sweep starts a sweep, unless there is one.
func (c *Conn) Sweep() {
	if c.sweeping.CompareAndSwap(false, true) {
		go c.sweep() // fix: yes
	}
}

func (c *Conn) sweep() {
	c.swept.Add(1)
	c.sweeping.Store(false)
}

// Swept is how many sweeps there have been.
func (c *Conn) Swept() int { return int(c.swept.Load()) }
