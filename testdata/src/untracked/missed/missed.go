// Package missed has goroutines that tell a WaitGroup of their end, but not in a way
// that makes its Wait wait for them.
package missed

import (
	"log"
	"sync"
)

func forever() {
	for {
		log.Print("again")
	}
}

func unreached() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `bypasses the helpers, and wg.Done at line 21 is never reached \(detached\): let what runs before it end, and launch it through errgroup, sync.WaitGroup.Go or tracked.Go`
		forever()
		wg.Done()
	}()
	wg.Wait()
}

func skipped(work func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `bypasses the helpers, and some path leaves it without wg.Done at line 33 \(detached\): defer that, or launch it through errgroup`
		if work() != nil {
			return
		}
		wg.Done()
	}()
	wg.Wait()
}

type server struct{ wg sync.WaitGroup }

func (s *server) goesOn(work, more func()) {
	s.wg.Add(1)
	go func() { // want `bypasses the helpers, and it goes on after s.wg.Done at line 44 \(detached\): do that last, or launch it through errgroup`
		work()
		s.wg.Done()
		more()
	}()
}

func (s *server) stop() { s.wg.Wait() }

// What has been deferred before the Done runs after it.
func goesOnBehind(work, more func()) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // want `bypasses the helpers, and what it defers before wg.Done at line 57 runs after that \(detached\): defer that first, or launch it through errgroup`
		defer more()
		defer wg.Done()
		work()
	}()
	go func() { // want `bypasses the helpers, and it goes on after wg.Done at line 62 \(detached\): do that last, or launch it through errgroup`
		defer func() {
			wg.Done()
			more()
		}()
		work()
	}()
	wg.Wait()
}

// What counts pieces of work says nothing of the goroutine's own end.
func pieces(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	go func() { // want `bypasses the helpers and nothing in sight awaits or can stop it \(detached\)`
		for _, job := range jobs {
			job()
			wg.Done()
		}
	}()
	wg.Wait()
}

// Nobody waits for the group at all.
func nobody(work func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `bypasses the helpers and nothing in sight awaits or can stop it \(detached\)`
		if work() != nil {
			return
		}
		wg.Done()
	}()
}

// Nobody is left to wait on one path: one advice fits both findings.
func leaves(work func(), early bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `and on some path leaves returns at line 104 without waiting for wg \(detached\): wait for it on every path, and launch it through` `is launched into wg, which is neither waited for nor handed over when leaves returns at line 104`
		defer wg.Done()
		work()
	}()
	if early {
		return
	}
	wg.Wait()
}

func behind(work, upload func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `bypasses the helpers, and what it defers before wg.Done at line 114 runs after that \(detached\): defer that first, or launch it through errgroup`
		defer upload()
		defer wg.Done()
		work()
	}()
	wg.Wait()
}

// It receives, but who can say for whom.
func tooFew(fs []func() int) (sum int) {
	sums := make(chan int, 2*len(fs))
	for _, f := range fs {
		go func() { sums <- f() }() // want `and nothing shows that tooFew receives from sums as often as is sent on it \(detached\)`
		go func() { sums <- f() }() // want `and nothing shows that tooFew receives from sums as often as is sent on it \(detached\)`
	}
	for range fs {
		sum += <-sums
	}
	return sum
}

func onlyFirst(fs []func() int) int {
	sums := make(chan int, len(fs))
	for _, f := range fs {
		go func() { sums <- f() }() // want `and on some path onlyFirst returns at line 138, and nothing shows that it has received from sums as often as is sent on it \(detached\)`
	}
	return <-sums
}

func notToTheEnd(fs []func() int) int {
	sums := make(chan int, len(fs))
	go func() { // want `and on some path notToTheEnd returns at line 151 without receiving from sums to the end \(detached\)`
		defer close(sums)
		for _, f := range fs {
			sums <- f()
		}
	}()
	for sum := range sums {
		if sum > 0 {
			return sum
		}
	}
	return 0
}
