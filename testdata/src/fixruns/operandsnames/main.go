// Command operandsnames: what is evaluated before a launch is named after what it is.
package main

import "fmt"

// want: listener := *listeners[i]
// want: requests := convertRequests(reqs)
// want: thisOffset := offset
// reject: listeners1
// reject: reqs1
// reject: offset1

var out = make(chan string)

type request struct{ id int }

func convertRequests(reqs []int) (list []request) {
	for _, id := range reqs {
		list = append(list, request{id})
	}
	return list
}

func handle(reqs []request) { out <- fmt.Sprint(reqs) }

func upload(offset int) { out <- fmt.Sprint(offset) }

func main() {
	listeners := []*func(){new(func())}
	*listeners[0] = func() { out <- "listener" }
	for i := range listeners {
		go (*listeners[i])() // fix: yes
		*listeners[i] = func() { out <- "wrong" }
	}
	fmt.Println(<-out)
	reqs := []int{1, 2}
	go handle(convertRequests(reqs)) // fix: yes
	reqs[0] = 3
	fmt.Println(<-out)
	offset := 1
	go upload(offset) // fix: yes
	offset++
	fmt.Println(<-out, offset)
}
