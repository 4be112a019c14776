// Package groups has launches that join a group, and some that must not.
package main

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

func fetch() error { return nil }

func count(list []string) (n int) {
	for _, s := range list {
		n += len(s)
	}
	return n
}

func forever() {
	for {
	}
}

func again(n int) {
	if n > 0 {
		again(n - 1)
	}
}

func fails() error { return nil }

func errs(ctx context.Context, list []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(fetch)
	n, done := 0, make(chan bool)
	go func() { // want `raw-go`
		if list == nil {
			return
		}
		n = count(list)
	}()
	go count(list)                       // want `raw-go`
	go count(append(list, "x"))          // want `raw-go`
	go fails()                           // want `raw-go`
	go func() error { return fails() }() // want `raw-go`
	go func() {                          // want `raw-go`
		<-done
	}()
	go forever() // want `raw-go`
	go again(n)  // want `raw-go`
	err := g.Wait()
	close(done)
	go count(list) // want `raw-go`
	return err
}

func waits(list []string) {
	var (
		wg sync.WaitGroup
		mu sync.Mutex
		n  int
	)
	for range list {
		wg.Add(1)
		go func() { // want `raw-go`
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			n++
		}()
		go func() { // want `raw-go`
			mu.Lock()
			n--
			mu.Unlock()
		}()
	}
	go func() { // want `raw-go`
		go count(list) // want `raw-go`
	}()
	wg.Wait()
}

func limited() error {
	var g errgroup.Group
	g.SetLimit(1)
	g.Go(fetch)
	go count(nil) // want `raw-go`
	return g.Wait()
}

func twice() {
	var wg sync.WaitGroup
	wg.Go(func() {})
	go count(nil) // want `raw-go`
	wg.Wait()
	wg.Go(func() {})
	wg.Wait()
}

func given(wg *sync.WaitGroup) {
	wg.Go(func() {})
	go count(nil) // want `raw-go`
	wg.Wait()
}

func looped(list []string) {
	for range list {
		var wg sync.WaitGroup
		wg.Go(func() {})
		go count(list) // want `raw-go`
		wg.Wait()
	}
}

func locked(list []string) {
	var (
		wg sync.WaitGroup
		mu sync.Mutex
	)
	wg.Go(func() {})
	mu.Lock()
	go func() { // want `raw-go`
		mu.Lock()
		mu.Unlock()
	}()
	wg.Wait()
	mu.Unlock()
}

func passedOn() {
	var wg sync.WaitGroup
	wg.Go(func() {})
	go count(nil) // want `raw-go`
	wg.Wait()
	use(&wg)
}

func use(*sync.WaitGroup) {}

func deferred(list []string) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {})
	go count(list) // want `raw-go`
}

func counted(list []string) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `raw-go`
		count(list)
		wg.Done()
	}()
	wg.Wait()
}

func main() {}
