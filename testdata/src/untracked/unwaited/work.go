package unwaited

import "sync"

// To wait before the work is closed would wait for ever.
func consumers(n int, jobs chan int) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { // want `call wg.Wait\(\) on every path, once jobs is closed, or give wg to who will`
			for range jobs {
			}
		})
	}
	for i := range n {
		jobs <- i
	}
}
