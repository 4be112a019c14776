// Command timers ends with its timers.
package main

import (
	"os"
	"time"
)

func f() {}

// client waits for its end, which a timer brings.
type client struct{ quit chan struct{} }

func (c *client) shut() { close(c.quit) }

func (c *client) wait() { <-c.quit }

func main() {
	c := &client{make(chan struct{})}
	time.AfterFunc(time.Second, c.shut)
	if len(os.Args) > 2 {
		_ = time.AfterFunc(time.Minute, f)
	}
	for range 3 {
		time.AfterFunc(time.Second, f) // want `dropped-handle`
	}
	serve := func() {
		time.AfterFunc(time.Second, f) // want `dropped-handle`
	}
	serve()
	early()
	c.wait()
	if len(os.Args) > 1 {
		os.Exit(status())
	}
	late()
}

func early() {
	time.AfterFunc(time.Second, f) // want `dropped-handle`
}

// late is what main does last.
func late() {
	time.AfterFunc(time.Second, f)
	f()
	last()
}

func last() { time.AfterFunc(time.Second, f) }

// status is what main exits with.
func status() int {
	time.AfterFunc(time.Second, f)
	return 1
}
