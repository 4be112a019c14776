// Package names launches what ends by channels of another package.
package names

import "example.com/names/lib"

func more() {}

// All launches.
func All(w *lib.Worker) {
	go lib.RunHidden() // expect: untracked/raw-go detached
	go w.Loop()        // expect: untracked/raw-go bound
	go w.LoopHidden()  // expect: untracked/raw-go detached
	go func() {        // expect: untracked/raw-go bound
		<-lib.Stop
	}()
	go func() { // expect: untracked/raw-go bound
		for range w.Events() {
			more()
		}
	}()
	go func() { // expect: untracked/raw-go bound
		select {
		case <-w.Quit:
			return
		}
	}()
}
