// Command multiline: launches over several lines, with comments everywhere.
package main

import (
	"fmt"
	"strings"
)

var results = make(chan string, 10)

func say(list ...any) { results <- strings.ReplaceAll(fmt.Sprint(list...), "\n", "|") }
func next(n *int) int { *n++; return *n }
func gate()           { fmt.Println(<-results) }

type config struct {
	name string
	n    int
	f    func() string
}

type builder struct{ parts []string }

func (b *builder) add(s string) *builder {
	fmt.Println("add", s)
	b.parts = append(b.parts, s)
	return b
}

func (b *builder) run(tail string) { say(strings.Join(b.parts, "+"), tail) }

func run(c config, list []int, s string) { say(c.name, c.n, c.f(), list, s) }

func main() {
	n := 0
	go run( // fix: yes
		config{ // the config
			name: "c",
			n:    next(&n), // the number
			f: func() string {
				return fmt.Sprint("f", n)
			}, // the function
		},
		[]int{
			1,
			next(&n),
		},
		`raw
string`, // the string
	)
	fmt.Println("launched", n)
	gate()
	go new(builder).add("a").add(fmt.Sprint("b", next(&n))).run("tail") // fix: yes
	fmt.Println("launched", n)
	gate()
	go func( // fix: yes
		a int, // first
		b string,
	) {
		// body
		say(a, b)
		// end of body
	}(
		next(&n), // the first
		"b",      // the second
	)
	fmt.Println("launched", n)
	gate()
	go func(a, b int) { // fix: yes
		say(a, b)
	}(
		n,
		next(&n),
	)
	gate()
	go say( // fix: yes
		`raw
text`)
	gate()
	// before
	go /* between */ say( // fix: yes
		// first argument
		next(&n),
		/* second */ "two",
		// the end
	)
	gate()
	go say("a" + // fix: yes
		"b")
	gate()
	go say(fmt.Sprint( // fix: yes
		"x",
		n,
	), config{
		name: "y",
	}.name)
	n++
	gate()
	go (func() { // fix: yes
		say("paren")
	})()
	gate()
	go func() (s string) { // fix: yes
		defer func() { say(s) }()
		return strings.
			ToUpper("named")
	}()
	gate()
	go func() func() { // fix: yes
		return func() {
			say("made")
		}
	}()()
	gate()
	go map[string]func(string){ // fix: yes
		"k": func(s string) { say("map ", s) },
	}["k"]("v")
	gate()
	go []func(){ // fix: yes
		func() { say("slice") },
	}[0]()
	gate()
	go struct{ f func() }{func() { say("struct") }}.f() // fix: yes
	gate()
}
