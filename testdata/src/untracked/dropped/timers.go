// Package dropped drops the handles of what it launches.
package dropped

import (
	"context"
	"time"
)

func f() {}

func timers(ctx context.Context, t *time.Timer) *time.Timer {
	time.AfterFunc(time.Second, f)         // want `the timer that will run f is dropped, so that nothing can stop it.*\(untracked/dropped-handle\)`
	defer time.AfterFunc(time.Second, f)   // want `dropped-handle`
	_ = time.AfterFunc(time.Second, f)     // want `dropped-handle`
	var _ = time.AfterFunc(time.Second, f) // want `dropped-handle`
	(time.AfterFunc(time.Second, func() {  // want `the timer that will run a func literal`
		time.AfterFunc(time.Second, f) // want `dropped-handle`
	}))
	n, _ := 1, time.AfterFunc(time.Second, f) // want `dropped-handle`
	_ = n

	kept := time.AfterFunc(time.Second, f)
	kept.Reset(time.Second)
	defer kept.Stop()
	t = time.AfterFunc(time.Second, f)
	_, m := n, time.AfterFunc(time.Second, f)
	m.Stop()
	time.AfterFunc(time.Second, f).Stop()
	defer time.AfterFunc(time.Second, f).Stop()
	hold(time.AfterFunc(time.Second, f))
	context.AfterFunc(ctx, f)
	time.NewTimer(time.Second)
	if t != nil {
		return t
	}
	return time.AfterFunc(time.Second, f)
}

func hold(*time.Timer) {}

type clock struct{}

func (clock) AfterFunc(time.Duration, func()) *time.Timer { return nil }

func namesake(c clock) { c.AfterFunc(time.Second, f) }

// after is waited for by who has the channel: to stop it would let him wait for ever.
func after(d time.Duration) <-chan int {
	c := make(chan int, 1)
	time.AfterFunc(d, func() { c <- 1 })
	return c
}

func closedAfter(d time.Duration) (c chan struct{}, err error) {
	c = make(chan struct{})
	time.AfterFunc(d, func() { f(); close(c) })
	return
}

func apart(d time.Duration) <-chan int {
	c, other := make(chan int, 1), make(chan int, 1)
	time.AfterFunc(d, func() { other <- 1 }) // want `dropped-handle`
	return c
}
