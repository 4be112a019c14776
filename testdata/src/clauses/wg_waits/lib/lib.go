// Package lib counts and waits for others.
package lib

import "sync"

// Run calls Done at its end.
func Run(wg *sync.WaitGroup, f func()) {
	defer wg.Done()
	f()
}

// Last calls it last.
func Last(wg *sync.WaitGroup, f func()) {
	f()
	wg.Done()
}

// Early calls it first.
func Early(wg *sync.WaitGroup, f func()) {
	wg.Done()
	f()
}

// Maybe calls it on one path.
func Maybe(wg *sync.WaitGroup, f func(), b bool) {
	f()
	if b {
		wg.Done()
	}
}

// Wait waits.
func Wait(wg *sync.WaitGroup) { wg.Wait() }

// WaitIf waits on one path.
func WaitIf(wg *sync.WaitGroup, b bool) {
	if b {
		wg.Wait()
	}
}

// WaitIfToo waits where another one does.
func WaitIfToo(wg *sync.WaitGroup, b bool) { WaitIf(wg, b) }

// Finish closes.
func Finish(done chan<- struct{}, f func()) {
	f()
	close(done)
}

// Recv receives.
func Recv(done <-chan struct{}) { <-done }

// Pool is a pool.
type Pool struct{ wg sync.WaitGroup }

// Start counts.
func (p *Pool) Start() { p.wg.Add(1) }

// Done counts down.
func (p *Pool) Done() { p.wg.Done() }

// Wait waits.
func (p *Pool) Wait() { p.wg.Wait() }
