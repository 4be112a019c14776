// Package task has the one approved way to launch.
package task

import (
	"context"
	"log"
	"sync"
)

var all sync.WaitGroup

// CreateTrackedTask runs fn, and says when it failed.
func CreateTrackedTask(ctx context.Context, name string, fn func(context.Context) error) {
	all.Add(1)
	go func() {
		defer all.Done()
		if err := fn(ctx); err != nil {
			log.Printf("task %s: %v", name, err)
		}
	}()
}

// Wait waits for all tasks.
func Wait() { all.Wait() }
