package cancels

import (
	"context"
	"sync/atomic"
	"time"
)

// Who is launched with the cancel function of a context that has ended has nothing to
// cancel.

func Watchdog(ctx context.Context, timer *time.Timer) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	late := &atomic.Bool{}
	go func() {
		defer timer.Stop()
		select {
		case <-timer.C:
			late.Store(true)
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx
}

type proxy struct{ ctx context.Context }

func NewProxy(ctx context.Context, gone <-chan struct{}) *proxy {
	own, cancel := context.WithCancel(ctx)
	p := &proxy{ctx: own}
	go func() {
		select {
		case <-p.ctx.Done():
		case <-gone:
			cancel()
		}
		<-p.ctx.Done()
	}()
	return p
}

// Where the context of somebody else has ended, that of this function may not have.
func OfAnother(ctx, other context.Context, timer *time.Timer) context.Context {
	ctx, cancel := context.WithCancel(ctx) // want `cancel from context\.WithCancel is not called on some path of what is launched with it.*\(unclosed/leak\)`
	go func() {
		select {
		case <-timer.C:
			cancel()
		case <-other.Done():
		}
	}()
	return ctx
}

// Which one it is the callee cannot know.
func Passed(ctx context.Context, timer *time.Timer) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go watch(ctx, cancel, timer)
	return ctx
}

func watch(ctx context.Context, cancel func(), timer *time.Timer) {
	select {
	case <-timer.C:
		cancel()
	case <-ctx.Done():
	}
}

func PassedLeak(ctx context.Context, timer *time.Timer, stop chan bool) context.Context {
	ctx, cancel := context.WithCancel(ctx) // want `cancel from context\.WithCancel is not called on some path of what is launched with it.*\(unclosed/leak\)`
	go stopped(cancel, timer, stop)
	return ctx
}

func stopped(cancel func(), timer *time.Timer, stop chan bool) {
	select {
	case <-timer.C:
		cancel()
	case <-stop:
	}
}

// Who waits for the end does not bring it about: the caller owes the cancel.
func delayed(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-parent.Done():
		case <-ctx.Done():
			return
		}
		cancel()
	}()
	return ctx, cancel
}

func Delayed(parent context.Context, work func(context.Context) error) error {
	ctx, cancel := delayed(parent) // want `cancel from cancels\.delayed is not called when Delayed returns at line [0-9]+.*\(unclosed/leak\)`
	if err := work(ctx); err != nil {
		return err
	}
	cancel()
	return nil
}

// Who only waits for the context was not given the cancel.
func Waits(ctx context.Context, work func(context.Context), wake func()) {
	ctx, _ = context.WithCancel(ctx) // want `is dropped|\(unclosed/discarded\)`
	go func() {
		<-ctx.Done()
		wake()
	}()
	work(ctx)
}

// What may cancel need not.
func Loops(ctx context.Context, stopped func() bool, step func() error) {
	ctx, cancel := context.WithCancel(ctx) // want `cancel from context\.WithCancel is not called on some path of what is launched with it.*\(unclosed/leak\)`
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			default:
				if err := mayCancel(stopped, step, cancel); err != nil {
					return
				}
			}
		}
	}()
}

func mayCancel(stopped func() bool, step func() error, cancel context.CancelFunc) error {
	if stopped() {
		cancel()
	}
	return step()
}

// Parent leaves a deadline to the context that it is made of, which it ends by defer.
func Parent(ctx context.Context, ping func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	ctx, _ = context.WithTimeoutCause(ctx, time.Second, context.DeadlineExceeded)
	defer func() { cancel(context.Canceled) }()
	return ping(ctx)
}

// ParentFirst has deferred that already, and puts a value between the two.
func ParentFirst(ctx context.Context, ping func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	named := context.WithValue(ctx, time.Second, 1)
	late, _ := context.WithDeadline(named, time.Now())
	return ping(late)
}

// ParentLater may return before the parent's end is deferred.
func ParentLater(ctx context.Context, ping func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)         // want `cancel from context\.WithCancel is not called when ParentLater returns`
	ctx, _ = context.WithTimeout(ctx, time.Second) // want `the result of context\.WithTimeout is discarded.*\(unclosed/discarded\)`
	if err := ping(ctx); err != nil {
		return err
	}
	defer cancel()
	return ping(ctx)
}

// ParentOfMany keeps the timer of each round until it returns.
func ParentOfMany(ctx context.Context, ping func(context.Context) error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for ctx.Err() == nil {
		once, _ := context.WithTimeout(ctx, time.Second) // want `the result of context\.WithTimeout is discarded.*\(unclosed/discarded\)`
		ping(once)
	}
}

// ParentOfOthers does not end the context that it makes its own of.
func ParentOfOthers(ctx context.Context, ping func(context.Context) error) error {
	_, cancel := context.WithCancel(ctx)
	defer cancel()
	late, _ := context.WithTimeout(ctx, time.Second) // want `the result of context\.WithTimeout is discarded.*\(unclosed/discarded\)`
	return ping(late)
}
