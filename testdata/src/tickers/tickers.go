// Package tickers is of a time when tickers and timers had to be stopped.
package tickers

import (
	"context"
	"fmt"
	"time"
)

func Counted() {
	t := time.NewTicker(time.Second) // want `t from time\.NewTicker is not stopped when Counted returns at line [0-9]+.*\(unclosed/leak\)`
	for range 3 {
		<-t.C
	}
}

func Stopped(ctx context.Context) {
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

// Forever ranges over what nobody closes.
func Forever() {
	t := time.NewTicker(time.Second)
	for range t.C {
		fmt.Println("tick")
	}
}

// UntilTen leaves the loop all the same.
func UntilTen() {
	n := 0
	t := time.NewTicker(time.Second) // want `t from time\.NewTicker is not stopped when UntilTen returns at line [0-9]+.*\(unclosed/leak\)`
	for range t.C {
		if n++; n == 10 {
			break
		}
	}
}

func Timeout(done <-chan struct{}) bool {
	t := time.NewTimer(time.Second) // want `t from time\.NewTimer is not stopped when Timeout returns at line [0-9]+.*\(unclosed/leak\)`
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

// Sleep waits until the timer has fired.
func Sleep() {
	t := time.NewTimer(time.Second)
	<-t.C
}
