// Command argsmethodvalue: function values are read at launch.
package main

import (
	"fmt"
	"strings"
)

var results = make(chan string)

type counter struct{ n int }

func (c counter) value()    { results <- fmt.Sprint("value ", c.n) }
func (c *counter) pointer() { results <- fmt.Sprint("pointer ", c.n) }
func (c *counter) maker() func(int) {
	fmt.Println("maker", c.n)
	return func(i int) { results <- fmt.Sprint("made ", c.n+i) }
}

var global = func() { results <- "global first" }

var table = map[string]func(){"a": func() { results <- "table a" }}

func say(s string) { results <- s }

func choose(first bool) func(string) {
	fmt.Println("choose", first)
	if first {
		return say
	}
	return func(s string) { results <- "other " + s }
}

func apply(f func()) { f() }

func main() {
	gate := func() { fmt.Println(<-results) }
	c := counter{1}
	v, p := c.value, c.pointer
	c.n = 2
	go v() // fix: yes
	gate()
	go p() // fix: yes
	gate()
	go apply(c.value) // fix: yes
	c.n = 3
	gate()
	go apply(c.pointer) // fix: yes
	gate()
	go c.maker()(10) // fix: yes
	fmt.Println("launched")
	gate()

	go global() // fix: yes
	global = func() { results <- "global second" }
	gate()

	go table["a"]() // fix: yes
	table["a"] = nil
	gate()

	go choose(true)("chosen") // fix: yes
	fmt.Println("launched")
	gate()
	go choose(c.n == 0)(strings.Repeat("x", c.n)) // fix: yes
	fmt.Println("launched")
	gate()

	f := say
	go f("f1") // fix: yes
	f = choose(false)
	gate()
	go f("f2") // fix: yes
	gate()

	fs := []func(string){say}
	go fs[0]("element") // fix: yes
	fs[0] = nil
	gate()
	g := &f
	go (*g)("through pointer") // fix: yes
	*g = nil
	gate()
	go (say)("parenthesised") // fix: yes
	gate()
	go (func(s string) { results <- "literal " + s })("parenthesised") // fix: yes
	gate()
	go func() func(string) { fmt.Println("outer"); return say }()("called literal") // fix: yes
	gate()
	var e any = say
	go e.(func(string))("asserted") // fix: yes
	gate()
	type speak func(string)
	go speak(say)("converted") // fix: yes
	gate()
}
