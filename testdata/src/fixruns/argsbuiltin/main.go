// Command argsbuiltin: builtins are launched, too.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

type done chan struct{}

func next(n *int) int { *n++; return *n }

func until(ok func() bool) {
	for !ok() {
		runtime.Gosched()
		time.Sleep(time.Millisecond)
	}
}

func crash(x any) {
	go panic(x) // fix: yes
	select {}
}

func main() {
	ch := make(chan int)
	go close(ch) // fix: yes
	_, ok := <-ch
	fmt.Println("closed", !ok)

	d := make(done)
	go close(d) // fix: yes
	d, old := make(done), d
	<-old

	chans := map[string]chan int{"a": make(chan int)}
	a := chans["a"]
	go close(chans["a"]) // fix: yes
	delete(chans, "a")
	<-a

	n := 0
	go println("stderr", next(&n), nil == any(nil)) // fix: yes
	go print()                                      // fix: yes
	fmt.Println(n)

	go recover() // fix: yes

	list, from := make([]int, 2), []int{1, 2}
	go copy(list, from) // fix: yes
	from = []int{5, 6}

	m := map[int]int{1: 1}
	go delete(m, next(&n)-1) // fix: yes
	go clear(from)           // fix: yes
	fmt.Println(n)
	if len(os.Args) > 1 {
		crash("x")
	}
}
