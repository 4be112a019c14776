// Package stop has handles.
package stop

import (
	"context"
	"errors"
	"sync"
)

// Stopper waits.
type Stopper struct{ wg sync.WaitGroup }

// Handle is one task.
type Handle struct{ s *Stopper }

// GetHandle starts.
func (s *Stopper) GetHandle(ctx context.Context, name string) (context.Context, *Handle, error) {
	if name == "" {
		return nil, nil, errors.New("name")
	}
	s.wg.Add(1)
	return ctx, &Handle{s}, nil
}

// TryHandle starts.
func (s *Stopper) TryHandle() *Handle { s.wg.Add(1); return &Handle{s} }

// Release ends.
func (h *Handle) Release() { h.s.wg.Done() }

// Pause is no end.
func (h *Handle) Pause() {}

// Token is another handle.
type Token struct{}

// Begin starts one.
func Begin() *Token { return &Token{} }

// End ends it.
func (t *Token) End() {}

// Other makes one that is not started.
func Other() *Token { return &Token{} }
