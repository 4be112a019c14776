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

// A count that has gone up is not 0, whatever it counts: that something has been launched.
func countedUp(jobs []func()) bool {
	var wg sync.WaitGroup
	n := 0
	for _, job := range jobs {
		if job == nil {
			continue
		}
		n++
		wg.Go(job)
	}
	if n == 0 {
		return false
	}
	wg.Wait()
	return true
}

// Two are more than one launch makes.
func countedTwo(jobs []func()) bool {
	var wg sync.WaitGroup
	n := 0
	for _, job := range jobs {
		if job == nil {
			continue
		}
		wg.Go(job) // want `is launched into wg`
		n++
	}
	if n < 2 {
		return false
	}
	wg.Wait()
	return true
}

// What is counted is something else.
func countedOther(jobs []func(), lines []string) bool {
	var wg sync.WaitGroup
	n := 0
	for _, line := range lines {
		if line != "" {
			n++
		}
	}
	for _, job := range jobs {
		wg.Go(job) // want `is launched into wg`
	}
	if n == 0 {
		return false
	}
	wg.Wait()
	return true
}

// So has a set an entry beside the launch, and a list.
func noted(jobs map[string]func()) []string {
	var wg sync.WaitGroup
	var names []string
	for name, job := range jobs {
		if job == nil {
			continue
		}
		names = append(names, name)
		wg.Go(job)
	}
	if len(names) == 0 {
		return nil
	}
	wg.Wait()
	return names
}

// The number of jobs is kept, and there is one.
func numbered(jobs map[string]func()) bool {
	var wg sync.WaitGroup
	n := len(jobs)
	for _, job := range jobs {
		wg.Go(job)
	}
	if n == 0 {
		return false
	}
	wg.Wait()
	return true
}

type tally struct{ started int }

func tallied(jobs []func()) bool {
	var wg sync.WaitGroup
	var t tally
	for _, job := range jobs {
		if job != nil {
			t.started++
			wg.Go(job)
		}
	}
	if t.started == 0 {
		return false
	}
	wg.Wait()
	return true
}

// What guards the launch is asked again before the wait.
func guarded(job func(), opts []bool) {
	var wg sync.WaitGroup
	if opts[0] {
		wg.Go(job)
	}
	if opts[0] {
		wg.Wait()
	}
}
