// Command namestests: names that only the tests of the package declare.
package main

import "fmt"

func main() {
	ch := make(chan string)
	go func() { // fix: yes
		ch <- "ran"
	}()
	fmt.Println(<-ch)
}
