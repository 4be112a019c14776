// Command operandsstay: a function of several lines stays where it is, with what it is given.
package main

import "fmt"

// want: id := r.id
// want: queue.add(id, func() string {
// want: id := n
// want: queue.add(id, func() string {
// reject: fn :=
// reject: arg :=

type record struct{ id int }

type list struct{ out chan string }

func (l *list) add(id int, f func() string) { l.out <- fmt.Sprint(id, " ", f()) }

var queue = &list{make(chan string)}

func field(r *record, s string) {
	go queue.add(r.id, func() string { // fix: yes
		// What it says.
		return s + "!"
	})
	r.id = 100
}

func local(n int) {
	set := make(chan struct{})
	go queue.add(n, func() string { // fix: yes
		<-set
		if n > 5 {
			return "late"
		}
		return "early"
	})
	n = 6
	close(set)
	fmt.Println(n)
}

func variadic(n int, list ...func() int) {
	go func(n int, list ...func() int) { // fix: yes
		sum := n
		for _, f := range list {
			sum += f()
		}
		queue.out <- fmt.Sprint(sum)
	}(n, func() int {
		return 1
	}, func() int {
		return 2
	})
	n = 100
}

func main() {
	field(&record{1}, "a")
	fmt.Println(<-queue.out)
	local(2)
	fmt.Println(<-queue.out)
	variadic(3)
	fmt.Println(<-queue.out)
}
