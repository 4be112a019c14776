// Package cancels has functions that end a context or an iterator.
package cancels

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"time"
)

type server struct {
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
	stops  []func()
	m      map[string]context.CancelFunc
}

func Forget(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `cancel from context\.WithTimeout is not called when Forget returns at line [0-9]+.*\(unclosed/leak\)`
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	cancel()
	return nil
}

func Blank(ctx context.Context, db *sql.DB) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `the result of context\.WithTimeout is discarded.*\(unclosed/discarded\)`
	return db.PingContext(ctx)
}

func LoopDefer(ctx context.Context, db *sql.DB) error {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want `cancel from context\.WithTimeout in a loop is called by defer.*\(unclosed/defer-in-loop\)`
		if err := db.PingContext(c); err == nil {
			return nil
		}
	}
}

func Notify() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // want `stop from signal\.NotifyContext is not called when Notify returns at line [0-9]+.*\(unclosed/leak\)`
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
	}
	stop()
	return nil
}

func PullLeak(seq iter.Seq[int]) int {
	next, stop := iter.Pull(seq) // want `stop from iter\.Pull is not called when PullLeak returns at line [0-9]+.*\(unclosed/leak\)`
	v, ok := next()
	if !ok {
		return 0
	}
	if v > 10 {
		return v
	}
	stop()
	return 0
}

func CancelOneBranch(ctx context.Context, ok bool) error {
	ctx, cancel := context.WithCancel(ctx) // want `cancel from context\.WithCancel is not called when CancelOneBranch returns at line [0-9]+.*\(unclosed/leak\)`
	if ok {
		cancel()
	}
	return ctx.Err()
}

func Defer(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.PingContext(ctx)
}

func (s *server) Start(ctx context.Context) {
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.wg.Go(func() { <-s.ctx.Done() })
}

func New(ctx context.Context) *server {
	ctx, cancel := context.WithCancel(ctx)
	return &server{ctx: ctx, cancel: cancel}
}

func (s *server) Close() { s.cancel(); s.wg.Wait() }

func UseNewLeak(ctx context.Context) {
	s := New(ctx) // want `s opened by cancels\.New is not closed when UseNewLeak returns at line [0-9]+.*\(unclosed/leak\)`
	s.wg.Wait()
}

func (s *server) Append(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	s.stops = append(s.stops, cancel)
	go func() { <-ctx.Done() }()
}

func Returned(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

// ReturnedMaybe returns a function that may do nothing.
func ReturnedMaybe(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d)
}

func UseReturnedLeak(ctx context.Context) error {
	ctx, cancel := Returned(ctx) // want `cancel from cancels\.Returned is not called when UseReturnedLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if ctx.Err() != nil {
		return ctx.Err()
	}
	cancel()
	return nil
}

func Pass(ctx context.Context, run func(context.Context, context.CancelFunc)) {
	ctx, cancel := context.WithCancel(ctx)
	run(ctx, cancel)
}

func Goroutine(ctx context.Context, sig <-chan os.Signal) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		<-sig
		cancel()
	}()
	return ctx
}

func CondTimeout(ctx context.Context, d time.Duration) error {
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	<-ctx.Done()
	return ctx.Err()
}

func CondCancel(ctx context.Context, d time.Duration) error {
	cancel := func() {}
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

// CondNil calls what it may have, but a panic in between does not.
func CondNil(ctx context.Context, d time.Duration) error {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d) // want `cancel from context\.WithTimeout is called, but not by defer.*\(unclosed/undeferred\)`
	}
	<-ctx.Done()
	if cancel != nil {
		cancel()
	}
	return nil
}

func Cause(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		cancel(errors.New("x"))
	}()
	<-ctx.Done()
	return context.Cause(ctx)
}

// Restart cancels the last one before the next.
func Restart(ctx context.Context, ch <-chan int) {
	var cancel context.CancelFunc
	for range ch {
		if cancel != nil {
			cancel()
		}
		var c context.Context
		c, cancel = context.WithCancel(ctx)
		go func() { <-c.Done() }()
	}
	if cancel != nil {
		cancel()
	}
}

// PullExhausted pulls until the iterator ends.
func PullExhausted(seq iter.Seq[int]) (n int) {
	next, stop := iter.Pull(seq)
	_ = stop
	for {
		v, ok := next()
		if !ok {
			return n
		}
		n += v
	}
}

type body struct {
	*http.Response
	cancel context.CancelFunc
}

func Body(ctx context.Context, u string) (*body, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	req, err := http.NewRequestWithContext(ctx, "GET", u, nil)
	if err != nil {
		cancel()
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		cancel()
		return nil, err
	}
	return &body{resp, cancel}, nil
}
