// Package stop is a team's own way to launch, and to stop.
package stop

import "context"

type Stopper struct{}

func (s *Stopper) RunAsyncTask(ctx context.Context, name string, fn func(ctx context.Context)) {}
func (s *Stopper) GetHandle(ctx context.Context, name string) *Handle                          { return nil }
func (s *Stopper) Stop()                                                                       {}

type Handle struct{}

func (h *Handle) Release() {}
