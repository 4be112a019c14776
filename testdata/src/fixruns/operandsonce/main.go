// Command operandsonce: what is set once needs no variable of its own, and what is set again does.
package main

import (
	"fmt"
	"sync"
)

// want: once.handle("once", results)
// want: func(context.Context) error { hook("hook") return nil }
// reject: handle := once.handle
// want: thisAgain := again
// want: handle := byValue.handle
// want: handle := swapped.handle
// want: inTest := inTest

var (
	results = make(chan string)
	hook    = func(s string) { show(s) }
	again   = func(s string) { show(s) }
	inTest  = func(s string) { show(s) }

	mu    sync.Mutex
	shown []string
	done  sync.WaitGroup
)

func show(s string) {
	mu.Lock()
	shown = append(shown, s)
	mu.Unlock()
}

type server struct{ handle func(string, chan string) }

func newServer() *server {
	return &server{handle: func(s string, _ chan string) { show(s) }}
}

func (once *server) accept() {
	go once.handle("once", results) // fix: yes
}

type value struct{ handle func(string) }

func (byValue *value) accept() {
	go byValue.handle("by value") // fix: yes
}

type replaced struct{ handle func(string) }

func (swapped *replaced) accept() {
	go swapped.handle("swapped") // fix: yes
	*swapped = replaced{func(string) { show("wrong") }}
}

func main() {
	newServer().accept()
	values := []value{{func(s string) { show(s) }}}
	values[0].accept()
	values[0] = value{func(string) { show("wrong") }}
	(&replaced{func(s string) { show(s) }}).accept()
	go hook("hook")     // fix: yes
	go again("again")   // fix: yes
	go inTest("tested") // fix: yes
	again = func(string) { show("wrong") }
	for {
		mu.Lock()
		n := len(shown)
		mu.Unlock()
		if n == 6 {
			break
		}
	}
	count := make(map[string]int)
	for _, s := range shown {
		count[s]++
	}
	fmt.Println(count)
}
