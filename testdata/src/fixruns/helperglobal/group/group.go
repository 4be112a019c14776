// Package group has the helper, without names and contexts.
package group

import "sync"

// G launches tasks.
type G struct{ wg sync.WaitGroup }

// Do runs f.
func (g *G) Do(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

// Wait waits.
func (g *G) Wait() { g.wg.Wait() }
