// Command wgfirst: what stands before the defer that counts down.
package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
)

type counter struct {
	sync.Mutex
	wg   *sync.WaitGroup
	seen []string
}

func (c *counter) add(s string) {
	c.Lock()
	defer c.Unlock()
	c.seen = append(c.seen, s)
}

// A variable before it, and a deferred function that uses it.
func deferredAfter(c *counter) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() { // fix: yes
			name := fmt.Sprint("x") + string(rune('a'+i))
			defer wg.Done()
			defer c.add("deferred " + name)
			name = "changed"
			c.add(name)
		}()
	}
	wg.Wait()
}

// Only declarations.
func declared(c *counter) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		var a, b = 1, "two"
		x := [2]int{a, len(b)}
		x[0]++
		defer wg.Done()
		c.add(fmt.Sprint(x, b))
	}()
	wg.Wait()
}

// It shadows the group.
func shadowed(c *counter) {
	var wg, other sync.WaitGroup
	wg.Add(1)
	other.Add(1)
	go func() { // fix: yes
		wg := &other
		defer wg.Done()
		c.add("shadowed")
	}()
	other.Wait()
	wg.Done()
	wg.Wait()
}

// The goroutine ends before it counts down.
func goexit(c *counter) {
	var wg sync.WaitGroup
	done := make(chan bool)
	wg.Add(1)
	go func() { // fix: yes
		defer close(done)
		n := leave()
		defer wg.Done()
		c.add(fmt.Sprint(n))
	}()
	<-done
	wg.Done()
	wg.Wait()
	c.add("goexit")
}

func leave() int { runtime.Goexit(); return 1 }

// It waits before it counts down.
func waits(c *counter) {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Add(1)
	go func() { // fix: yes
		n := <-ch
		defer wg.Done()
		c.add(fmt.Sprint("waits ", n))
	}()
	ch <- 3
	wg.Wait()
}

// A parameter, and a variable before it.
func params(c *counter) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func(n int) { // fix: yes
			m := n * n
			defer wg.Done()
			c.add(fmt.Sprint("params ", n, m))
		}(i + 1)
	}
	wg.Wait()
}

// The pointer in the field changes after the launch.
func field(c *counter) {
	var wg, other sync.WaitGroup
	c.wg = &wg
	c.wg.Add(1)
	go func() { // fix: yes
		s := "field"
		defer wg.Done()
		c.add(s)
	}()
	c.wg = &other
	wg.Wait()
}

// It panics, and the deferred function recovers.
func recovers(c *counter) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer func() { c.add(fmt.Sprint("recovered ", recover() != nil)) }()
		var m map[string]int
		defer wg.Done()
		m["a"] = 1
	}()
	wg.Wait()
	c.Lock()
	c.Unlock()
}

// A comment with the defer.
func comments(c *counter) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		s := "comments" // what is said
		// It is done in the end.
		defer wg.Done() // really
		c.add(s)
	}()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		s := "comment above"

		// It is done in the end.
		defer wg.Done()

		c.add(s)
	}()
	wg.Wait()
}

// On one line.
func line(c *counter) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { s := "line"; defer wg.Done(); c.add(s) }() // fix: yes
	wg.Wait()
}

// Nothing follows.
func nothing(c *counter) {
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	go func() { // fix: yes
		n++
		defer wg.Done()
	}()
	wg.Wait()
	c.add(fmt.Sprint("nothing ", n))
}

func main() {
	c := &counter{}
	deferredAfter(c)
	declared(c)
	shadowed(c)
	goexit(c)
	waits(c)
	params(c)
	field(c)
	if len(os.Args) > 9 {
		recovers(c)
	}
	comments(c)
	line(c)
	nothing(c)
	slices.Sort(c.seen)
	for _, s := range c.seen {
		fmt.Println(s)
	}
}
