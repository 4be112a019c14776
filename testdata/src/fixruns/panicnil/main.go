// Command panicnil: under panicnil=1 a panic with nil ends the program, though a helper
// that recovers gets nil. And a body that asks who has called it stays with its go.
//
//go:debug panicnil=1
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: no
		defer wg.Done()
		defer func() { fmt.Println(recover()) }()
		panic(nil)
	}()
	wg.Wait()
	end := make(chan bool)
	go func() { panic(nil) }() // fix: no
	<-end
}
