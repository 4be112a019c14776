// Command wgline: one file is of an older Go.
package main

import "sync"

// want: wg.Go(func() {

func main() {
	old()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		println()
	}()
	wg.Wait()
}
