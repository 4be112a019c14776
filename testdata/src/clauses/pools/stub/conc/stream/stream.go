// Package stream stands in for the real one.
package stream

type (
	// Stream is ordered.
	Stream struct{}
	// Callback is a result.
	Callback func()
	// Task is a task.
	Task func() Callback
)

// New makes one.
func New() *Stream { return &Stream{} }

// WithMaxGoroutines bounds.
func (s *Stream) WithMaxGoroutines(n int) *Stream { return s }

// Go launches.
func (s *Stream) Go(t Task) {}

// Wait waits.
func (s *Stream) Wait() {}
