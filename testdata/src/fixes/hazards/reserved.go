package main

import "sync"

func takes(trackedpkg string, n int) { _ = len(trackedpkg) }

func name() string { return "name" }

// What one fix declares hides no package that another one needs.
func reserved() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(contextpkg string) { // want `raw-go`
		defer wg.Done()
		work(contextpkg)
	}(name())
	go takes(name(), next()) // want `raw-go`
	go work()                // want `raw-go`
	wg.Wait()
	go work() // want `raw-go`
}
