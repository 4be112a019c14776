//go:build go1.25

package main

import "sync"

func more() {
	var wg sync.WaitGroup
	wg.Go(func() { // leaks 1
		c := sync.NewCond(new(sync.Mutex))
		c.L.Lock()
		c.Wait()
	})
	wg.Go(forever) // leaks 1
}

func forever() {
	var mu sync.RWMutex
	mu.RLock()
	mu.Lock()
}
