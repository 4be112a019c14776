// Command namesscopes: names of every kind hide what a fix would use.
package main

import (
	"fmt"
	"strings"
)

// want: "Tracked.say"

var results = make(chan string)

func say(list ...any) { results <- fmt.Sprint(list...) }
func next(n *int) int { *n++; return *n }
func gate()           { fmt.Println(<-results) }

// Tracked has names of packages for fields and methods.
type Tracked struct {
	context string
	tracked int
}

func (context Tracked) run(tracked int) {
	go say("receiver ", context.context, tracked) // fix: yes
	gate()
	go context.say(tracked) // fix: yes
	gate()
}

func (Tracked) say(error int) { say("error ", error) }

func typeParams[context, tracked any](c context, t tracked) {
	go say("type parameters ", c, t) // fix: yes
	gate()
}

func labels() {
context:
	for tracked := range 2 {
		go say("label ", tracked) // fix: yes
		gate()
		continue context
	}
}

func constants() {
	const context, tracked = "context", 1
	go say(context, tracked) // fix: yes
	gate()
	type error = string
	var e error = "e"
	go say("local type ", e) // fix: may
	gate()
}

func loop(list []string) {
	for context, tracked := range list {
		go func(a int, b string) { // fix: yes
			say(a, b)
		}(context+1, strings.ToUpper(tracked))
		gate()
	}
}

func inLiteral() {
	go func(context, tracked string) { // fix: yes
		say(context, tracked)
	}("literal ", "parameters")
	gate()
	go func() { // fix: yes
		context, tracked, error, nil := 1, 2, 3, 4
		say(context, tracked, error, nil)
	}()
	gate()
}

func taken() {
	n, list, list1, arg, run := 1, 2, 3, 4, 5
	go say("taken ", next(&n), list, list1, arg, run) // fix: yes
	gate()
	go say("taken again ", next(&n)) // fix: yes
	gate()
	go func(n int) { // fix: yes
		n++
		say("n ", n)
	}(next(&n))
	gate()
	say1 := func(list int) { say("say1 ", list) }
	go say1(next(&n)) // fix: yes
	say1 = nil
	gate()
}

func keywords() {
	f := map[string]func(string){"x": func(s string) { say(s) }}
	go f["x"](fmt.Sprint("f", 1)) // fix: yes
	f = nil
	gate()
	go func(_, _ string) { // fix: yes
		say("blanks")
	}("a", "b")
	gate()
}

func ctxNames() {
	ctx := 3
	ctx1 := "x"
	go say("ctx ", ctx, ctx1) // fix: yes
	ctx++
	gate()
}

func main() {
	Tracked{"c", 1}.run(2)
	typeParams(1, "t")
	labels()
	constants()
	loop([]string{"a", "b"})
	inLiteral()
	taken()
	keywords()
	ctxNames()
}
