// Command namesreserved: what one fix declares hides nothing that another one needs.
package main

import (
	"fmt"
	"sync"
)

var results = make(chan string, 10)

func name() string { return "name" }

func takes(tracked string, context int) { results <- fmt.Sprint(tracked, context) }

func num() int { return 3 }

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(context string) { // fix: yes
		defer wg.Done()
		results <- context
	}(name())
	fmt.Println(<-results)
	wg.Add(1)
	go func(tracked, error string) { // fix: yes
		defer wg.Done()
		results <- tracked + error
	}(name(), name())
	fmt.Println(<-results)
	go takes(name(), num()) // fix: yes
	fmt.Println(<-results)
	go func(fmt string, nil int) { // fix: yes
		results <- fmt
		_ = nil
	}(name(), num())
	fmt.Println(<-results)
	wg.Wait()
	go func() { // fix: yes
		results <- "last"
	}()
	fmt.Println(<-results)
}
