// Command waitends: a function waits for its group where all that is launched ends.
package main

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var total atomic.Int64

func add(n int) { total.Add(int64(n)) }

// want: wg.Go(func() { add(n) }) } wg.Wait() return len(ns)
func counted(ns []int) int {
	var wg sync.WaitGroup
	for _, n := range ns {
		wg.Go(func() { add(n) }) // fix: yes
	}
	return len(ns)
}

// want: wg.Go(func() { add(2) }) wg.Wait() }
func atEnd() {
	var wg sync.WaitGroup
	wg.Go(func() { add(1) }) // fix: yes
	wg.Go(func() { add(2) })
}

// want: if len(words) > 1 { wg.Wait() return "many" } wg.Wait() return "one"
func early(words []string) string {
	var wg sync.WaitGroup
	for _, w := range words {
		wg.Go(func() { add(len(strings.ToUpper(w))) }) // fix: yes
	}
	if len(words) > 1 {
		return "many"
	}
	wg.Wait()
	return "one"
}

// want: return 0 } wg.Go(func() { add(ns[0]) }) wg.Wait() return 1
func before(ns []int) int {
	var wg sync.WaitGroup
	if len(ns) == 0 {
		return 0
	}
	wg.Add(1)
	go func() { // fix: may
		defer wg.Done()
		add(ns[0])
	}()
	return 1
}

// want: if n > 0 { wg.Wait() return n } panic("none") }
func orPanics(n int) int {
	var wg sync.WaitGroup
	wg.Go(func() { add(n) }) // fix: yes
	if n > 0 {
		return n
	}
	panic("none")
}

// want: for { if total.Load() >= 5 { break } } wg.Wait() }
func untilBreak() {
	var wg sync.WaitGroup
	wg.Go(func() { add(1) }) // fix: yes
	for {
		if total.Load() >= 5 {
			break
		}
	}
}

// What is launched receives what comes after.
func receives() int {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Go(func() { add(<-ch) }) // fix: no
	ch <- 1
	return 1
}

// What is launched wants the lock that the caller has.
func locked(mu *sync.Mutex) int {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: no
		mu.Lock()
		add(1)
		mu.Unlock()
	})
	return 1
}

// One is counted that nobody launches.
func tooMany() int {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // fix: may
		defer wg.Done()
		add(1)
	}()
	return 1
}

// It goes on until it is stopped.
func forever(stop *atomic.Bool) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: no
		for !stop.Load() {
			time.Sleep(time.Millisecond)
		}
	})
}

// A function value may do anything.
func value(f func()) {
	var wg sync.WaitGroup
	wg.Go(f) // fix: no
}

func main() {
	fmt.Println(counted([]int{1, 2, 3}))
	atEnd()
	fmt.Println(early([]string{"a"}), early([]string{"a", "b"}))
	fmt.Println(before(nil), before([]int{5}))
	untilBreak()
	fmt.Println(orPanics(1))
	fmt.Println(receives())
	var mu sync.Mutex
	mu.Lock()
	fmt.Println(locked(&mu))
	mu.Unlock()
	fmt.Println(tooMany())
	var stop atomic.Bool
	forever(&stop)
	stop.Store(true)
	done := make(chan struct{})
	value(func() { <-done })
	close(done)
	for total.Load() != 6+3+3+5+1+1+1+1+1 {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("all")
}
