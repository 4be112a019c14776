// Package launches has launches by methods with type parameters, in loops over such
// methods, and beside what Go 1.27 brought for tests.
package launches

import (
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type pool struct{ wg sync.WaitGroup }

func (p *pool) spawn[T any](v T, f func(T)) {
	go f(v) // want `detached.*untracked/raw-go`
}

// run launches and waits.
func (p *pool) run[T any](list []T, f func(T)) {
	for _, v := range list {
		p.wg.Add(1)
		go func() { // want `\(joined\).*untracked/raw-go`
			defer p.wg.Done()
			f(v)
		}()
	}
	p.wg.Wait()
}

func (p *pool) launched[T any](v T) {}

func launches(p *pool) {
	go p.launched[int](1) // want `goroutine running .*launched.*untracked/raw-go`
	go p.launched("a")    // want `goroutine running .*launched.*untracked/raw-go`
}

type names []string

func (l names) mapped[T any](f func(string) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, n := range l {
			if !yield(f(n)) {
				return
			}
		}
	}
}

func looped(l names, use func(int)) {
	for n := range l.mapped(func(s string) int { return len(s) }) {
		go use(n) // want `untracked/raw-go`
	}
}

// equal launches the same closure twice, which the compiler may make one of.
func equal(use func()) {
	go func() { use() }() // want `detached.*untracked/raw-go`
	go func() { use() }() // want `detached.*untracked/raw-go`
}

// settled sleeps until all else in the bubble waits; that joins nobody.
func settled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		go time.Sleep(time.Second) // want `detached.*untracked/raw-go`
		synctest.Sleep(time.Minute)
	})
}
