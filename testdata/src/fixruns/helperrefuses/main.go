// Command helperrefuses: a helper that may refuse is not what a launch becomes.
package main

import (
	"fmt"
	"log"
	"sync"

	"example.com/fixruns/helperrefuses/pool"
)

func main() {
	ch := make(chan string)
	if err := pool.Submit(func() { ch <- "submitted" }); err != nil {
		log.Fatal(err)
	}
	fmt.Println(<-ch)
	go func() { // fix: no
		ch <- "literal"
	}()
	fmt.Println(<-ch)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		fmt.Println("counted")
	}()
	wg.Wait()
}
