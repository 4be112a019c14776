// Command selectbodies: launches in the bodies of every statement.
package main

import (
	"errors"
	"fmt"
	"iter"
)

var results = make(chan string, 10)

func say(list ...any)    { results <- fmt.Sprint(list...) }
func next(n *int) int    { *n++; return *n }
func gate()              { fmt.Println(<-results) }
func seq() iter.Seq[int] { return func(yield func(int) bool) { _ = yield(1) && yield(2) } }

type stringer struct{ n int }

func (s stringer) String() string { return fmt.Sprint("stringer ", s.n) }

func bodies(n int, ch chan int, v any) (m int, err error) {
	for i := range seq() {
		go say("seq ", i) // fix: yes
		gate()
	}
	for i := range seq() {
		if i == 2 {
			go say("seq ", next(&i)) // fix: yes
			gate()
			break
		}
	}
	select {
	case ch <- 1:
	case x := <-ch:
		go say("received ", x, next(&x)) // fix: yes
		gate()
	}
	select {
	case x, ok := <-ch:
		go say("closed ", x, ok) // fix: yes
		gate()
	default:
		go say("default ", next(&n)) // fix: yes
		gate()
	}
	switch x := v.(type) {
	case fmt.Stringer:
		go say("stringer ", x.String()) // fix: yes
		gate()
		go x.String() // fix: yes
	case nil:
		go say("nil ", x) // fix: yes
		gate()
	case int, string:
		go say("either ", x) // fix: yes
		gate()
	default:
		go func(x any) { // fix: yes
			say("other ", x)
		}(x)
		gate()
	}
	switch x := next(&n); {
	case x > 100:
		go say("large") // fix: yes
	case x > 0:
		go say("positive ", x, next(&x)) // fix: yes
		gate()
		fallthrough
	default:
		go say("fell ", x) // fix: yes
		gate()
	}
	for i, j := 0, 10; i < 2; i, j = i+1, j-1 {
		go say("pair ", i, j) // fix: yes
		gate()
	}
	if x, err := fmt.Sscan("7", &m); err == nil {
		go say("scanned ", x, m) // fix: yes
		m = 8
		gate()
	} else {
		go say(err) // fix: yes
	}
	defer func() {
		if r := recover(); r != nil {
			go say("recovered ", r) // fix: yes
			gate()
			err = errors.New("recovered")
		}
	}()
	defer func(k int) {
		go say("deferred ", k, m) // fix: yes
		gate()
	}(next(&n))
	var p *stringer
	go say("before") // fix: yes
	gate()
	return p.n, nil
}

var atInit = func() int {
	go say("at init") // fix: yes
	gate()
	return 1
}()

func init() {
	go say("in init") // fix: yes
	gate()
}

func main() {
	ch := make(chan int, 1)
	ch <- 5
	fmt.Println(bodies(1, ch, stringer{1}))
	ch <- 6
	close(ch)
	ch = make(chan int, 1)
	ch <- 5
	fmt.Println(bodies(1, ch, nil))
	ch <- 5
	fmt.Println(bodies(1, ch, 3))
	ch <- 5
	fmt.Println(bodies(1, ch, 1.5))
	fmt.Println(atInit)
}
