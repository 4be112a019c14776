// Package task has helpers.
package task

import (
	"errors"
	"sync"
	"time"
)

// Spawn has a scope; its body is exempt everywhere.
func Spawn(fn func()) { go fn() }

// Group waits.
type Group struct{ wg sync.WaitGroup }

// Go is exempt, too.
func (g *Group) Go(fn func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		fn()
	}()
}

// Wait waits.
func (g *Group) Wait() { g.wg.Wait() }

// Tick starts a ticker.
func (g *Group) Tick(d time.Duration, fn func()) *Stopper {
	s := &Stopper{c: make(chan struct{})}
	go func() { // want "untracked/raw-go bound"
		for {
			select {
			case <-s.c:
				return
			case <-time.After(d):
				fn()
			}
		}
	}()
	return s
}

// Stopper stops.
type Stopper struct{ c chan struct{} }

// Stop stops.
func (s *Stopper) Stop() { close(s.c) }

// Second has two entries.
func Second(fn func()) { go fn() }

// Third has two scopes.
func Third(fn func()) { go fn() }

// May refuses.
func May(pre func() bool, fn func()) error {
	if !pre() {
		return errors.New("no")
	}
	go fn()
	return nil
}

// Bool refuses.
func Bool(fn func()) bool { go fn(); return true }

// Every starts.
func Every(d time.Duration, fn func()) *Stopper {
	var g Group
	return g.Tick(d, fn)
}

// Cron starts.
func Cron(fn func()) (int, *Stopper, error) { return 0, Every(time.Second, fn), nil }
