// Package timers starts timers.
package timers

import (
	"context"
	"time"
)

func more() {}

type owner struct {
	t    *time.Timer
	stop func() bool
}

var kept *time.Timer

// All drops or keeps.
func (o *owner) All(d time.Duration, ctx context.Context) *time.Timer {
	time.AfterFunc(d, more)         // want "untracked/dropped-handle detached"
	_ = time.AfterFunc(d, more)     // want "untracked/dropped-handle detached"
	defer time.AfterFunc(d, more)   // want "untracked/dropped-handle detached"
	go time.AfterFunc(d, more)      // want "untracked/raw-go detached" "untracked/dropped-handle detached"
	var _ = time.AfterFunc(d, more) // want "untracked/dropped-handle detached"
	time.AfterFunc(d, more).Stop()
	_ = time.AfterFunc(d, more).Stop()
	time.AfterFunc(d, more).Reset(d) // want "untracked/dropped-handle detached"
	defer time.AfterFunc(d, more).Stop()
	t := time.AfterFunc(d, more)
	defer t.Stop()
	o.t = time.AfterFunc(d, more)
	kept = time.AfterFunc(d, more)
	o.stop = time.AfterFunc(d, more).Stop
	u := time.AfterFunc(d, func() { // want "untracked/dropped-handle detached"
		more()
	})
	_ = u
	(time.AfterFunc(d, more))                                // want "untracked/dropped-handle detached"
	a, _ := time.AfterFunc(d, more), time.AfterFunc(d, more) // want "untracked/dropped-handle detached"
	a.Stop()
	context.AfterFunc(ctx, more)
	_ = context.AfterFunc(ctx, more)
	f := time.AfterFunc
	f(d, more)
	time.NewTimer(d)
	time.After(d)
	time.NewTicker(d).Stop()
	take(time.AfterFunc(d, more))
	ts := []*time.Timer{time.AfterFunc(d, more)} // want "untracked/dropped-handle detached"
	_ = ts
	func() {
		time.AfterFunc(d, more) // want "untracked/dropped-handle detached"
	}()
	if d > 0 {
		time.AfterFunc(d, func() { // want "untracked/dropped-handle detached"
			go more() // want "untracked/raw-go detached"
		})
	}
	return time.AfterFunc(d, more)
}

func take(t *time.Timer) { t.Stop() }

var global = time.AfterFunc(time.Second, more)

var _ = time.AfterFunc(time.Second, more) // want "untracked/dropped-handle detached"

func init() {
	time.AfterFunc(time.Second, more) // want "untracked/dropped-handle detached"
}
