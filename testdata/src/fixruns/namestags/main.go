// Command namestags: names that are declared under other build tags only.
package main

import "fmt"

func main() {
	ch := make(chan string)
	go func() { // fix: yes
		ch <- "ran"
	}()
	fmt.Println(<-ch)
}
