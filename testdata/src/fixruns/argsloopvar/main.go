//go:build go1.21

// Command argsloopvar: in a file of Go 1.21 the turns of a loop share its variables.
package main

import (
	"fmt"
	"slices"
)

func main() {
	start := make(chan struct{})
	results := make(chan string)
	report := func(what string, v int) {
		<-start
		results <- fmt.Sprint(what, v)
	}
	n := 0
	for i := 0; i < 3; i++ {
		go report("three-clause ", i) // fix: yes
		go func() {                   // fix: yes
			<-start
			results <- fmt.Sprint("captured ", i)
		}()
		go func(i int) { // fix: yes
			<-start
			results <- fmt.Sprint("passed ", i)
		}(i)
		n += 3
	}
	for i, v := range []int{7, 8} {
		go report("ranged ", v) // fix: yes
		go func() {             // fix: yes
			<-start
			results <- fmt.Sprint("ranged captured ", i)
		}()
		go func(v int) { // fix: yes
			<-start
			results <- fmt.Sprint("ranged passed ", v)
		}(v)
		n += 3
	}
	close(start)
	var got []string
	for i := 0; i < n; i++ {
		got = append(got, <-results)
	}
	slices.Sort(got)
	for _, s := range got {
		fmt.Println(s)
	}
	newer()
}
