// Command wglast: Done as the last statement, and what is not the last thing that runs.
package main

import (
	"fmt"
	"sync"
)

// want: wg.Go(func() { total++ })
// want: wg.Go(func() { mu.Lock() total += n mu.Unlock() // all of it })
// want: task := tracked.Start(context.Background(), "deferred")
// want: task := tracked.Start(context.Background(), "leaves")
// want: task := tracked.Start(context.Background(), "only")
// want: wg.Go(func() {})

var (
	total int
	mu    sync.Mutex
)

func last() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { total++; wg.Done() }() // fix: yes
	wg.Wait()
	for n := range 3 {
		wg.Add(1)
		go func() { // fix: yes
			mu.Lock()
			total += n
			mu.Unlock()
			// all of it
			wg.Done()
		}()
	}
	wg.Wait()
}

// deferred has something that runs after Done, and needs what follows the Wait.
func deferred() {
	var wg sync.WaitGroup
	gate, end := make(chan bool), make(chan bool)
	wg.Add(1)
	go func() { // fix: yes
		defer func() { <-gate; close(end) }()
		total++
		wg.Done()
	}()
	wg.Wait()
	close(gate)
	<-end
}

func leaves(early bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		if early {
			wg.Done()
			return
		}
		total++
		wg.Done()
	}()
	wg.Wait()
}

func only() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		if total > 0 {
			total++
			wg.Done()
		}
	}()
	wg.Wait()
	wg.Add(1)
	go func() { // fix: yes
		wg.Done()
	}()
	wg.Wait()
}

func main() {
	last()
	deferred()
	leaves(true)
	leaves(false)
	only()
	fmt.Println(total)
}
