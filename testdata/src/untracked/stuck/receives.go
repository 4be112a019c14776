package stuck

import (
	"errors"
	"sync"
)

func workers(list []int, use func(int)) {
	ch := make(chan int)
	for range 3 {
		go func() {
			for v := range ch { // want `the range over ch can never end: when workers returns at line 20, nobody is left to close it; close ch on every path, for example by defer`
				use(v)
			}
		}()
	}
	for _, v := range list {
		ch <- v
	}
}

func someClosed(list []int, use func(int), check func(int) error) error {
	ch := make(chan int)
	go func() {
		for v := range ch { // want `when someClosed returns at line 31`
			use(v)
		}
	}()
	for _, v := range list {
		if err := check(v); err != nil {
			return err
		}
		ch <- v
	}
	close(ch)
	return nil
}

// A gate that is not opened on one path.
func gate(prepare func() error, run func()) error {
	start := make(chan struct{})
	go func() {
		<-start // want `the receive from start can block for ever: when gate returns at line 47, nobody is left to send or to close it; close start on every path`
		run()
	}()
	if err := prepare(); err != nil {
		return err
	}
	close(start)
	return nil
}

// More receives than sends.
func starved(use func(int)) {
	ch := make(chan int)
	go func() {
		use(<-ch)
		use(<-ch) // want `the receive from ch`
	}()
	ch <- 1
}

func drain(in <-chan int, use func(int)) {
	for v := range in { // want `untracked/stuck`
		use(v)
	}
}

func namedWorkers(n int, use func(int)) {
	in := make(chan int, n)
	for i := 0; i < n; i++ {
		go drain(in, use)
	}
	for i := range n {
		in <- i
	}
}

// Nobody closes the results, so that the collector never ends.
func collector(fs []func() int, use func(int)) {
	results := make(chan int)
	go func() {
		for v := range results { // want `the range over results`
			use(v)
		}
	}()
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- f()
		}()
	}
	wg.Wait()
}

// Only the success is told.
func told(f func() error, use func()) error {
	ok := make(chan struct{})
	go func() {
		_, open := <-ok // want `the receive from ok`
		if open {
			use()
		}
	}()
	if err := f(); err != nil {
		return errors.Join(err)
	}
	ok <- struct{}{}
	return nil
}

// Nobody has the channel at all.
func alone() {
	go func() {
		<-make(chan int) // want `the goroutine can wait here for ever: nobody else has the channel, or is left to use it`
	}()
	go func() {
		var c chan int
		c <- 1 // want `nobody else has the channel`
	}()
	go func() {
		select { // want `untracked/stuck`
		case <-make(chan int):
		case make(chan int) <- 1:
		}
	}()
}

// It waits for its own goroutine, which waits for it.
func mixed() {
	go func() {
		ch := make(chan int)
		wg := sync.WaitGroup{}
		wg.Add(1)
		go func() {
			ch <- 0 // want `while the function literal itself waits at line`
			wg.Done()
		}()
		wg.Wait()
		<-ch
	}()
}

func noCloseRange(list []any, workers int) {
	ch := make(chan any)
	for i := 0; i < workers; i++ {
		go func() {
			for item := range ch { // want `untracked/stuck`
				_ = item
			}
		}()
	}
	for _, item := range list {
		ch <- item
	}
}
