// Command argshide: what is evaluated before a launch keeps its name where nothing else needs it.
package main

import (
	"fmt"
	"sync"
	"time"
)

var (
	topic   = ptr("t")
	channel = ptr("c")
	count   = 1
	once    sync.Once
)

func ptr(s string) *string { return &s }

var out = make(chan string, 20)

func stat(topic, channel string, n int) { out <- fmt.Sprint(topic, channel, n) }

// want: topic, channel := *topic, *channel
func launch() {
	go stat(*topic, *channel, 1) // fix: yes
	time.Sleep(time.Millisecond)
}

// The variable is wanted afterwards: it keeps its name for itself.
// want: thisTopic := *topic
func after() string {
	go stat(*topic, "c", 2) // fix: yes
	return *topic
}

// A closure names it afterwards, too.
func closed() func() string {
	go stat("t", *channel, 3) // fix: yes
	return func() string { return *channel }
}

// A parameter is of the same scope.
func param(topic string) string {
	topic += "!"
	go stat(topic, "c", 4) // fix: yes
	topic += "?"
	return topic
}

// One of an outer block is not.
func outer() {
	n := 5
	for range 2 {
		n++
		if n > 0 {
			go stat("t", "c", n) // fix: yes
		}
	}
}

// The second launch of the block needs another name.
func twice() {
	go stat(*topic, "c", 8) // fix: yes
	go stat(*topic, "d", 9) // fix: yes
}

func onced() {
	go once.Do(func() { out <- "once" }) // fix: may
}

func main() {
	launch()
	fmt.Println(after(), closed()())
	fmt.Println(param("p"))
	outer()
	twice()
	onced()
	old := topic
	topic = ptr("changed")
	*old = "changed"
	lines := make(map[string]int)
	for range 10 {
		select {
		case s := <-out:
			lines[s]++
		case <-time.After(time.Second):
		}
	}
	fmt.Println(lines)
}
