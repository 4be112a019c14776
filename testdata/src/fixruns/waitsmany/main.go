// Command waitsmany: groups that nobody waits for.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

var total atomic.Int64

func add(n int) { total.Add(int64(n)) }

// All end: they can be waited for.
func simple(n int) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { add(i) }) // fix: yes
	}
}

// The launcher gives a value back that they change.
func changes(list []int) []int {
	var wg sync.WaitGroup
	for i := range list {
		wg.Add(1)
		go func() { // fix: yes
			defer wg.Done()
			list[i]++
		}()
	}
	defer func() { wg.Wait() }()
	return list
}

// They wait for what comes behind the return.
func waitsForCaller(ch chan int) {
	var wg sync.WaitGroup
	wg.Go(func() { add(<-ch) }) // fix: no
}

// They want the lock of the caller.
func wantsLock(mu *sync.Mutex) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: no
		mu.Lock()
		defer mu.Unlock()
		add(1)
	})
}

// It spins until the caller goes on.
func spins(flag *atomic.Bool) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: no
		for !flag.Load() {
			runtime.Gosched()
		}
		add(1)
	})
}

// It counts for as long as the number says.
func counts(n *int32) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: no
		for atomic.LoadInt32(n) == 0 {
		}
		add(2)
	})
}

// A method of a type parameter.
type doer interface{ do() }

func generic[T doer](t T) {
	var wg sync.WaitGroup
	wg.Go(func() { t.do() }) // fix: no
}

type waiter chan int

func (w waiter) do() { add(<-w) }

// A recursive one.
func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func recursive() {
	var wg sync.WaitGroup
	wg.Go(func() { add(fib(9)) }) // fix: no
}

// A call through a variable.
func through(f func()) {
	var wg sync.WaitGroup
	wg.Go(func() { f() }) // fix: no
}

// By goto.
func jumps() {
	var wg sync.WaitGroup
	i := 0
again:
	wg.Go(func() { add(1) }) // fix: yes
	if i++; i < 3 {
		goto again
	}
}

// A return in a closure is none of the function.
func closures() int {
	var wg sync.WaitGroup
	wg.Go(func() { add(5) }) // fix: yes
	f := func() int { return 3 }
	if f() > 4 {
		return f()
	}
	return f() + 1
}

// A map that somebody else changes.
func ranges(m map[int]int, mu *sync.Mutex) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: yes
		n := 0
		for k := range m {
			n += k
		}
		add(n)
	})
}

// A range over a function that waits.
func rangesFunc(seq func(func(int) bool)) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: no
		for n := range seq {
			add(n)
		}
	})
}

// It panics; the caller recovers nothing of it.
func sliced(list []int) {
	var wg sync.WaitGroup
	wg.Go(func() { // fix: yes
		if len(list) > 3 {
			add(list[3])
		}
	})
}

func main() {
	simple(5)
	list := changes([]int{1, 2, 3})
	fmt.Println(list)
	ch := make(chan int)
	waitsForCaller(ch)
	ch <- 3
	var mu sync.Mutex
	mu.Lock()
	wantsLock(&mu)
	mu.Unlock()
	var flag atomic.Bool
	spins(&flag)
	flag.Store(true)
	var n int32
	counts(&n)
	atomic.StoreInt32(&n, 1)
	w := make(waiter)
	generic(w)
	w <- 4
	recursive()
	done := make(chan bool)
	through(func() { <-done; add(6) })
	close(done)
	jumps()
	fmt.Println(closures())
	ranges(map[int]int{1: 1, 2: 2}, &mu)
	go2 := make(chan int)
	rangesFunc(func(yield func(int) bool) { yield(<-go2) })
	go2 <- 7
	sliced([]int{1, 2, 3, 4})
	for total.Load() < 83 {
		runtime.Gosched()
	}
	fmt.Println(total.Load())
}
