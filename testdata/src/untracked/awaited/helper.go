package awaited

import (
	"sync"

	"golang.org/x/sync/errgroup"
)

// A Wait in what a helper launches is one where the helper's group is waited for.
func waitsInGroup(fs []func()) error {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer wg.Done()
			f()
		}()
	}
	var g errgroup.Group
	g.Go(func() error {
		wg.Wait()
		return nil
	})
	return g.Wait()
}

func waitIsLaunched(f func()) {
	var wg, outer sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(joined\)`
		defer wg.Done()
		f()
	}()
	outer.Go(wg.Wait)
	outer.Wait()
}

// The group is left on one path.
func leavesGroup(f func(), check func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer wg.Done()
		f()
	}()
	var g errgroup.Group
	g.Go(func() error { // want `untracked/unwaited`
		wg.Wait()
		return nil
	})
	if err := check(); err != nil {
		return err
	}
	return g.Wait()
}

// It waits on one path only.
func waitsPerhaps(f func(), check func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer wg.Done()
		f()
	}()
	var g errgroup.Group
	g.Go(func() error {
		if err := check(); err != nil {
			return err
		}
		wg.Wait()
		return nil
	})
	return g.Wait()
}

// Two groups that wait for each other wait for ever.
func eachOther(f func()) {
	var a, b sync.WaitGroup
	a.Add(1)
	go func() { // want `raw-go`
		defer a.Done()
		f()
	}()
	a.Go(func() { b.Wait() })
	b.Go(func() { a.Wait() })
}
