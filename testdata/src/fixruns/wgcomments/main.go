// Command wgcomments: comments around what goes.
package main

import (
	"fmt"
	"sync"
)

// reject: wg.Add

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	n := 0
	// Before Add.
	wg.Add(1) // behind Add
	// Between the two.
	go func() { // fix: yes
		// Before Done.
		defer wg.Done() // behind Done

		// Before the body.
		mu.Lock()
		n++
		mu.Unlock()
		// The end.
	}() // behind the call
	wg.Add(1)

	go func() { // fix: yes

		defer wg.Done()

		mu.Lock()
		defer mu.Unlock()
		n++
	}()
	wg.Add(1)
	go func() { defer wg.Done(); mu.Lock(); n++; mu.Unlock() }() // fix: yes
	wg.Add(1)
	go func() { defer wg.Done() }() // fix: yes
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
	}()
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done() // only this
	}()
	wg.Add(1)
	go func() { // fix: yes
		// Nothing
		defer wg.Done()
		// at all.
	}()
	const one = 1
	wg.Add(one)
	go func(m int) { // fix: yes
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		n += m
	}(n * 0)
	func() {
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
		}()
	}()
	if n >= 0 {
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			wg.Add(1)
			go func() { // fix: yes
				defer wg.Done()
			}()
		}()
	}
	switch {
	case n >= 0:
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
		}()
	}
label:
	for range 2 {
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			for {
				return
			}
		}()
		continue label
	}
	wg.Wait()
	fmt.Println(n)
}
