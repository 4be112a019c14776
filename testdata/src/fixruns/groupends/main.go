// Command groupends: what waits for something behind the group's Wait does not go into
// the group, in whatever way it waits.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"
)

// reject: wg.Go(func() { mu.Lock()
// reject: wg.Go(func() { buf.ReadFrom
// reject: wg.Go(func() { sort.Sort
// reject: wg.Go(func() { _ =
// reject: wg.Go(func() { println
// want: wg.Go(func() { n = len(fmt.Sprint(1, "a")) + bytes.Count(b, b) })

func behindLock() (n int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	end := make(chan bool)
	lock, unlock := func() { mu.Lock() }, func() { mu.Unlock() }
	wg.Go(func() {})
	lock()
	go func() { // fix: yes
		mu.Lock()
		n++
		mu.Unlock()
		close(end)
	}()
	wg.Wait()
	unlock()
	<-end
	return n
}

func behindPipe() string {
	pr, pw := io.Pipe()
	var wg sync.WaitGroup
	wg.Go(func() {})
	var buf bytes.Buffer
	end := make(chan bool)
	go func() { buf.ReadFrom(pr); close(end) }() // fix: yes
	wg.Wait()
	fmt.Fprint(pw, "hello")
	pw.Close()
	<-end
	return buf.String()
}

type slow struct {
	sort.IntSlice
	gate chan struct{}
}

func (s slow) Less(i, j int) bool { <-s.gate; return s.IntSlice.Less(i, j) }
func (s slow) String() string     { <-s.gate; return "slow" }
func (s slow) Error() string      { return "slow" }
func (s slow) Is(error) bool      { <-s.gate; return true }

func methods() {
	var wg sync.WaitGroup
	s := slow{sort.IntSlice{3, 2, 1}, make(chan struct{})}
	wg.Go(func() {})
	go func() { sort.Sort(s) }()                          // fix: yes
	go func() { _ = fmt.Sprint(s) }()                     // fix: yes
	go func() { _ = errors.Is(s, errors.New("x")) }()     // fix: yes
	go func() { _ = fmt.Sprint([]fmt.Stringer{s}) }()     // fix: yes
	go func(list ...any) { _ = fmt.Sprintln(list...) }(s) // fix: yes
	wg.Wait()
	close(s.gate)
}

// computes is not waited for until it is fixed, so that nobody looks at what it has come to.
func computes(b []byte) (n int) {
	var wg sync.WaitGroup
	wg.Go(func() {})
	go func() { n = len(fmt.Sprint(1, "a")) + bytes.Count(b, b) }() // fix: yes
	wg.Wait()
	return n
}

func main() {
	fmt.Println(behindLock(), behindPipe(), computes([]byte("x")) >= 0)
	methods()
}
