// Package stop has the helper, in handle form.
package stop

import (
	"context"
	"fmt"
	"sync"
)

// A Stopper hands out handles.
type Stopper struct {
	wg sync.WaitGroup
	n  int
}

// A Handle is one task.
type Handle struct{ s *Stopper }

// GetHandle starts a task.
func (s *Stopper) GetHandle(ctx context.Context, name string) *Handle {
	s.wg.Add(1)
	s.n++
	return &Handle{s}
}

// Release ends it.
func (h *Handle) Release() { h.s.wg.Done() }

// Stop waits.
func (s *Stopper) Stop() {
	s.wg.Wait()
	fmt.Println("all ended")
}
