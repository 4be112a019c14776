// Package testsoff reports in tests.
package testsoff

import "sync"

type s struct{ wg sync.WaitGroup }

func (x *s) start() {
	x.wg.Add(1)
	go func() { // want "untracked/raw-go detached" "untracked/unwaited"
		defer x.wg.Done()
	}()
}
