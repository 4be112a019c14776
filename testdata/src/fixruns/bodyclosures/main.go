// Command bodyclosures: what a body captures, and one-line bodies.
package main

import (
	"errors"
	"fmt"
)

var (
	results = make(chan string)
	hook    = func(string) {}
	errBad  = errors.New("bad")
)

type op func(int) (int, error)

func say(list ...any)              { results <- fmt.Sprint(list...) }
func fail() error                  { return errBad }
func two() (int, error)            { return 1, errBad }
func odd() (error, int)            { return errBad, 2 }
func three() (a, b int, err error) { return }
func num() int                     { say("num"); return 3 }
func str() (string, bool)          { say("str"); return "", true }

type myErr struct{}

func (*myErr) Error() string { return "my" }

func typedNil() *myErr { say("typed nil"); return nil }

func main() {
	gate := func() { fmt.Println(<-results) }
	n := 1
	go func() { n++; say(n) }() // fix: yes
	gate()
	go func() { say("semi") }() // fix: yes
	gate()
	go func() { // fix: yes
		if n > 0 {
			say("if")
			return
		}
		say("no")
	}()
	gate()
	go func() { defer say("deferred"); return }() // fix: yes
	gate()
	go func() {}() // fix: yes
	go func() {    // fix: yes
	}()
	go func() { // fix: yes
		/* nothing */
	}()
	go func() { /* nothing */ }() // fix: yes
	go func() {                   // fix: yes
		say("comment at the end")
		// the end
	}()
	gate()
	go func() /* which */ { // fix: yes
		say("comment before the body")
	}()
	gate()
	go /* odd */ func() { // fix: yes
		say("comment after go")
	}()
	gate()
	go func() { // fix: yes
		say("comment in the call")
	}( /* none */ )
	gate()
	go func() { // fix: yes
		say("trailing")
	}() // trailing comment
	gate()
	go fail()  // fix: yes
	go two()   // fix: yes
	go odd()   // fix: yes
	go three() // fix: yes
	go num()   // fix: yes
	gate()
	go str() // fix: yes
	gate()
	go typedNil() // fix: yes
	gate()
	go func() error { return errBad }()                    // fix: yes
	go func() (int, error) { say("two"); return 1, nil }() // fix: yes
	gate()
	go func() (err error) { // fix: yes
		defer func() { say("named ", err) }()
		err = errBad
		return
	}()
	gate()
	go func() (_ error) { // fix: yes
		say("blank")
		return
	}()
	gate()
	go func() *myErr { say("pointer"); return nil }() // fix: yes
	gate()
	go func() { // fix: yes
		f := func() (int, error) {
			if n > 0 {
				return 1, nil
			}
			return 0, errBad
		}
		g := func() { return }
		g()
		h := op(func(i int) (int, error) { return i, nil })
		v, _ := h(2)
		w, err := f()
		say(v, w, err)
	}()
	gate()
	go func() { // fix: yes
		type local struct{ f func() }
		l := local{func() {
			if n == 0 {
				return
			}
			say("in a struct")
		}}
		l.f()
	}()
	gate()
	go func() { // fix: yes
		for range 2 {
			func() {
				return
			}()
		}
		say("loop")
	}()
	gate()
	var err error
	go func() { // fix: yes
		_, err = two()
		say("outer err ", err)
	}()
	gate()
	fmt.Println(err)
	hook("x")
	func() {
		defer func() {
			go say("from a deferred function") // fix: yes
		}()
	}()
	gate()
	if m := n + 1; m > 0 {
		go say("if ", m) // fix: yes
		gate()
	} else if k := m; k < 0 {
		go say("else ", k) // fix: yes
	} else {
		go say("else") // fix: yes
	}
	switch v := any(n).(type) {
	case int:
		go say("int ", v+1) // fix: yes
		gate()
	case string, error:
		go say(v) // fix: yes
	}
	select {
	case results <- "":
	default:
		go say("default") // fix: yes
		gate()
	}
}
