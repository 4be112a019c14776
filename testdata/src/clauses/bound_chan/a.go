// Package boundchan has channels that end bodies, and some that do not.
package boundchan

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"time"
)

func more() {}

// Gate is a start gate.
func Gate(start chan struct{}) {
	go func() { // want "untracked/raw-go detached"
		<-start
		more()
	}()
}

// Slot is a semaphore.
func Slot(sem chan struct{}) {
	sem <- struct{}{}
	go func() { // want "untracked/raw-go detached"
		defer func() { <-sem }()
		more()
	}()
}

// SlotIn takes the slot inside.
func SlotIn(sem chan struct{}) {
	go func() { // want "untracked/raw-go detached"
		sem <- struct{}{}
		defer func() { <-sem }()
		more()
	}()
}

// Range over a parameter.
func Range(jobs <-chan func()) {
	go func() { // want "untracked/raw-go bound"
		for j := range jobs {
			j()
		}
	}()
}

// RangeAndGo: after the range more work follows.
func RangeThenWork(jobs <-chan func()) {
	go func() { // want "untracked/raw-go bound"
		for j := range jobs {
			j()
		}
		more()
	}()
}

// RangeInLoop starts over: the range ends, the body does not.
func RangeInLoop(next func() <-chan int) {
	go func() { // want "untracked/raw-go detached"
		for {
			for range next() {
			}
		}
	}()
}

// RangeOuterLoop ranges over the same channel again and again.
func RangeOuterLoop(c <-chan int) {
	go func() { // want "untracked/raw-go detached"
		for {
			for range c {
				more()
			}
			more()
		}
	}()
}

// DefaultSame has a default whose arms lead the same way.
func DefaultSame(c <-chan int) {
	go func() { // want "untracked/raw-go detached"
		select {
		case <-c:
			more()
		default:
		}
		more()
	}()
}

// DefaultReturn has one that leads out.
func DefaultReturn(c <-chan struct{}) {
	go func() { // want "untracked/raw-go bound"
		select {
		case <-c:
			return
		default:
		}
		more()
	}()
}

// BreakSelect breaks out of the select only.
func BreakSelect(c <-chan struct{}) {
	go func() { // want "untracked/raw-go detached"
		for {
			select {
			case <-c:
				break
			default:
				more()
			}
		}
	}()
}

// BreakLabel breaks out of the loop.
func BreakLabel(c <-chan struct{}) {
	go func() { // want "untracked/raw-go bound"
	loop:
		for {
			select {
			case <-c:
				break loop
			default:
				more()
			}
		}
		more()
	}()
}

// ContinueOnly goes on.
func ContinueOnly(c <-chan struct{}) {
	go func() { // want "untracked/raw-go detached"
		for {
			select {
			case <-c:
				continue
			case <-time.After(time.Second):
				more()
			}
		}
	}()
}

// LastReceive waits and ends.
func LastReceive(c <-chan struct{}) {
	go func() { // want "untracked/raw-go bound"
		more()
		<-c
	}()
}

// Inside makes its own channel.
func Inside() {
	go func() { // want "untracked/raw-go detached"
		c := make(chan struct{})
		go func() { // want "untracked/raw-go joined"
			time.Sleep(time.Second)
			close(c)
		}()
		select {
		case <-c:
			return
		}
	}()
}

// OwnContext makes its own context.
func OwnContext() {
	go func() { // want "untracked/raw-go detached"
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		<-ctx.Done()
	}()
}

// TimeoutFromOutside was made by the launcher.
func TimeoutFromOutside() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	_ = cancel
	go func() { // want "untracked/raw-go bound"
		<-ctx.Done()
	}()
}

// Value only reads a value.
func Value(ctx context.Context) {
	go func() { // want "untracked/raw-go detached"
		_ = ctx.Value("x")
		more()
	}()
}

// Deadline only reads the deadline.
func Deadline(ctx context.Context) {
	go func() { // want "untracked/raw-go detached"
		if _, ok := ctx.Deadline(); ok {
			more()
		}
	}()
}

// WithValueBackground cannot be cancelled.
func WithValueBackground() {
	ctx := context.WithValue(context.Background(), "k", "v")
	go func() { // want "untracked/raw-go detached"
		for ctx.Err() == nil {
			more()
		}
	}()
}

// WithoutCancelInside drops the cancel inside the body.
func WithoutCancelInside(ctx context.Context) {
	go func() { // want "untracked/raw-go detached"
		ctx := context.WithoutCancel(ctx)
		for ctx.Err() == nil {
			more()
		}
	}()
}

