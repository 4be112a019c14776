package unwaited

import (
	"context"
	"errors"
	"sync"
)

// What counts itself into a WaitGroup is launched into it, as by Go.
func rawSkipped(f func(), check func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)` `goroutine running a func literal is launched into wg, which is neither waited for nor handed over when rawSkipped returns at line 18: call wg.Wait\(\) on every path`
		defer wg.Done()
		f()
	}()
	if err := check(); err != nil {
		return err
	}
	wg.Wait()
	return nil
}

func rawLoop(fs []func(), check func() error) error {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() { // want `\(detached\)` `is launched into wg`
			defer wg.Done()
			f()
		}()
	}
	if err := check(); err != nil {
		return err
	}
	wg.Wait()
	return nil
}

func rawNamed(wg2 func(), ctx context.Context) error {
	wg := &sync.WaitGroup{}
	wg.Add(2)
	go rawWork(wg, wg2) // want `\(detached\)` `goroutine running rawWork is launched into wg`
	go rawWork(wg, wg2) // want `\(detached\)`
	select {
	case <-ctx.Done():
		return errors.New("stopped")
	default:
	}
	wg.Wait()
	return nil
}

func rawWork(wg *sync.WaitGroup, f func()) {
	defer wg.Done()
	f()
}

func rawWaited(f func(), check func() error) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() { // want `\(joined\)`
		defer wg.Done()
		f()
	}()
	return check()
}

// The caller's.
func rawGiven(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer wg.Done()
		f()
	}()
}

// Somebody else waits.
func rawReturned(f func()) *sync.WaitGroup {
	wg := new(sync.WaitGroup)
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer wg.Done()
		f()
	}()
	return wg
}

func rawClosed(fs []func() int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() { // want `raw-go`
			defer wg.Done()
			out <- f()
		}()
	}
	go func() { // want `raw-go`
		wg.Wait()
		close(out)
	}()
	return out
}

// A captured group is its owner's, however often the literal is called.
func calledAgain(urls []string) {
	var wg sync.WaitGroup
	start := func(url string) {
		wg.Add(1)
		go func() { // want `\(detached\)`
			defer wg.Done()
			println(url)
		}()
	}
	for _, url := range urls {
		start(url)
	}
	wg.Wait()
	start(urls[0])
}

// The message names who leaves, which is not the literal.
func helperCalledAgain(urls []string) {
	var wg sync.WaitGroup
	start := func(url string) {
		wg.Go(func() { println(url) }) // want `when helperCalledAgain returns at line`
	}
	for _, url := range urls {
		start(url)
	}
	wg.Wait()
	start(urls[0])
}
