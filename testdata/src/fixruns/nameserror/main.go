// Command nameserror: nil and error mean something else.
package main

import "fmt"

var results = make(chan string)

func say(list ...any) { results <- fmt.Sprint(list...) }

type worker struct{}

func (worker) work() {
	error := "text"
	go say(error) // fix: yes
	fmt.Println(<-results)
	go func() { // fix: yes
		say("literal ", error)
	}()
	fmt.Println(<-results)
}

func nils() {
	nil := 0
	go say(nil) // fix: yes
	fmt.Println(<-results)
}

func inside(n int) {
	go func() { // fix: yes
		if nil := n; nil == 0 {
			say("zero")
			return
		}
		say("other")
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		type error = int
		var e error = n
		say(e)
	}()
	fmt.Println(<-results)
	go func() { // fix: yes
		true, panic, any := 1, 2, 3
		say(true, panic, any)
	}()
	fmt.Println(<-results)
}

func main() {
	worker{}.work()
	nils()
	inside(0)
	inside(1)
}
