package unwaited

import (
	"errors"
	"os"
	"sync"
)

// What the first iteration does it does before anything is launched.
func leavesByFirst(n int) error {
	var wg sync.WaitGroup
	for i := range n {
		if i == 0 {
			if os.Getenv("NO") != "" {
				return errors.New("no")
			}
		}
		wg.Go(func() { println(i) })
	}
	wg.Wait()
	return nil
}

func leavesByLater(n int) error {
	var wg sync.WaitGroup
	for i := range n {
		if i > 0 {
			if os.Getenv("NO") != "" {
				return errors.New("no")
			}
		}
		wg.Go(func() { println(i) }) // want `\(untracked/unwaited\)`
	}
	wg.Wait()
	return nil
}

// Rolling waits before each batch, so that nobody waits for the last one.
func Rolling(jobs []func(), batch int) {
	var wg sync.WaitGroup
	for i, job := range jobs {
		if i%batch == 0 {
			wg.Wait()
		}
		wg.Go(job) // want `unwaited`
	}
}

func RollingCounted(jobs []func(), batch int) {
	var wg sync.WaitGroup
	for i := 0; i < len(jobs); i++ {
		if i%batch == 0 {
			wg.Wait()
		}
		wg.Go(jobs[i]) // want `unwaited`
	}
}
