// Package unseen does not import the helper of its config yet: that it recovers is seen
// from its source.
package unseen

func work() {}

func waits() {
	done := make(chan bool, 1)
	go func() { // want `no safe fix: if it panics and guard.Go recovers, whoever waits for it waits for ever: signal in a defer`
		work()
		done <- true
	}()
	<-done
}
