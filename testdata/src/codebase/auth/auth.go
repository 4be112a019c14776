// Package auth launches where a program starts and ends.
package auth

import (
	"context"
	"sync"
	"time"
)

var keys = make(chan string)

var _ = func() bool {
	go refresh() // want `\(detached\)`
	return true
}()

var once sync.Once

func init() {
	go refresh() // want `\(detached\)`
	go func() {  // want `\(bound\)`
		for range keys {
		}
	}()
}

func refresh() {
	for {
		time.Sleep(time.Hour)
	}
}

func start(ctx context.Context) {
	once.Do(func() {
		go refresh() // want `\(detached\)`
	})
	defer func() {
		go refresh() // want `\(detached\)`
	}()
	defer context.AfterFunc(ctx, func() {
		go refresh() // want `\(detached\)`
	})()
	func() {
		go poll(ctx) // want `\(bound\)`
	}()
}

func poll(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
