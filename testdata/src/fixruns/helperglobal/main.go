// Command helperglobal: the group is a package variable.
package main

import (
	"errors"
	"fmt"

	"example.com/fixruns/helperglobal/group"
)

// want: tasks.Do(func() { say("plain") })
// want: tasks.Do(func() { _ = fails() })

var (
	tasks   group.G
	results = make(chan string)
)

func say(s string)      { results <- s }
func fails() error      { results <- "fails"; return errors.New("x") }
func two() (int, error) { results <- "two"; return 0, nil }
func next(n *int) int   { *n++; return *n }

func main() {
	defer tasks.Wait()
	gate := func() { fmt.Println(<-results) }
	go say("plain") // fix: yes
	gate()
	go fails() // fix: yes
	gate()
	go two() // fix: yes
	gate()
	n := 0
	go say(fmt.Sprint(next(&n))) // fix: yes
	gate()
	go func() { // fix: yes
		if n > 5 {
			return
		}
		say("literal")
	}()
	gate()
	go func() error { // fix: yes
		defer say("deferred")
		return fails()
	}()
	gate()
	gate()
	go func(v int) (int, error) { // fix: yes
		say(fmt.Sprint("v ", v))
		return v, nil
	}(next(&n))
	gate()
	{
		tasks := "hidden"
		go say(tasks) // fix: no
		gate()
	}
}
