// Command wgbetween: two launches of one Add, between which what the first calls changes.
package main

import (
	"fmt"
	"sync"
)

// want: wg.Go(func() { f() })
// want: wg.Go(g)

func main() {
	var wg sync.WaitGroup
	n := 0
	add := func() { n++ }
	f, g := add, func() {}
	var mu sync.Mutex
	mu.Lock()
	wg.Add(2)
	go func() { // fix: yes
		defer wg.Done()
		f()
	}()
	f = func() { mu.Lock(); n += 10; mu.Unlock() }
	go func() { // fix: yes
		defer wg.Done()
		g()
	}()
	mu.Unlock()
	wg.Wait()
	fmt.Println(n == 1 || n == 10)
}
