// The command ends where main returns.
package main

import "time"

func main() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
	func() {
		done := make(chan int)
		go func() { done <- 1 }()
	}()
}
