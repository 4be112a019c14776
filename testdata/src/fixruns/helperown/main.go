// Command helperown: the helper is of the same package, and unexported.
package main

import (
	"fmt"
	"sync"
)

// want: spawn("say", func() {

var (
	results = make(chan string)
	wg      sync.WaitGroup
)

// spawn is the helper.
func spawn(name string, fn func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		before(name)
		fn()
	}()
}

// before runs as a part of the helper.
func before(name string) {
	if name == "loop" {
		go say("would never end") // fix: no
	}
}

func say(s string) { results <- s }

func main() {
	defer wg.Wait()
	go say("plain") // fix: yes
	fmt.Println(<-results)
	go func() { // fix: yes
		say("literal")
	}()
	fmt.Println(<-results)
	{
		spawn := "hidden"
		go say(spawn) // fix: no
		fmt.Println(<-results)
	}
}
