// Package joinedpaths joins by channels on some paths or on all.
package joinedpaths

import (
	"context"
	"errors"
	"log"
	"sync"
	"sync/atomic"
	"time"
)

func more()       {}
func work() error { return nil }

// result has a channel in a local struct.
type result struct {
	done chan struct{}
	err  error
}

// LocalStruct waits on the field of a local value.
func LocalStruct() error {
	r := &result{done: make(chan struct{})}
	go func() { // want "untracked/raw-go joined"
		defer close(r.done)
		r.err = work()
	}()
	<-r.done
	return r.err
}

// future is received from in a method.
type future struct {
	c chan struct{}
	v int
}

func start(f func() int) *future {
	x := &future{c: make(chan struct{})}
	go func() { // want "untracked/raw-go joined"
		defer close(x.c)
		x.v = f()
	}()
	return x
}

func (f *future) get() int {
	<-f.c
	return f.v
}

// queueOnly is received from in loops only.
type queueOnly struct{ c chan int }

func (q *queueOnly) put(v int) {
	go func() { q.c <- v }() // want "untracked/raw-go detached"
}

func (q *queueOnly) run(ctx context.Context) {
	for {
		select {
		case v := <-q.c:
			_ = v
		case <-ctx.Done():
			return
		}
	}
}

// ErrChanMany collects errors with a bound check.
func ErrChanMany(fs []func() error) (err error) {
	errc := make(chan error, len(fs))
	for _, f := range fs {
		go func() { errc <- f() }() // want "untracked/raw-go joined"
	}
	for range fs {
		err = errors.Join(err, <-errc)
	}
	return err
}

// FirstError returns at the first error.
func FirstError(fs []func() error) error {
	errc := make(chan error, len(fs))
	for _, f := range fs {
		go func() { errc <- f() }() // want "untracked/raw-go detached"
	}
	for range fs {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

// FirstOnly takes the first answer.
func FirstOnly(fs []func() int) int {
	c := make(chan int, len(fs))
	for _, f := range fs {
		go func() { c <- f() }() // want "untracked/raw-go detached"
	}
	return <-c
}

// SelectBoth receives two answers in any order.
func SelectBoth() (a, b int) {
	ca, cb := make(chan int, 1), make(chan int, 1)
	go func() { ca <- 1 }() // want "untracked/raw-go detached"
	go func() { cb <- 2 }() // want "untracked/raw-go detached"
	for range 2 {
		select {
		case a = <-ca:
		case b = <-cb:
		}
	}
	return a, b
}

// EitherThenOther receives the other one in each arm.
func EitherThenOther() {
	a, b := make(chan struct{}), make(chan struct{})
	go func() { defer close(a); more() }() // want "untracked/raw-go joined"
	go func() { defer close(b); more() }() // want "untracked/raw-go joined"
	select {
	case <-a:
		<-b
	case <-b:
		<-a
	}
}

// SelectArmsReturn: one arm receives, the other returns.
func SelectArmsReturn(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- work() }() // want "untracked/raw-go detached"
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-done:
		return err
	}
}

// SelectArmDies: the other arm ends the process.
func SelectArmDies(d time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- work() }() // want "untracked/raw-go joined"
	select {
	case <-time.After(d):
		log.Fatal("timeout")
		return nil
	case err := <-done:
		return err
	}
}

// Counter waits by an atomic: that is no wait.
func Counter() {
	var n atomic.Int32
	n.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer n.Add(-1)
		more()
	}()
	for n.Load() > 0 {
		time.Sleep(time.Millisecond)
	}
}

// Cond waits by a condition: that is no wait of the list.
func Cond() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	done := false
	go func() { // want "untracked/raw-go detached"
		more()
		mu.Lock()
		done = true
		c.Signal()
		mu.Unlock()
	}()
	mu.Lock()
	for !done {
		c.Wait()
	}
	mu.Unlock()
}

// CancelWait: the context of the body is what the launcher waits for.
func CancelWait(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	go func() { // want "untracked/raw-go detached"
		defer cancel()
		more()
	}()
	<-ctx.Done()
}

// Sleep waits by time.
func Sleep() {
	go more() // want "untracked/raw-go detached"
	time.Sleep(time.Second)
}

// Mutex hands the lock over.
func Mutex(mu *sync.Mutex) {
	mu.Lock()
	go func() { // want "untracked/raw-go detached"
		defer mu.Unlock()
		more()
	}()
	mu.Lock()
}

// Loops runs each to its end.
func Loops(xs []int) {
	for range xs {
		done := make(chan struct{})
		go func() { // want "untracked/raw-go joined"
			defer close(done)
			more()
		}()
		<-done
	}
}

// Slices has a channel each.
func Slices(fs []func()) {
	var dones []chan struct{}
	for _, f := range fs {
		done := make(chan struct{})
		dones = append(dones, done)
		go func() { // want "untracked/raw-go detached"
			defer close(done)
			f()
		}()
	}
	for _, d := range dones {
		<-d
	}
}

