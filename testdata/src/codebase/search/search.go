// Package search is launched by others, and launches once.
package search

// Index ends with its queue.
func Index(queue chan string) {
	for range queue {
	}
}

// Warm fills the index.
func Warm(words []string) {
	queue := make(chan string, len(words))
	for _, w := range words {
		queue <- w
	}
	close(queue)
	go Index(queue) // want `\(bound\)`
}
