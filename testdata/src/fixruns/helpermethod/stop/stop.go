// Package stop has the helper, a method.
package stop

import (
	"context"
	"sync"
)

// A Stopper launches tasks and waits for them.
type Stopper struct {
	wg    sync.WaitGroup
	mu    sync.Mutex
	names []string
}

// RunAsyncTask runs fn on a goroutine of its own.
func (s *Stopper) RunAsyncTask(ctx context.Context, name string, fn func(ctx context.Context)) {
	if ctx == nil {
		panic("nil context")
	}
	s.mu.Lock()
	s.names = append(s.names, name)
	s.mu.Unlock()
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		fn(ctx)
	}()
}

// Stop waits.
func (s *Stopper) Stop() { s.wg.Wait() }
