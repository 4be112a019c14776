// Command methodvalues: a group that is given one call is given the function, where that is the same whenever it is evaluated.
package main

import (
	"errors"
	"fmt"
	"sync"
)

// want: wg.Go(c.add)
// want: c.wg.Go(c.add)
// want: wg.Go(work)
// want: wg.Go(func() { c.value() })
// want: wg.Go(func() { current.add() })
// want: wg.Go(func() { i.add() })
// want: wg.Go(func() { work() })
// want: wg.Go(func() { result() })
// want: wg.Go(func() { f() })
// want: found.release(out)
// want: noneRelease := none.release
// want: someRelease := some.release
// reject: foundRelease

type counter struct {
	wg sync.WaitGroup
	mu sync.Mutex
	n  int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

type point struct{ n int }

func (p point) value() { fmt.Println("value", p.n) }

type adder interface{ add() }

type valuer interface{ release(chan int) }

// get has a value where it has no error.
func get(n int) (valuer, error) {
	if n == 0 {
		return nil, errors.New("none")
	}
	return point{n}, nil
}

func (p point) release(out chan int) { out <- p.n }

func release(n int, out chan int) {
	if found, err := get(n); err == nil {
		go found.release(out) // fix: yes
	}
}

// find has neither a value nor an error.
func find() (valuer, error) { return nil, nil }

func releaseSome(out chan int) {
	defer func() { fmt.Println("panics at the launch:", recover() != nil) }()
	if some, err := find(); err == nil {
		go some.release(out) // fix: yes
	}
}

// releaseNone panics where it launches, for where there is an error there is no value.
func releaseNone(out chan int) {
	defer func() { fmt.Println("panics at the launch:", recover() != nil) }()
	if none, err := get(0); err != nil {
		go none.release(out) // fix: yes
	}
}

var (
	current = &counter{}
	hits    int
)

func work() { current.add() }

func result() int { return 1 }

func (c *counter) both() {
	c.wg.Add(2)
	go func() { // fix: yes
		defer c.wg.Done()
		c.add()
	}()
	go func() { // fix: yes
		c.add()
		c.wg.Done()
	}()
	c.wg.Wait()
}

func main() {
	out := make(chan int)
	releaseNone(out)
	releaseSome(out)
	release(1, out)
	fmt.Println("released", <-out)
	var wg sync.WaitGroup
	c := &counter{}
	c.both()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		c.add()
	}()
	wg.Wait()
	fmt.Println(c.n)
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		work()
	}()
	wg.Wait()
	{
		c := point{1}
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			c.value()
		}()
		wg.Wait()
		c.n++
		fmt.Println(c.n)
	}
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		current.add()
	}()
	wg.Wait()
	current = &counter{n: current.n}
	fmt.Println(current.n)
	var i adder = c
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		i.add()
	}()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		// says something
		work()
	}()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		result()
	}()
	wg.Wait()
	f := work
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		f()
	}()
	f = func() { hits++ }
	wg.Wait()
	fmt.Println(c.n, current.n+hits)
}
