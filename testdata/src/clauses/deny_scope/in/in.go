// Package in is in scope.
package in

import (
	"sync"

	"example.com/deny_scope/task"
)

func more() {}

// Run may.
func Run() {
	task.Spawn(more)
	var g task.Group
	g.Go(more)
	g.Wait()
	var h task.Group
	h.Go(more) // want "untracked/unwaited"
	task.Second(more)
	task.Third(more)
	var wg sync.WaitGroup
	wg.Go(more) // want "untracked/raw-go joined"
	wg.Wait()
	task.May(func() bool { return true }, more) // want "untracked/dropped-handle"
	if !task.Bool(more) {
		more()
	}
	task.Bool(more)     // want "untracked/dropped-handle"
	go task.Bool(more)  // want "untracked/raw-go detached" "untracked/dropped-handle"
	_ = task.Bool(more) // want "untracked/dropped-handle"
	ok := task.Bool(more)
	_ = ok
}
