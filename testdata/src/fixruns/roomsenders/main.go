// Command roomsenders gives channels room for who may be left to send, where nobody notices: a
// number may be negative, who waits for a group may learn that all has been received, and the make
// may stand on several lines.
package main

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// want: numbers := make(chan error, max(n, 0))
// want: certain := make(chan int, n)
// want: lengths := make(chan error, n)
// want: closed := make(chan int, 3)
// want: waits := make(chan int, 1)
// want: told := make(chan int)
// want: passed := make(chan int)
// want: kept := make(chan int)
// want: valued := make(chan int)
// want: renamed := make(chan int)
// want: bounded := make(chan int)
// want: checked := make(chan int, max(n, 0))

var errOdd = errors.New("odd")

func odd(n int) error {
	if n%2 == 1 {
		return errOdd
	}
	return nil
}

// none may be asked for.
func none(n int) error {
	numbers := make(chan error)
	for i := range n {
		go func() { numbers <- odd(i) }() // fix: yes
	}
	for range n {
		if err := <-numbers; err != nil {
			return err
		}
	}
	return nil
}

// first needs one.
func first(n int) int {
	certain := make(chan int)
	for range n {
		go func() { certain <- n }() // fix: yes
	}
	return <-certain
}

func length(list []int) error {
	n := len(list)
	lengths := make(chan error)
	for i := range n {
		go func() { lengths <- odd(list[i]) }() // fix: yes
	}
	for range n {
		if err := <-lengths; err != nil {
			return err
		}
	}
	return nil
}

// group is closed when all have sent.
func group(fail bool) (sum int) {
	closed := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { closed <- i }) // fix: yes
	}
	go func() { // fix: may
		wg.Wait()
		close(closed)
	}()
	for v := range closed {
		if fail {
			return -1
		}
		sum += v
	}
	return sum
}

// inTurn waits for what it has received.
func inTurn(fail bool) int {
	waits := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() { waits <- 1 }) // fix: may
	if fail {
		return -1
	}
	v := <-waits
	wg.Wait()
	return v
}

// tells has somebody who takes the end of the group for that of the receive.
func tells(fail bool) string {
	told := make(chan int)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { told <- 1 }) // fix: no
	if fail {
		return "fails"
	}
	go func() { // fix: may
		wg.Wait()
		close(done)
	}()
	time.Sleep(5 * time.Millisecond)
	select {
	case v := <-told:
		return fmt.Sprint("received ", v)
	case <-done:
		return "done"
	}
}

// waitThen is told of all that has been waited for.
func waitThen(wg *sync.WaitGroup, done chan<- struct{}) {
	wg.Wait()
	close(done)
}

// lost reports who wins once the group may be over.
func lost(ch chan int, done chan struct{}) string {
	time.Sleep(5 * time.Millisecond)
	select {
	case <-done:
		return "done"
	default:
		return fmt.Sprint("received ", <-ch)
	}
}

func passes(fail bool) string {
	passed := make(chan int)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { passed <- 1 }) // fix: no
	if fail {
		return "fails"
	}
	go waitThen(&wg, done) // fix: may
	return lost(passed, done)
}

type crew struct{ wg sync.WaitGroup }

func (c *crew) renames(fail bool) string {
	renamed := make(chan int)
	done := make(chan struct{})
	wg := &c.wg
	wg.Go(func() { renamed <- 1 }) // fix: no
	if fail {
		return "fails"
	}
	go func() { // fix: may
		c.wg.Wait()
		close(done)
	}()
	return lost(renamed, done)
}

func values(fail bool) string {
	valued := make(chan int)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { valued <- 1 }) // fix: no
	if fail {
		return "fails"
	}
	wait := wg.Wait
	go func() { // fix: may
		wait()
		close(done)
	}()
	return lost(valued, done)
}

type gang struct{ wg *sync.WaitGroup }

func keeps(fail bool) string {
	kept := make(chan int)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { kept <- 1 }) // fix: no
	if fail {
		return "fails"
	}
	g := gang{&wg}
	go func() { // fix: may
		g.wg.Wait()
		close(done)
	}()
	return lost(kept, done)
}

// bounds refuses what it has no room for.
func bounds(n int) (int, error) {
	bounded := make(chan int)
	if n > 100 {
		return 0, errOdd
	}
	for i := range n {
		go func() { bounded <- i }() // fix: no
	}
	return <-bounded, nil
}

// checks says what is wrong.
func checks(n int) (v int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(r)
		}
	}()
	checked := make(chan int)
	for range n {
		go func() { checked <- n }() // fix: yes
	}
	if n < 1 {
		panic("none to check")
	}
	return <-checked
}

// lines has a comma that a number may not stand behind.
func lines(fail bool) int {
	list := make(
		chan int,
	)
	go func() { list <- 3 }() // fix: no
	if fail {
		return 0
	}
	return <-list
}

func main() {
	fmt.Println(none(-1), none(0), none(3))
	fmt.Println(first(2))
	fmt.Println(length(nil), length([]int{2, 3}))
	fmt.Println(group(false), group(true))
	fmt.Println(inTurn(false), inTurn(true))
	for range 10 {
		fmt.Println(tells(false))
	}
	fmt.Println(tells(true))
	for range 10 {
		fmt.Println(passes(false), new(crew).renames(false), values(false), keeps(false))
	}
	fmt.Println(passes(true), new(crew).renames(true), values(true), keeps(true))
	_, err := bounds(1 << 50)
	fmt.Println(err)
	fmt.Println(checks(2), checks(-1))
	fmt.Println(lines(false), lines(true))
}
