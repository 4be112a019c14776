// Command helperhandle: the handle form.
package main

import (
	"context"
	"fmt"
	"runtime"

	"example.com/fixruns/helperhandle/stop"
)

// want: := stopper.GetHandle(ctx, "run")
// want: .Release() runtime.Goexit()

var results = make(chan string)

func say(list ...any) { results <- fmt.Sprint(list...) }
func next(n *int) int { *n++; return *n }

type worker struct{ n int }

func (w worker) show() { say("worker ", w.n) }

func run(ctx context.Context, stopper *stop.Stopper) {
	gate := func() { fmt.Println(<-results) }
	n := 0
	go func() { // fix: yes
		defer say("first deferred")
		if n > 1 {
			return
		}
		say("literal")
	}()
	gate()
	gate()
	go func() { // fix: yes
		runtime.Goexit()
	}()
	go func() { // fix: yes
		defer func() { say("recovered ", recover()) }()
		panic("x")
	}()
	gate()
	go func() {}()                  // fix: yes
	go func() { say("one line") }() // fix: yes
	gate()
	go func() { // fix: yes
		// only a comment
	}()
	go func(v int) { // fix: yes
		say("param ", v)
	}(next(&n))
	fmt.Println(n)
	gate()
	go say("call ", next(&n)) // fix: yes
	fmt.Println(n)
	gate()
	go say("const") // fix: yes
	gate()
	w := worker{1}
	go w.show() // fix: yes
	w.n = 2
	gate()
	go func() (int, error) { // fix: yes
		say("results")
		return 1, nil
	}()
	gate()
	for i := range 2 {
		go func() { // fix: yes
			say("loop ", i)
			go say("inner ", i) // fix: yes
		}()
		gate()
		gate()
	}
	if n > 100 {
		goto end
	}
	go say("goto ", next(&n)) // fix: yes
	gate()
	go func() { // fix: yes
		say("goto literal")
	}()
	gate()
end:
	go func() { // fix: yes
		say("labelled")
	}()
	gate()
	handle := "handle"
	go say(handle) // fix: yes
	gate()
	switch {
	case n > 0:
		go say("case") // fix: yes
		gate()
	}
}

func main() {
	stopper := new(stop.Stopper)
	run(context.Background(), stopper)
	stopper.Stop()
}
