//go:build go1.24

package wggo

import "sync"

// The file's version is before 1.25.
func old(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
		work()
	}()
}
