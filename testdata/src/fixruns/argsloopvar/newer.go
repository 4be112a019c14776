package main

import "fmt"

// newer is of the module's version: each turn has its own variables.
func newer() {
	results := make(chan string)
	report := func(v int) { results <- fmt.Sprint(v) }
	for i := 0; i < 3; i++ {
		go report(i) // fix: yes
		fmt.Println(<-results)
		i++
		go report(i) // fix: yes
		fmt.Println(<-results)
	}
	for i := range 2 {
		go func(i int) { // fix: yes
			report(i)
		}(i)
		fmt.Println(<-results)
	}
}
