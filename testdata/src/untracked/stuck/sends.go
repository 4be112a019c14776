// Package stuck has goroutines that wait for ever on a channel that nobody else has.
package stuck

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

type result struct {
	v   int
	err error
}

func timeout(work func() error) error {
	done := make(chan error)
	go func() {
		done <- work() // want `the send on done can block for ever: when timeout returns at line 28, nobody is left to receive, and the channel has no room; make done with room for all that is sent, or receive on every path \(untracked/stuck\)`
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

func cancelled(ctx context.Context, get func() (int, error)) (int, error) {
	ch := make(chan result)
	go func() {
		v, err := get()
		ch <- result{v, err} // want `when cancelled returns at line 42`
	}()
	select {
	case r := <-ch:
		return r.v, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func early(check func() error, f func() int) (int, error) {
	ch := make(chan int)
	go func() {
		ch <- f() // want `when early returns at line 52`
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

// The launched function is named, and so is its channel.
func named(ctx context.Context) {
	out := make(chan int)
	go produce(out)
	select {
	case <-out:
	case <-ctx.Done():
	}
}

func produce(to chan<- int) {
	to <- 1 // want `the send on to can block for ever|the send on out can block for ever`
}

type fetcher struct{ n int }

func (f *fetcher) fetch(to chan<- int, err chan error) {
	if f.n == 0 {
		err <- errors.New("none") // want `untracked/stuck`
		return
	}
	to <- f.n // want `untracked/stuck`
}

func method(f *fetcher, stop chan struct{}) int {
	to, err := make(chan int), make(chan error)
	go f.fetch(to, err)
	select {
	case n := <-to:
		return n
	case <-err:
	case <-stop:
	}
	return 0
}

// One level further down.
func deeper(ctx context.Context, f func() int) int {
	ch := make(chan int)
	go func() {
		forward(ch, f)
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

func forward(ch chan int, f func() int) {
	v := f()
	ch <- v // want `untracked/stuck`
}

// Two senders and room for one.
func halves(a, b func() error) error {
	errCh := make(chan error, 1)
	go func() {
		errCh <- a() // want `the send on errCh`
	}()
	go func() {
		errCh <- b() // want `the send on errCh`
	}()
	if err := check(); err != nil {
		return err
	}
	return nil
}

func check() error { return nil }

// The first error is taken, and all others wait.
func firstError(fs []func() error) error {
	errs := make(chan error)
	for _, f := range fs {
		go func() {
			errs <- f() // want `when firstError returns at line 139`
		}()
	}
	for range fs {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// The same with a counter.
func firstOf(fs []func() (int, error)) (int, error) {
	ch := make(chan result)
	n := 0
	for _, f := range fs {
		if f == nil {
			continue
		}
		n++
		go func() {
			v, err := f()
			ch <- result{v: v, err: err} // want `untracked/stuck`
		}()
	}
	sum := 0
	for i := 0; i < n; i++ {
		r := <-ch
		if r.err != nil {
			return 0, r.err
		}
		sum += r.v
	}
	return sum, nil
}

// A producer whose consumer leaves.
func consume(list []int, use func(int) error) error {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, v := range list {
			ch <- v // want `when consume returns at line 181`
		}
	}()
	for v := range ch {
		if err := use(v); err != nil {
			return err
		}
	}
	return nil
}

// It leaves by a break, and by what it found.
func find(list []int, want int) bool {
	ch := make(chan int)
	go func() {
		for _, v := range list {
			ch <- v // want `untracked/stuck`
		}
		close(ch)
	}()
	found := false
	for v := range ch {
		if v == want {
			found = true
			break
		}
	}
	return found
}

// The error of one value, which the producer goes on after.
func parsed(lines []string, parse func(string) (int, error)) (sum int, err error) {
	ch := make(chan result)
	go func() {
		for _, l := range lines {
			v, err := parse(l)
			ch <- result{v, err} // want `untracked/stuck`
		}
		close(ch)
	}()
	for r := range ch {
		if r.err != nil {
			return 0, r.err
		}
		sum += r.v
	}
	return sum, nil
}

func twice(err error) {
	ch := make(chan error)
	go func() {
		if err != nil {
			ch <- err
		}
		ch <- nil // want `untracked/stuck`
	}()
	<-ch
}

func missingReturn(f func() (int, error)) error {
	errs := make(chan error)
	done := make(chan struct{})
	go func() {
		_, err := f()
		if err != nil {
			errs <- err
		}
		done <- struct{}{} // want `the send on done`
	}()
	select {
	case err := <-errs:
		return err
	case <-done:
		return nil
	}
}

// Three in a loop and one receive.
func replicas(query func(int) string) string {
	ch := make(chan string)
	for i := 0; i < 3; i++ {
		go func(i int) {
			ch <- query(i) // want `untracked/stuck`
		}(i)
	}
	return <-ch
}

// Room for two, and a third.
func crowded(query func(int) string) {
	ch := make(chan string, 2)
	for i := range 4 {
		go func() {
			ch <- query(i) // want `untracked/stuck`
		}()
	}
	fmt.Println(<-ch)
}

// The majority is enough.
func quorum(peers []func() bool) bool {
	votes := make(chan bool)
	for _, p := range peers {
		go func() { votes <- p() }() // want `untracked/stuck`
	}
	for range len(peers)/2 + 1 {
		if !<-votes {
			return false
		}
	}
	return true
}

// Launched by a group.
func grouped(ctx context.Context, work func() int) error {
	var g errgroup.Group
	ch := make(chan int)
	g.Go(func() error {
		ch <- work() // want `untracked/stuck`
		return nil
	})
	select {
	case <-ch:
		return g.Wait()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func waitGroup(ctx context.Context, work func() int) int {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Go(func() {
		ch <- work() // want `untracked/stuck`
	})
	select {
	case v := <-ch:
		wg.Wait()
		return v
	case <-ctx.Done():
	}
	return 0
}

// A literal in a variable.
func variable(f func() int, skip bool) int {
	ch := make(chan int)
	send := func() { ch <- f() } // want `untracked/stuck`
	go send()
	if skip {
		return 0
	}
	return <-ch
}

// Each turn of the loop has a channel of its own.
func turns(fs []func() int, d time.Duration) (sum int) {
	for _, f := range fs {
		ch := make(chan int)
		go func() {
			ch <- f() // want `untracked/stuck`
		}()
		select {
		case v := <-ch:
			sum += v
		case <-time.After(d):
		}
	}
	return sum
}

// A label.
func labelled(list []int, stop <-chan struct{}) {
	ch := make(chan int)
	go func() {
		for _, v := range list {
			ch <- v // want `untracked/stuck`
		}
		close(ch)
	}()
loop:
	for {
		select {
		case _, ok := <-ch:
			if !ok {
				break loop
			}
		case <-stop:
			break loop
		}
	}
}

// A receive that only takes what is there.
func polled(f func() int) int {
	ch := make(chan int)
	go func() { ch <- f() }() // want `untracked/stuck`
	select {
	case v := <-ch:
		return v
	default:
		return 0
	}
}

// The wait comes before the receives.
func waitsFirst(fs []func() error) (errs []error) {
	var wg sync.WaitGroup
	ch := make(chan error)
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- f() // want `while waitsFirst itself waits at line 393`
		}()
	}
	wg.Wait()
	close(ch)
	for err := range ch {
		errs = append(errs, err)
	}
	return errs
}

func generic[T any](ctx context.Context, f func() T) (v T) {
	ch := make(chan T)
	go func() {
		ch <- f() // want `untracked/stuck`
	}()
	select {
	case v = <-ch:
	case <-ctx.Done():
	}
	return v
}

// Closing it helps nobody who sends.
func switched(kind int, f func() int) int {
	ch := make(chan int)
	go func() { ch <- f() }() // want `untracked/stuck`
	switch kind {
	case 1:
		return <-ch
	case 2:
		return 2
	}
	return <-ch
}

// In a literal that somebody else calls.
var handler = func(ctx context.Context, f func() int) {
	ch := make(chan int)
	go func() {
		ch <- f() // want `untracked/stuck`
	}()
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

// It asks the context before it sends, and the context may end after that.
func asksBefore(ctx context.Context, try func() error, limit int) error {
	done := make(chan error)
	go func() {
		for n := 0; ; n++ {
			if ctx.Err() != nil {
				return
			}
			err := try()
			if err == nil {
				done <- nil // want `when asksBefore returns at line 461, nobody is left to receive`
				return
			}
			if n > limit {
				done <- err // want `when asksBefore returns at line 461, nobody is left to receive`
				return
			}
		}
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func is(name string) bool { return len(name) > counted }

var counted int

// There are many ways to get to the launch, and none of them matters.
func farDown(ctx context.Context, try func() (bool, error)) (bool, error) {
	if is("a") {
		return false, errors.New("a")
	}
	if is("b") || is("c") && is("d") {
		return false, errors.New("b")
	}
	for range 3 {
		if is("e") {
			return false, errors.New("e")
		}
	}
	switch {
	case is("f"):
		return false, nil
	case is("g"), is("h"):
		return true, nil
	case is("i") && !is("j"):
		return true, nil
	}
	if is("k") || is("l") || is("m") || is("n") || is("o") {
		return true, nil
	}
	if _, err := try(); err != nil {
		return false, err
	}
	for is("p") {
		if is("q") {
			return true, nil
		}
	}
	ready, failed := make(chan bool), make(chan error)
	go func() {
		for {
			ok, err := try()
			if err != nil {
				failed <- err // want `when farDown returns at line`
				return
			}
			if ok {
				ready <- ok // want `when farDown returns at line`
				return
			}
		}
	}()
	select {
	case ok := <-ready:
		return ok, nil
	case err := <-failed:
		return false, err
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// The launch is in a function that is called: it is the caller that leaves.
func launchInto(errs chan<- error, work func() error) {
	go func() {
		errs <- work() // want `when launchesByCall returns at line 536`
	}()
}

func launchesByCall(work, check func() error) error {
	errs := make(chan error)
	launchInto(errs, work)
	if err := check(); err != nil {
		return err
	}
	return <-errs
}
