package channels

import "sync"

// What is sent before the close is what a single receive takes: the body goes on.
func firstOfMany(list []int, f func(int) int) int {
	ch := make(chan int, len(list))
	go func() { // want `\(detached\)`
		defer close(ch)
		for _, v := range list {
			ch <- f(v)
		}
	}()
	return <-ch
}

// Those that the body launches send, too.
func firstOfNested(list []int, f func(int) int) int {
	ch := make(chan int, len(list))
	go func() { // want `\(detached\)`
		defer close(ch)
		var wg sync.WaitGroup
		for _, v := range list {
			wg.Add(1)
			go func() { // want `\(joined\)`
				defer wg.Done()
				ch <- f(v)
			}()
		}
		wg.Wait()
	}()
	return <-ch
}

func sendEach(ch chan<- int, list []int) {
	for _, v := range list {
		ch <- v
	}
}

func firstOfCallee(list []int) int {
	ch := make(chan int, len(list))
	go func() { // want `\(detached\)`
		sendEach(ch, list)
		close(ch)
	}()
	return <-ch
}

func sendAndClose(ch chan<- int, list []int) {
	defer close(ch)
	sendEach(ch, list)
}

func firstOfNamed(list []int) int {
	ch := make(chan int, len(list))
	go sendAndClose(ch, list) // want `\(detached\)`
	return <-ch
}

// The second receive takes what the first has left: the close.
func both(f func() int) int {
	ch := make(chan int)
	go func() { // want `\(joined\)`
		defer close(ch)
		ch <- f()
		work()
	}()
	v := <-ch
	<-ch
	return v
}

// What is sent is the last that the body does, but for the close.
func errorOrClose(f func() error) error {
	errs := make(chan error)
	go func() { // want `\(joined\)`
		defer close(errs)
		if err := f(); err != nil {
			errs <- err
		}
	}()
	return <-errs
}

// Whoever ranges comes to the close.
func all(list []int) {
	ch := make(chan int)
	go sendAndClose(ch, list) // want `\(joined\)`
	for v := range ch {
		use(v)
	}
}

func last(ch <-chan int) (v int) {
	for v = range ch {
	}
	return v
}

// And so does a callee that does.
func firstAndRest(list []int) int {
	ch := make(chan int)
	go sendAndClose(ch, list) // want `\(joined\)`
	first := <-ch
	return first + last(ch)
}
