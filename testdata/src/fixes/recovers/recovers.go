// Package recovers has a helper that recovers what it runs: who is signalled when all is
// done would wait for ever where it panics.
package recovers

import "example.com/fixes/guard"

func work() {}

func through() { guard.Go(work) }

func waits() {
	done := make(chan bool, 1)
	go func() { // want `no safe fix: if it panics and guard.Go recovers, whoever waits for it waits for ever: signal in a defer`
		work()
		done <- true
	}()
	<-done
}

func deferred() {
	done := make(chan bool)
	go func() { // want `raw-go`
		defer close(done)
		work()
	}()
	<-done
}

func nobody() {
	go func() { // want `raw-go`
		work()
	}()
}
