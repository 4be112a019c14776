package unwaited

import "sync"

// A function that is counted in its own group cannot wait for it: who asks to be told of the
// end waits elsewhere.
func observed(verbose bool, work, told func(), check func() error) error {
	var wg sync.WaitGroup
	wg.Add(1)
	defer wg.Done()
	if verbose {
		go func() { // want `\(detached\)`
			wg.Wait()
			told()
		}()
	}
	if err := check(); err != nil {
		return err
	}
	wg.Go(work)
	return nil
}

// Not counted in it, it can.
func notCounted(verbose bool, work, told func()) {
	var wg sync.WaitGroup
	wg.Go(work) // want `neither waited for nor handed over when notCounted returns`
	if verbose {
		go func() { // want `\(detached\)`
			wg.Wait()
			told()
		}()
	}
}

// Nobody waits, whoever is counted.
func unheard(work func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	defer wg.Done()
	wg.Go(work) // want `neither waited for nor handed over when unheard returns`
}
