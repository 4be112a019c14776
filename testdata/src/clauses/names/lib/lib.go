// Package lib has channels that others can, or cannot, name.
package lib

import "sync"

// Stop ends Run.
var Stop = make(chan struct{})

var stop = make(chan struct{})

// Run ends with Stop.
func Run() { <-Stop }

// RunHidden ends with what nobody can name.
func RunHidden() { <-stop }

// RunBoth is both.
func RunBoth() {
	select {
	case <-stop:
	case <-Stop:
	}
}

// Worker has both kinds.
type Worker struct {
	Quit chan struct{}
	quit chan struct{}
	wg   sync.WaitGroup
}

// Loop ends with Quit.
func (w *Worker) Loop() {
	for {
		select {
		case <-w.Quit:
			return
		default:
		}
	}
}

// LoopHidden ends with quit.
func (w *Worker) LoopHidden() {
	for {
		select {
		case <-w.quit:
			return
		default:
		}
	}
}

// Close closes it.
func (w *Worker) Close() { close(w.quit) }

// Events gives a channel.
func (w *Worker) Events() <-chan struct{} { return w.quit }
