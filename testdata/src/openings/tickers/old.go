// Package tickers is of a Go in which tickers had to be stopped.
package tickers

import (
	"context"
	"time"
)

func T1(ctx context.Context) {
	t := time.NewTicker(time.Second) // want "unclosed/leak"
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

func T2(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	<-ctx.Done()
}

func T3(ctx context.Context) {
	t := time.NewTimer(time.Second) // want "unclosed/leak"
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func T4(ctx context.Context) {
	t := time.NewTimer(time.Second) // of a timer it is not reported that it is not deferred
	select {
	case <-t.C:
	case <-ctx.Done():
		t.Stop()
	}
}

func T5() {
	t := time.NewTimer(time.Second)
	<-t.C
}

func T6() {
	t := time.NewTicker(time.Second)
	for range t.C {
		work()
	}
}

func work() {}

type w struct{ t *time.Ticker }

func T7() *w { return &w{t: time.NewTicker(time.Second)} }

func T8(d time.Duration) {
	time.NewTicker(d) // want "unclosed/discarded"
}

func T9(d time.Duration) <-chan time.Time {
	return time.NewTicker(d).C // want "unclosed/leak"
}

func T10(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d) // want "unclosed/leak"
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			work()
			t.Reset(d)
		}
	}
}
