//go:build go1.24

package main

import "sync"

// want: wg.Add(1) task := tracked.Start(
// reject: wg.Go(

func old() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // fix: yes
		defer wg.Done()
		println()
	}()
	wg.Wait()
}
