// Package feed gathers results over channels.
package feed

import "sync"

func fetch(url string) string { return url }

func all(urls []string) (got []string) {
	results := make(chan string)
	for _, url := range urls {
		go func() { results <- fetch(url) }() // want `\(joined\)`
	}
	for range urls {
		got = append(got, <-results)
	}
	return got
}

func closed(urls []string) (got []string) {
	var wg sync.WaitGroup
	results := make(chan string)
	for _, url := range urls {
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer wg.Done()
			results <- fetch(url)
		}()
	}
	go func() { // want `\(joined\)`
		wg.Wait()
		close(results)
	}()
	for r := range results {
		got = append(got, r)
	}
	return got
}

func two() string {
	a, b := make(chan string, 1), make(chan string, 1)
	go func() { a <- fetch("a") }() // want `\(joined\)`
	go func() { b <- fetch("b") }() // want `\(joined\)`
	return <-a + <-b
}

func first(urls []string) string {
	results := make(chan string, len(urls))
	for _, url := range urls {
		go func() { results <- fetch(url) }() // want `\(detached\)`
	}
	return <-results
}

func maybe(wait bool) {
	done := make(chan struct{})
	go func() { // want `\(detached\)`
		defer close(done)
		fetch("maybe")
	}()
	if wait {
		<-done
	}
}
