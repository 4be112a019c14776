// Command groupwg: a WaitGroup in scope takes what provably ends, and nothing else.
package main

import (
	"fmt"
	"sync"
)

// want: wg.Go(func() { sum(list) })
// want: pre.Go(func() { sum(list) })

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

func fails() error { return nil }

func waitFor(ch chan int) { <-ch }

func spin(n *int) {
	for *n == 0 {
		*n = 1
	}
}

func joins(list []int) {
	var wg sync.WaitGroup
	wg.Go(func() { sum(list) })
	go sum(list) // fix: yes
	wg.Wait()
}

func before(list []int) {
	var pre sync.WaitGroup
	go sum(list) // fix: yes
	pre.Go(func() { sum(list) })
	pre.Wait()
}

// want: tracked.Go(context.Background(), "afterWait: sum of afterWait"

func afterWait(list []int) {
	var wg sync.WaitGroup
	wg.Go(func() { sum(list) })
	wg.Wait()
	// Sum of afterWait.
	go func() { // fix: yes
		sum(list)
	}()
}

// want: tracked.Start(context.Background(), "waitFor"

func endsAfter() {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Go(func() {})
	go waitFor(ch) // fix: yes
	wg.Wait()
	close(ch)
}

// want: tracked.Start(context.Background(), "closesAfter: wait for wg"

func closesAfter(list []int) {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Go(func() { ch <- 1 })
	go func() { // fix: yes
		wg.Wait()
		close(ch)
	}()
	for v := range ch {
		fmt.Println(v)
	}
	wg.Wait()
}

// want: tracked.Go(context.Background(), "inLoop: sum of inLoop"

func inLoop(list []int) {
	for range list {
		var wg sync.WaitGroup
		wg.Go(func() { sum(list) })
		// Sum of inLoop.
		go func() { // fix: yes
			sum(list)
		}()
		wg.Wait()
	}
}

// want: tracked.Go(context.Background(), "passedOn: sum of passedOn"

func passedOn(list []int) {
	var wg sync.WaitGroup
	wg.Go(func() { sum(list) })
	// Sum of passedOn.
	go func() { // fix: yes
		sum(list)
	}()
	finish(&wg)
}

func finish(wg *sync.WaitGroup) { wg.Wait() }

// want: tracked.Go(context.Background(), "holdsLock: sum of holdsLock"

func holdsLock(list []int) {
	var (
		wg sync.WaitGroup
		mu sync.Mutex
	)
	mu.Lock()
	wg.Go(func() { sum(list) })
	// Sum of holdsLock.
	go func() { // fix: yes
		mu.Lock()
		defer mu.Unlock()
		sum(list)
	}()
	wg.Wait()
	mu.Unlock()
}

// want: tracked.Start(context.Background(), "calls"

func calls(f func()) {
	var wg sync.WaitGroup
	wg.Go(func() {})
	go func() { // fix: yes
		f()
	}()
	wg.Wait()
}

// want: tracked.Go(context.Background(), "twoGroups: sum of twoGroups"

func twoGroups(list []int) {
	var a, b sync.WaitGroup
	a.Go(func() {})
	b.Go(func() {})
	// Sum of twoGroups.
	go func() { // fix: yes
		sum(list)
	}()
	a.Wait()
	b.Wait()
}

// want: tracked.Go(context.Background(), "waitsTwice: sum of waitsTwice"

func waitsTwice(list []int) {
	var wg sync.WaitGroup
	wg.Go(func() {})
	// Sum of waitsTwice.
	go func() { // fix: yes
		sum(list)
	}()
	wg.Wait()
	wg.Go(func() {})
	wg.Wait()
}

// want: tracked.Go(context.Background(), "notLaunched: sum of notLaunched"

func notLaunched(list []int) {
	var wg sync.WaitGroup
	// Sum of notLaunched.
	go func() { // fix: yes
		sum(list)
	}()
	wg.Wait()
}

// want: tracked.Go(context.Background(), "condition: sum of condition"

func condition(list []int, n int) {
	var wg sync.WaitGroup
	// Sum of condition.
	go func() { // fix: yes
		spin(&n)
	}()
	wg.Go(func() {})
	wg.Wait()
}

func results(list []int) {
	var wg sync.WaitGroup
	wg.Go(func() { sum(list) })
	go fails()               // fix: yes
	go func() (int, error) { // fix: yes
		return sum(list), nil
	}()
	for i := range list {
		go func(i int) { // fix: yes
			list[i]++
		}(i)
	}
	wg.Wait()

}

func deferred(list []int) (n int) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { sum(list) })
	go sum(append(list, 1)) // fix: yes
	return n
}

func main() {
	list := []int{1, 2}
	joins(list)
	before(list)
	afterWait(list)
	endsAfter()
	closesAfter(list)
	inLoop(list)
	passedOn(list)
	holdsLock(list)
	calls(func() {})
	twoGroups(list)
	waitsTwice(list)
	notLaunched(list)
	condition(list, 1)
	results(list)
	deferred(list)
	fmt.Println("done")
}
