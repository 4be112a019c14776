// Package stored launches what sets a timer anew or stores in an atomic, for which somebody may wait.
package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

var state struct {
	ready atomic.Bool
	left  int64
}

func ready()                { state.ready.Store(true) }
func left(n *int64)         { atomic.AddInt64(n, -1) }
func swap(p *atomic.Uint32) { p.CompareAndSwap(0, 1) }
func look() bool            { return state.ready.Load() }
func show(n int64)          { fmt.Println(n, look(), atomic.LoadInt64(&state.left)) }
func again(t *time.Ticker)  { t.Reset(time.Second) }
func later(t *time.Timer)   { t.Stop() }
func pause(d time.Duration) { t := time.NewTimer(d); <-t.C; t.Reset(d); <-t.C }
func total(list []int64) (n int64) {
	var sum atomic.Int64
	for _, v := range list {
		sum.Add(v)
	}
	return sum.Load()
}

func main() {
	t := time.NewTimer(time.Hour)
	go t.Reset(0) // want `raw-go`
	<-t.C
	go again(time.NewTicker(time.Hour)) // want `raw-go`
	go ready()                          // want `raw-go`
	for !look() {
		time.Sleep(time.Millisecond)
	}
	go left(&state.left)        // want `raw-go`
	go swap(new(atomic.Uint32)) // want `raw-go`
	go func() {                 // want `raw-go`
		show(1)
		state.ready.Store(false)
	}()
	// What only looks, and what has them for itself, is waited for by nobody.
	go show(2)            // want `raw-go`
	go later(t)           // want `raw-go`
	go pause(time.Second) // want `raw-go`
	go total(nil)         // want `raw-go`
}
