// Command namesglobal: variables of the package that a launch is given.
package main

import (
	"fmt"
	"io"
)

type pending struct{ items chan int }

func (q *pending) add(n int) { q.items <- n }

// Queue is one that others may replace.
var Queue = &pending{items: make(chan int)}

var addrs = []string{"one", "two"}

var lines = make(chan string)

func loop(tcpAddrs []string, n int) { lines <- fmt.Sprint(tcpAddrs, n) }

func next() int { return 3 }

// want: queue, n := Queue, next()
// want: queue.add(n)
func exported() {
	q := Queue
	go Queue.add(next()) // fix: yes
	Queue = &pending{items: make(chan int)}
	fmt.Println(<-q.items)
}

// want: addrs, n := addrs, next()
// want: loop(addrs, n)
func own() {
	go loop(addrs, next()) // fix: yes
}

// The variable is named again: it gets no other of its name.
// want: tcpAddrs, n := addrs, next()
func named() {
	go loop(addrs, next()) // fix: yes
	addrs = nil
}

type options struct{ loud bool }

func listen(quiet bool, w io.Writer) { lines <- fmt.Sprint(quiet, w == io.Discard) }

// What stands in blocks of their own need not have names of their own, and a negation is
// not what it negates.
// want: quiet := !o.loud
// want: listen(quiet, io.Discard)
// reject: quiet1
// reject: listenTask
// reject: loud := !o.loud
func apart(o *options, n int) {
	switch n {
	case 0:
		go listen(!o.loud, io.Discard) // fix: yes
	default:
		go listen(!o.loud, io.Discard) // fix: yes
	}
	o.loud = true
}

func main() {
	exported()
	own()
	fmt.Println(<-lines)
	named()
	fmt.Println(<-lines, addrs)
	apart(&options{}, 0)
	fmt.Println(<-lines)
	apart(&options{}, 1)
	fmt.Println(<-lines)
}
