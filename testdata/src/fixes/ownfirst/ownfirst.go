package ownfirst

import (
	"fmt"

	"example.com/fixes/zoo"
)

func count(done chan int) {
	zoo.Do(done)
	fmt.Println(<-done)
}

func counts(done chan int) {
	go count(done) // want `raw-go`
}
