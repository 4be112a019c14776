// Package kept launches with fields that stay as they are once their struct is made.
package kept

import (
	"sync"
	"time"
)

type cache struct{ n int }

func (c *cache) clean() {}

type handle struct {
	early, late, given, swapped *cache
}

func register(*handle) {}

func newHandle() *handle {
	h := &handle{}
	h.early = &cache{}
	register(h)
	h.late = &cache{}
	go h.late.clean() // want `raw-go`
	return h
}

func newOther(c *cache) *handle {
	h := &handle{}
	h.late = c
	h.given = c
	return h
}

func (h *handle) start() {
	go h.early.clean()   // want `raw-go`
	go h.late.clean()    // want `raw-go`
	go h.given.clean()   // want `raw-go`
	go h.swapped.clean() // want `raw-go`
}

func (h *handle) swap(c *cache) { h.swapped = c }

// What a sentence says stands above what becomes of the launch.
func remarks(c *cache) {
	go c.clean() // TODO: wait for it. // want `raw-go`
	go c.clean() // want `raw-go`
}

// A lock is given back some time later, and nobody waits.
func later(mu *sync.Mutex, list map[int]bool, c *cache) {
	go func() { // want `time.AfterFunc.*raw-go`
		time.Sleep(time.Second)
		mu.Lock()
		defer mu.Unlock()
		delete(list, 1)
	}()
	go func() { // want `time.AfterFunc.*raw-go`
		<-time.After(time.Second)
		c.clean()
	}()
}

type limits struct{ Workers int }

// Between the Add and the loop stand declarations only.
func counted(l *limits) {
	var wg sync.WaitGroup
	wg.Add(l.Workers)
	var failed, done cache
	for range l.Workers {
		go func() { // want `raw-go`
			defer wg.Done()
			failed.clean()
			done.clean()
		}()
	}
	wg.Wait()
}
