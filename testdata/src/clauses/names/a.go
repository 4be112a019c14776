// Package names launches what ends by channels of another package.
package names

import "example.com/names/lib"

func more() {}

// All launches.
func All(w *lib.Worker) {
	go lib.RunHidden() // want "untracked/raw-go detached"
	go w.Loop()        // want "untracked/raw-go bound"
	go w.LoopHidden()  // want "untracked/raw-go detached"
	go func() {        // want "untracked/raw-go bound"
		<-lib.Stop
	}()
	go func() { // want "untracked/raw-go bound"
		for range w.Events() {
			more()
		}
	}()
	go func() { // want "untracked/raw-go bound"
		select {
		case <-w.Quit:
			return
		}
	}()
}
