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

// Halting is a pool of which there may be none.
type Halting struct{ wg sync.WaitGroup }

// Start counts.
func (p *Halting) Start() { p.wg.Add(1) }

// Done counts down.
func (p *Halting) Done() { p.wg.Done() }

// Halt waits for all that there is.
func (p *Halting) Halt() {
	if p == nil {
		return
	}
	p.wg.Wait()
}

// Other is a pool for which it takes more.
type Other struct{ wg sync.WaitGroup }

// Start counts.
func (p *Other) Start() { p.wg.Add(1) }

// Done counts down.
func (p *Other) Done() { p.wg.Done() }

// HaltWith waits if it is given a function.
func (p *Other) HaltWith(f func()) {
	if f == nil {
		return
	}
	p.wg.Wait()
}
