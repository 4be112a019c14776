// Package room has channels that are made without room for what is sent on them.
package room

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func one(ctx context.Context, f func() int) int {
	ch := make(chan int)
	go func() {
		ch <- f() // want `make ch with room for all that is sent, or receive on every path \(untracked/stuck\)`
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

// One of two sends is the last.
func either(ctx context.Context, f func() (int, error)) error {
	ch, errs := make(chan int), make(chan error)
	go func() {
		v, err := f()
		if err != nil {
			errs <- err // want `untracked/stuck`
			return
		}
		ch <- v // want `untracked/stuck`
	}()
	select {
	case <-ch:
		return nil
	case err := <-errs:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func branches(f func() error, d time.Duration) error {
	done := make(chan error)
	go func() {
		if err := f(); err != nil {
			done <- err // want `untracked/stuck`
		} else {
			done <- nil // want `untracked/stuck`
		}
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(d):
		return nil
	}
}

func all(fs []func() error) error {
	errs := make(chan error /* of each */)
	for _, f := range fs {
		go func() {
			errs <- f() // want `untracked/stuck`
		}()
	}
	for range fs {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func two(a, b func() int) int {
	ch := make(chan int)
	go func() { ch <- a() }() // want `untracked/stuck`
	go func() { ch <- b() }() // want `untracked/stuck`
	return <-ch
}

func three(f func(int) int) int {
	ch := make(chan int)
	for i := 0; i < 3; i++ {
		go func() { ch <- f(i) }() // want `untracked/stuck`
	}
	return <-ch
}

func counted(n int, f func(int) int) int {
	ch := make(chan int)
	for i := range n {
		go func() { ch <- f(i) }() // want `untracked/stuck`
	}
	return <-ch
}

func named(ctx context.Context) {
	ch := make(chan int)
	go produce(ch)
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

func produce(to chan<- int) {
	to <- 1 // want `untracked/stuck`
}

func grouped(ctx context.Context, tasks *sync.WaitGroup, f func() int) {
	ch := make(chan int)
	tasks.Go(func() { ch <- f() }) // want `untracked/stuck`
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

// It goes on after the send.
func goesOn(ctx context.Context, f func() int, after func()) {
	ch := make(chan int)
	go func() {
		ch <- f() // want `no safe fix: the goroutine goes on after a send`
		after()
	}()
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

func defers(ctx context.Context, f func() int, after func()) {
	ch := make(chan int)
	go func() {
		defer after()
		ch <- f() // want `no safe fix: what is deferred would no longer wait for the receive`
	}()
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

func measured(ctx context.Context, f func() int) int {
	ch := make(chan int)
	go func() {
		ch <- f() // want `no safe fix: something takes its length or capacity`
	}()
	select {
	case <-ch:
	case <-ctx.Done():
	}
	return len(ch)
}

func some(fs []func() error) error {
	errs := make(chan error)
	if len(fs) > 10 {
		fs = fs[:10]
	}
	for _, f := range fs {
		go func() {
			errs <- f() // want `no safe fix: how often it is launched is not known`
		}()
	}
	return <-errs
}

func full(a, b func() error) error {
	errs := make(chan error, 1)
	go func() { errs <- a() }() // want `no safe fix: only the author can say how much room the channel needs`
	go func() { errs <- b() }() // want `no safe fix`
	return nil
}

func produces(list []int, use func(int) error) error {
	ch := make(chan int)
	go func() {
		for _, v := range list {
			ch <- v // want `no safe fix: the goroutine goes on after a send`
		}
		close(ch)
	}()
	for v := range ch {
		if err := use(v); err != nil {
			return err
		}
	}
	return nil
}

func ranges(list []int, use func(int)) {
	ch := make(chan int)
	go func() {
		for v := range ch { // want `no safe fix: only the author can say what should end it`
			use(v)
		}
	}()
	for _, v := range list {
		ch <- v
	}
}

// The length is that of another variable of the name.
func shadowed(fs []func() int) int {
	ch := make(chan int)
	{
		fs := fs[1:]
		for _, f := range fs {
			go func() { ch <- f() }() // want `no safe fix: how often it is launched is not known`
		}
	}
	return <-ch
}

// The error of the task ends ctx: with room that could be before the receive.
func cancels(parent context.Context, f func() (int, error)) (int, error) {
	g, ctx := errgroup.WithContext(parent)
	ch := make(chan int)
	g.Go(func() error {
		v, err := f()
		ch <- v // want `no safe fix: the group would have its error before the receive`
		return err
	})
	select {
	case v := <-ch:
		return v, g.Wait()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func succeeds(parent context.Context, f func() int) (int, error) {
	g, ctx := errgroup.WithContext(parent)
	ch := make(chan int)
	g.Go(func() error {
		ch <- f() // want `untracked/stuck`
		return nil
	})
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

type tasks struct {
	sync.WaitGroup
	all []*sync.WaitGroup
}

func (t *tasks) embedded(ctx context.Context, f func() int) int {
	ch := make(chan int)
	t.Go(func() { ch <- f() }) // want `no safe fix: who waits for the group would no longer wait for the receive`
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func (t *tasks) listed(ctx context.Context, f func() int) int {
	ch := make(chan int)
	t.all[0].Go(func() { ch <- f() }) // want `no safe fix: who waits for the group would no longer wait for the receive`
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

// Room for so many would be too much, which it refuses.
func refuses(ctx context.Context, n int, f func(int) int) (int, error) {
	ch := make(chan int)
	if n > 100 {
		return 0, errors.New("too many")
	}
	for i := range n {
		go func() { ch <- f(i) }() // want `no safe fix: how often it is launched is not known`
	}
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// It may receive nothing: n is less than one then.
func checks(n int, f func(int) int) int {
	ch := make(chan int)
	for i := range n {
		go func() { ch <- f(i) }() // want `untracked/stuck`
	}
	if n < 1 {
		panic("none")
	}
	return <-ch
}
