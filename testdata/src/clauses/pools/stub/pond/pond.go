// Package pond stands in for the real one.
package pond

type (
	// Pool is one.
	Pool interface {
		Go(f func()) error
		Submit(f func()) Task
		TrySubmit(f func()) (Task, bool)
		NewGroup() TaskGroup
		StopAndWait()
		Stop() Task
	}
	// Task is one.
	Task interface {
		Wait() error
		Done() <-chan struct{}
	}
	// TaskGroup is one.
	TaskGroup interface {
		Submit(fs ...func()) TaskGroup
		Wait() error
		Stop()
	}
)

// NewPool makes one.
func NewPool(n int) Pool { return nil }
