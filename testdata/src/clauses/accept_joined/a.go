// Package acceptjoined accepts joined.
package acceptjoined

import "context"

func more() {}

// Run launches.
func Run(ctx context.Context) {
	done := make(chan struct{})
	go func() { defer close(done); more() }()
	<-done
	go func() { <-ctx.Done() }() // want "untracked/raw-go bound"
	go more()                    // want "untracked/raw-go detached"
	d := make(chan struct{})
	go func() { defer close(d); more() }() /* want "tether/unused-allow" */ //tether:allow raw-go it passes anyway
	<-d
	go more() //tether:allow raw-go it may
}