// CloseTwice closes one of two on each path.
func CloseTwice(b bool) {
	a, c := make(chan struct{}), make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		if b {
			close(a)
			return
		}
		close(c)
	}()
	<-a
}

// PanicPath panics instead of sending.
func PanicPath(b bool) int {
	c := make(chan int, 1)
	go func() { // want "untracked/raw-go joined"
		if b {
			panic("b")
		}
		c <- 1
	}()
	return <-c
}

// NestedSend sends in a closure that the body calls last.
func NestedSend() int {
	c := make(chan int, 1)
	go func() { // want "untracked/raw-go joined"
		send := func(v int) { c <- v }
		more()
		send(1)
	}()
	return <-c
}

// SwitchSend sends in each clause.
func SwitchSend(n int) int {
	c := make(chan int, 1)
	go func() { // want "untracked/raw-go joined"
		switch n {
		case 1:
			c <- 1
		default:
			c <- 2
		}
	}()
	return <-c
}

// SwitchForgets has a switch without default.
func SwitchForgets(n int) int {
	c := make(chan int, 1)
	go func() { // want "untracked/raw-go detached"
		switch n {
		case 1:
			c <- 1
		case 2:
			c <- 2
		}
	}()
	return <-c
}

// LoopSend sends many, closes never, and the launcher takes one.
func LoopSend() int {
	c := make(chan int)
	go func() { // want "untracked/raw-go detached"
		for i := range 10 {
			c <- i // want "untracked/stuck"
		}
	}()
	return <-c
}

// LenLoop drains as many as it launched, by length.
func LenLoop(fs []func() int) (sum int) {
	c := make(chan int)
	for i := range fs {
		go func() { c <- fs[i]() }() // want "untracked/raw-go joined"
	}
	for i := 0; i < len(fs); i++ {
		sum += <-c
	}
	return sum
}

// OffByOne drains one less.
func OffByOne(fs []func() int) (sum int) {
	c := make(chan int, len(fs))
	for i := range fs {
		go func() { c <- fs[i]() }() // want "untracked/raw-go detached"
	}
	for i := 1; i < len(fs); i++ {
		sum += <-c
	}
	return sum
}

// Twice launches two each time.
func Twice(fs []func() int) (sum int) {
	c := make(chan int, 2*len(fs))
	for i := range fs {
		go func() { c <- fs[i]() }() // want "untracked/raw-go detached"
		go func() { c <- fs[i]() }() // want "untracked/raw-go detached"
	}
	for range fs {
		sum += <-c
	}
	return sum
}

// Pair receives both in each turn.
func Pair(fs []func() int) (sum int) {
	for range fs {
		a, b := make(chan int), make(chan int)
		go func() { a <- 1 }() // want "untracked/raw-go joined"
		go func() { b <- 2 }() // want "untracked/raw-go joined"
		sum += <-a + <-b
	}
	return sum
}

// ReceiveInGo receives in another goroutine that nobody awaits.
func ReceiveInGo() {
	c := make(chan int)
	go func() { c <- 1 }() // want "untracked/raw-go detached"
	go func() { <-c }()    // want "untracked/raw-go bound"
}

// DeferOrder: what is deferred first runs last.
func DeferOrder() {
	done := make(chan struct{})
	stop := make(chan struct{})
	defer func() { <-done }()
	defer close(stop)
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		<-stop
	}()
}

// NamedReturn receives into a named result.
func NamedReturn() (err error) {
	c := make(chan error, 1)
	go func() { c <- work() }() // want "untracked/raw-go joined"
	defer func() { err = <-c }()
	return nil
}

// Recovered panics are no way around the deferred receive.
func Recovered(b bool) {
	done := make(chan struct{})
	defer func() {
		recover()
		<-done
	}()
	go func() { // want "untracked/raw-go joined"
		defer close(done)
	}()
	if b {
		panic("b")
	}
}

// Wrapper returns what a closure receives.
func Wrapper() func() error {
	c := make(chan error, 1)
	go func() { c <- work() }() // want "untracked/raw-go detached"
	return func() error { return <-c }
}

// DoneThenDefer calls Done last, and something deferred runs after that.
func DoneThenDefer() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer log.Print("bye")
		defer wg.Done()
		more()
	}()
	wg.Wait()
}

// CloseInDefer closes, then goes on in the same deferred function.
func CloseInDefer() {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		defer func() {
			close(done)
			more()
		}()
	}()
	<-done
}

// CloseLastInDefer closes at its end.
func CloseLastInDefer() {
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer func() {
			more()
			close(done)
		}()
	}()
	<-done
}

// WaitsPerhaps waits in a goroutine that it waits for, which waits for the other one on
// one of its paths.
func WaitsPerhaps(patient bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go detached"
		defer wg.Done()
		more()
	}()
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		if patient {
			wg.Wait()
		}
	}()
	<-done
}
