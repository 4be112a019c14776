// Command copiedbeside: a struct that a test copies to a variable, and replaces there, changes.
package main

import "fmt"

// want: run := copied.run

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type ofCopied struct{ run func() }

func newCopied(s string) *ofCopied { return &ofCopied{run: say(s)} }

func (copied *ofCopied) start() {
	go copied.run() // fix: yes
}

func main() {
	newCopied("copied").start()
	fmt.Println(<-out)
}
