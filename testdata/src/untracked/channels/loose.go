package channels

import (
	"context"
	"sync"
	"time"
)

// Values of others, whom no go statement here starts: the receive may be of one of these.

func orTimer(f func() int) int {
	answers := make(chan int, 2)
	timer := time.AfterFunc(time.Second, func() { answers <- 0 })
	defer timer.Stop()
	go func() { // want `nothing shows that orTimer receives from answers as often as is sent on it \(detached\)`
		answers <- f()
	}()
	return <-answers
}

func orContext(ctx context.Context, f func() int) int {
	answers := make(chan int, 2)
	defer context.AfterFunc(ctx, func() { answers <- 0 })()
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	return <-answers
}

func orHelper(f, g func() int) int {
	answers := make(chan int, 2)
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { answers <- g() })
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	return <-answers
}

// Of two senders both are received from.
func andHelper(f, g func() int) int {
	answers := make(chan int, 2)
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { answers <- g() })
	go func() { // want `\(joined\)`
		answers <- f()
	}()
	return <-answers + <-answers
}

type client struct{ onAnswer func(int) }

func orCallback(c *client, f func() int) int {
	answers := make(chan int, 2)
	c.onAnswer = func(n int) { answers <- n }
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	return <-answers
}

func orNested(f func() int) int {
	answers := make(chan int, 2)
	send := func(n int) { answers <- n }
	timer := time.AfterFunc(time.Second, func() { send(0) })
	defer timer.Stop()
	go func() { // want `\(detached\)`
		send(f())
	}()
	return <-answers
}

func orSubscribed(subscribe func(chan<- int), f func() int) int {
	answers := make(chan int, 2)
	subscribe(answers)
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	return <-answers
}

func tell(answers chan<- int) { answers <- 0 }

func orByName(register func(func()), f func() int) int {
	answers := make(chan int, 2)
	register(func() { tell(answers) })
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	return <-answers
}

func orInPlace(f func() int) int {
	answers := make(chan int, 2)
	func() { answers <- 0 }()
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	return <-answers
}

// What it sends by defer it no longer receives; a function that nobody calls sends nothing.
func atEnd(f func() int) int {
	answers := make(chan int, 2)
	send := func() { answers <- 0 }
	again := send
	defer func() { answers <- 0 }()
	defer again()
	go func() { // want `\(joined\)`
		answers <- f()
	}()
	return <-answers
}

// Both senders are one variable's.
func byVariable(f func() int) int {
	answers := make(chan int, 2)
	send := func() { answers <- f() }
	go send() // want `\(joined\)`
	go send() // want `\(joined\)`
	return <-answers + <-answers
}

// It receives from all until somebody closes the channel.
func ranged(f, g func() int) (sum int) {
	answers := make(chan int)
	var wg, outer sync.WaitGroup
	wg.Go(func() { answers <- g() })
	outer.Go(func() {
		wg.Wait()
		close(answers)
	})
	for n := range answers {
		sum += n
	}
	outer.Wait()
	return sum
}

func orLooping(fs []func() int, f func() int) (sum int) {
	answers := make(chan int, 2*len(fs))
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, f := range fs {
		wg.Go(func() { answers <- f() })
	}
	go func() { // want `\(detached\)`
		answers <- f()
	}()
	for range fs {
		sum += <-answers
	}
	return sum
}
