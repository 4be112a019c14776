// Package out is out of scope.
package out

import (
	"context"
	"sync"
	"time"

	"example.com/deny_scope/task"
	"golang.org/x/sync/errgroup"
)

func more() {}

// Run may not.
func Run(ctx context.Context) {
	task.Spawn(more)                    // want "untracked/raw-go detached"
	task.Spawn(func() { <-ctx.Done() }) // want "untracked/raw-go bound"
	var g task.Group
	g.Go(more) // want "untracked/raw-go joined"
	g.Wait()
	var h task.Group
	h.Go(more) // want "untracked/raw-go detached"
	task.Second(more)
	task.Third(more) // want "untracked/raw-go detached"
	task.Bool(more)  // want "untracked/raw-go detached"
}

type owner struct {
	wg sync.WaitGroup
	g  errgroup.Group
	n  sync.WaitGroup
}

func (o *owner) start(ctx context.Context) {
	o.wg.Go(more)                          // want "untracked/raw-go joined"
	o.n.Go(more)                           // want "untracked/raw-go detached"
	o.n.Go(func() { <-ctx.Done() })        // want "untracked/raw-go bound"
	o.g.TryGo(func() error { return nil }) // want "untracked/raw-go joined"
	o.g.Go(func() error { return nil })
}

func (o *owner) stop() error {
	o.wg.Wait()
	return o.g.Wait()
}

// Launchers keep or drop.
func Launchers() (*task.Stopper, error) {
	task.Every(time.Second, more)     // want "untracked/dropped-handle detached"
	_ = task.Every(time.Second, more) // want "untracked/dropped-handle detached"
	s := task.Every(time.Second, more)
	defer s.Stop()
	n, _, err := task.Cron(more) // want "untracked/dropped-handle detached"
	_, t, err := task.Cron(more)
	defer t.Stop()
	_, _ = n, err
	task.Cron(more) // want "untracked/dropped-handle detached"
	var g task.Group
	g.Tick(time.Second, more)           // want "untracked/dropped-handle detached"
	defer task.Every(time.Second, more) // want "untracked/dropped-handle detached"
	defer task.Every(time.Second, more).Stop()
	go task.Every(time.Second, more) // want "untracked/raw-go detached" "untracked/dropped-handle detached"
	return task.Every(time.Second, more), nil
}
