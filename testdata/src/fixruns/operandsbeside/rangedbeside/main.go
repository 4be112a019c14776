// Command rangedbeside: what a range of a test sets behind a pointer changes.
package main

import "fmt"

// want: run := ranged.run

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type ofRanged struct{ run func() }

func (ranged *ofRanged) start() {
	go ranged.run() // fix: yes
}

func main() {
	(&ofRanged{say("ranged")}).start()
	fmt.Println(<-out)
}
