// Command allowmisplaced: a directive that stands in the wrong place is not deleted.
package main

import "fmt"

func f(done chan int) { close(done) }

func main() {
	done := make(chan int)
	//tether:allow raw-go it ends with the program // fix: no

	go f(done) // fix: no
	<-done
	fmt.Println("end")
}
