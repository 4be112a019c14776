package unwaited

import "sync"

// A map that is yet to be made is empty: the wait is in the loop, or else behind it.
func emptyMap(records []string, work func(string)) map[string]bool {
	var (
		wg   sync.WaitGroup
		seen map[string]bool
	)
	queue := make(chan string)
	wg.Add(1)
	go func() { // want `\(joined\)`
		defer wg.Done()
		for r := range queue {
			work(r)
		}
	}()
	for _, r := range records {
		if r != "" {
			queue <- r
			continue
		}
		if len(seen) == 0 {
			close(queue)
			wg.Wait()
			seen = make(map[string]bool)
		}
		seen[r] = true
	}
	if len(seen) == 0 {
		close(queue)
		wg.Wait()
	}
	return seen
}

// What is given may be anything.
func givenMap(seen map[string]bool, work func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)` `is launched into wg`
		defer wg.Done()
		work()
	}()
	if len(seen) == 0 {
		wg.Wait()
	}
}

// A list that is filled has something.
func filledList(records []string, work func()) {
	var (
		wg    sync.WaitGroup
		found []string
	)
	wg.Add(1)
	go func() { // want `\(detached\)` `is launched into wg`
		defer wg.Done()
		work()
	}()
	for _, r := range records {
		found = append(found, r)
	}
	if len(found) == 0 {
		wg.Wait()
	}
}