// Temp is a channel that nobody can name.
func Temp() {
	go func(c chan struct{}) { // want "untracked/raw-go detached"
		<-c
	}(make(chan struct{}))
}

// TempContext is a context that nobody can cancel.
func TempContext() {
	go func(ctx context.Context) { // want "untracked/raw-go detached"
		<-ctx.Done()
	}(context.Background())
}

// Signals ends with the process's signals.
func Signals() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() { // want "untracked/raw-go bound"
		<-c
		os.Exit(1)
	}()
}

// SignalContext ends with it.
func SignalContext() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go func() { // want "untracked/raw-go bound"
		<-ctx.Done()
	}()
}

// CondWait waits on a condition: neither.
func CondWait(c *sync.Cond) {
	go func() { // want "untracked/raw-go detached"
		c.L.Lock()
		defer c.L.Unlock()
		c.Wait()
	}()
}

// Mutex is neither.
func Mutex(mu *sync.Mutex) {
	go func() { // want "untracked/raw-go detached"
		mu.Lock()
		defer mu.Unlock()
	}()
}

// ErrCheck returns on error.
func ErrCheck(ctx context.Context) {
	go func() { // want "untracked/raw-go bound"
		if err := ctx.Err(); err != nil {
			return
		}
		more()
	}()
}

// AfterFuncIn observes it.
func AfterFuncIn(ctx context.Context, c chan int) {
	go func() { // want "untracked/raw-go bound"
		stop := context.AfterFunc(ctx, func() {})
		defer stop()
		more()
	}()
}

// Twice receives a value and decides by it.
func Decide(c <-chan bool) {
	go func() { // want "untracked/raw-go bound"
		for {
			if v := <-c; !v {
				return
			}
			more()
		}
	}()
}

// CommaOK leaves when closed.
func CommaOK(c <-chan int) {
	go func() { // want "untracked/raw-go bound"
		for {
			_, ok := <-c
			if !ok {
				break
			}
			more()
		}
	}()
}

// IgnoreOK goes on.
func IgnoreOK(c <-chan int) {
	go func() { // want "untracked/raw-go detached"
		for {
			_, ok := <-c
			_ = ok
			more()
		}
	}()
}

// Sends only sends.
func Sends(c chan<- int) {
	go func() { // want "untracked/raw-go detached"
		for i := range 10 {
			c <- i
		}
	}()
}

// Field of a parameter.
type opts struct {
	Stop chan struct{}
	Ctx  context.Context
}

// FieldStop has it.
func FieldStop(o opts) {
	go func() { // want "untracked/raw-go bound"
		select {
		case <-o.Stop:
		}
	}()
	go func() { // want "untracked/raw-go bound"
		<-o.Ctx.Done()
	}()
	go o.watch() // want "untracked/raw-go bound"
}

func (o opts) watch() {
	for {
		select {
		case <-o.Stop:
			return
		default:
			more()
		}
	}
}

// Handed to an unknown: an unknown callee's context counts, a channel not.
func Handed(c chan struct{}, f func(chan struct{}), g func(context.Context), ctx context.Context) {
	go f(c)                           // want "untracked/raw-go detached"
	go func() { f(c) }()              // want "untracked/raw-go detached"
	go func() { g(ctx) }()            // want "untracked/raw-go bound"
	go g(context.Background())        // want "untracked/raw-go detached"
	go func() { g(context.TODO()) }() // want "untracked/raw-go detached"
}

// An informer runs until a channel is closed, somewhere else.
type informer interface{ Run(stop <-chan struct{}) }

// HandedDone hands what is closed with a context to what cannot be seen.
func HandedDone(ctx context.Context, i informer, c chan struct{}) {
	go i.Run(ctx.Done())                  // want "untracked/raw-go bound"
	go i.Run(context.Background().Done()) // want "untracked/raw-go detached"
	go i.Run(c)                           // want "untracked/raw-go detached"
	until := ctx.Done()
	go i.Run(until)                   // want "untracked/raw-go bound"
	go func() { i.Run(ctx.Done()) }() // want "untracked/raw-go bound"
	go func() { i.Run(c) }()          // want "untracked/raw-go detached"
}

// NotifyDone gets the Done channel by a local.
func NotifyDone(ctx context.Context) {
	d := ctx.Done()
	go wait(d)                   // want "untracked/raw-go bound"
	go wait(ctx.Done())          // want "untracked/raw-go bound"
	go wait(nil)                 // want "untracked/raw-go detached"
	go wait(make(chan struct{})) // want "untracked/raw-go detached"
}

func wait(c <-chan struct{}) { <-c }
