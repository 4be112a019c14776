// Package mail passes contexts and channels to what it launches.
package mail

import (
	"context"
	"time"
)

func send(ctx context.Context, to string)   { <-ctx.Done() }
func ignore(ctx context.Context, to string) {}

func deliver(ctx context.Context, to string, stop chan struct{}) {
	go send(ctx, to)                            // want `\(bound\)`
	go send(context.WithValue(ctx, "k", 1), to) // want `\(bound\)`
	go send(context.Background(), to)           // want `\(detached\)`
	go send(context.WithoutCancel(ctx), to)     // want `\(detached\)`
	go ignore(ctx, to)                          // want `\(detached\)`
	go until(stop)                              // want `\(bound\)`
	go until(make(chan struct{}))               // want `\(detached\)`
	go tick(time.NewTicker(time.Second))        // want `\(detached\)`
}

func until(stop chan struct{}) {
	for range stop {
	}
}

func tick(t *time.Ticker) {
	for range t.C {
	}
}
