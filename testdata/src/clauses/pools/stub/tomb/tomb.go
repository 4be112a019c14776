// Package tomb stands in for the real one.
package tomb

// Tomb is one.
type Tomb struct{ dead chan struct{} }

// Go launches.
func (t *Tomb) Go(f func() error) {}

// Wait waits.
func (t *Tomb) Wait() error { return nil }

// Dead is closed at the end.
func (t *Tomb) Dead() <-chan struct{} { return t.dead }

// Dying is closed when it shall end.
func (t *Tomb) Dying() <-chan struct{} { return t.dead }

// Kill kills.
func (t *Tomb) Kill(err error) {}
