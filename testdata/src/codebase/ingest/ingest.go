// Package ingest launches in every kind of statement.
package ingest

import "context"

func work() {}

func statements(ctx context.Context, n int, v any, c chan int, seq func(func(int) bool)) {
	if n > 0 {
		go work() // want `\(detached\)`
	} else if n < 0 {
		go work() // want `\(detached\)`
	}
	switch n {
	case 1:
		go work() // want `\(detached\)`
		fallthrough
	default:
		go work() // want `\(detached\)`
	}
	switch v.(type) {
	case int:
		go work() // want `\(detached\)`
	}
	select {
	case <-c:
		go work() // want `\(detached\)`
	case c <- 1:
	default:
		go work() // want `\(detached\)`
	}
	for i := range seq {
		go func() { _ = i }() // want `\(detached\)`
	}
	for range c {
		go work() // want `\(detached\)`
	}
	{
		go work() // want `\(detached\)`
	}
label:
	go work() // want `\(detached\)`
	if n == 7 {
		goto label
	}
	go work()   // want `\(detached\)`
	go work()   // want `\(detached\)`
	go func() { // want `\(bound\)`
		for ctx.Err() == nil {
			work()
		}
	}()
}
