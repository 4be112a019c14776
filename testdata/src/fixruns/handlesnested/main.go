// Command handlesnested: handles of launches around and within others, in lists of all kinds.
package main

import "fmt"

// want: sendTask := tracked.Start(context.Background(), "send") go func() { defer sendTask.Done() send(2) }()
// reject: task1
// reject: task2

var results = make(chan int)

func send(n int) { results <- n }

func nested(n int) {
	go func() { // fix: yes
		results <- n
		if n > 1 {
			go func() { // fix: yes
				results <- n + 1
				go func() { // fix: yes
					results <- n + 2
				}()
			}()
		}
		go send(n + 3) // fix: yes
	}()
	sum := 0
	for range n * 2 {
		sum += <-results
	}
	fmt.Println(sum)
}

func lists(n int) {
	switch n {
	case 1:
		go send(1) // fix: yes
		go send(2) // fix: yes
	case 2:
		go send(3) // fix: yes
	}
	ready := make(chan int, 1)
	ready <- n
	select {
	case v := <-ready:
		go send(v) // fix: yes
	}
	i := 0
again:
	go send(i) // fix: yes
	if i++; i < 2 {
		goto again
	}
	if n == 1 {
		goto end
	}
	go send(5) // fix: yes
end:
	go send(6) // fix: yes
}

type tasks struct{ task int }

func named(task int) {
	go func() { // fix: yes
		results <- task
	}()
	t := tasks{task: 1}
	go send(t.task) // fix: yes
	fmt.Println(<-results + <-results)
}

func main() {
	go func() { // fix: yes
		results <- 0
	}()
	<-results
	nested(1)
	nested(2)
	sum := 0
	nestedSum := make(chan int)
	go func() { // fix: yes
		lists(1)
		lists(2)
		close(nestedSum)
	}()
	for range 12 {
		sum += <-results
	}
	<-nestedSum
	fmt.Println(sum)
	named(3)
}
