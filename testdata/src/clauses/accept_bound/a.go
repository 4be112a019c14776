// Package acceptbound accepts bound.
package acceptbound

import (
	"context"
	"sync"
	"time"
)

func more() {}

// Run launches.
func Run(ctx context.Context) {
	done := make(chan struct{})
	go func() { defer close(done); more() }()
	<-done
	go func() { <-ctx.Done() }()
	go more()                    // want "untracked/raw-go detached"
	go func() { <-ctx.Done() }() /* want "tether/unused-allow" */ //tether:allow raw-go it passes anyway
	var wg sync.WaitGroup
	wg.Go(more)             // want "untracked/unwaited"
	time.AfterFunc(1, more) // want "untracked/dropped-handle detached"
}
