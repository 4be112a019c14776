package tracked_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tetherlint/tether/tracked"
)

func TestShutdownNamesStragglers(t *testing.T) {
	g := tracked.New(tracked.Options{})
	release := make(chan struct{})
	stuck := func(context.Context) error { <-release; return nil }
	g.Go(bg, "stuck-one", stuck)
	one := here()
	handle := g.Start(bg, "stuck-two")
	two := here()
	go func() { defer handle.Done(); <-release }()
	g.Go(bg, "polite", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })

	err := g.Shutdown(deadlineOnceOnlyStuck(g))
	var se *tracked.StragglerError
	if !errors.As(err, &se) {
		t.Fatalf("no *StragglerError in %v", err)
	}
	if n := g.Stats().Stragglers; n != 2 {
		t.Errorf("the statistics have %d stragglers", n)
	}
	if len(se.Tasks) != 2 || se.Tasks[0].Name != "stuck-one" || se.Tasks[1].Name != "stuck-two" {
		t.Errorf("the stragglers are %v", se.Tasks)
	}
	before := func(site string) string {
		return strings.Replace(site, fmt.Sprint(lineOf(site)), fmt.Sprint(lineOf(site)-1), 1)
	}
	for _, text := range []string{err.Error(), se.Error()} {
		contains(t, text, "stuck-one", before(one), "stuck-two", before(two), "running for")
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error does not say why ctx was done: %v", err)
	}
	if strings.Contains(err.Error(), "polite") {
		t.Errorf("a task that stopped is named: %v", err)
	}

	close(release)
	noError(t, g.Shutdown(bg)) // waits on
}

// deadlineOnceOnlyStuck returns a context that is cancelled when no task but the
// stuck ones is listed.
func deadlineOnceOnlyStuck(g *tracked.Group) context.Context {
	ctx, cancel := context.WithCancel(bg)
	go func() {
		defer cancel()
		for {
			polite := false
			for info := range g.Tasks() {
				polite = polite || !strings.HasPrefix(info.Name, "stuck")
			}
			if !polite {
				return
			}
			runtime.Gosched()
		}
	}()
	return ctx
}

func TestShutdownRefuses(t *testing.T) {
	var mu sync.Mutex
	var refused []string
	g := tracked.New(tracked.Options{OnEvent: func(e tracked.Event) {
		if e.Kind == tracked.EventRefused {
			mu.Lock()
			defer mu.Unlock()
			refused = append(refused, e.Task.Info().Name)
		}
	}})
	noError(t, g.Shutdown(bg))

	task := g.Go(bg, "go", func(context.Context) error { t.Error("ran after Shutdown"); return nil })
	if task.Err() != tracked.ErrShutdown || task.Info().State != tracked.Refused {
		t.Errorf("a refused task has error %v and state %v", task.Err(), task.Info().State)
	}
	<-task.Ended()
	handle := g.Start(bg, "start")
	if handle.Context().Err() == nil || context.Cause(handle.Context()) != tracked.ErrShutdown {
		t.Error("the context of a refused handle is not cancelled")
	}
	handle.Done()
	if _, ok := g.TryGo(bg, "try", nop); ok {
		t.Error("TryGo launched after Shutdown")
	}
	noError(t, g.Wait())
	if strings.Join(refused, " ") != "go start try" {
		t.Errorf("the refused events are %v", refused)
	}
	noError(t, g.Shutdown(bg)) // twice
}

func TestShutdownWithNoTimeStillCancels(t *testing.T) {
	g := tracked.New(tracked.Options{})
	done := make(chan struct{})
	g.Go(bg, "task", func(ctx context.Context) error { <-ctx.Done(); close(done); return nil })
	err := g.Shutdown(expired())
	<-done
	_ = err // the task may or may not have been quick enough
	noError(t, g.Shutdown(bg))
}

func TestShutdownReturnsErrorsButNotAnswers(t *testing.T) {
	g := tracked.New(tracked.Options{})
	failed := errors.New("failed")
	g.Go(bg, "fails", func(context.Context) error { return failed })
	for range 100 {
		g.Go(bg, "obeys", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	}
	err := g.Shutdown(bg)
	if !errors.Is(err, failed) || errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "more") {
		t.Errorf("Shutdown returned %v", err)
	}
	if err := g.Wait(); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait returned %v", err)
	}
}

func TestDeferClosesInReverseAfterTasks(t *testing.T) {
	g := tracked.New(tracked.Options{})
	var order []string
	closing := func(name string, err error) {
		g.Defer(name, closerFunc(func() error { order = append(order, name); return err }))
	}
	failed := errors.New("disk full")
	closing("db", nil)
	closing("log", failed)
	closing("cache", nil)
	g.Go(bg, "task", func(ctx context.Context) error {
		<-ctx.Done()
		order = append(order, "task")
		return nil
	})
	err := g.Shutdown(bg)
	if got := strings.Join(order, " "); got != "task cache log db" {
		t.Errorf("the order is %s", got)
	}
	if !errors.Is(err, failed) {
		t.Errorf("the closer's error is not in %v", err)
	}
	contains(t, err.Error(), "closing log")
	if again := g.Shutdown(bg); !errors.Is(again, failed) || len(order) != 4 {
		t.Errorf("the second Shutdown returned %v and closed %v", again, order)
	}
	closing("late", nil)
	if order[len(order)-1] != "late" {
		t.Error("what is deferred after Shutdown is not closed")
	}
}

func TestDeferWaitsForStragglers(t *testing.T) {
	g := tracked.New(tracked.Options{})
	release, closed := make(chan struct{}), make(chan struct{})
	g.Defer("db", closerFunc(func() error { close(closed); return nil }))
	g.Go(bg, "stuck", func(context.Context) error { <-release; return nil })
	err := g.Shutdown(expired())
	contains(t, err.Error(), "stuck", "not closed: db")
	select {
	case <-closed:
		t.Error("closed while a task ran")
	default:
	}
	close(release)
	noError(t, g.Shutdown(bg))
	<-closed
}

func TestStragglersThatEndAreForgotten(t *testing.T) {
	g := tracked.New(tracked.Options{})
	release := make(chan struct{})
	g.Go(bg, "stuck", func(context.Context) error { <-release; return nil })
	over, cancel := context.WithCancel(bg)
	cancel()
	if err := g.Shutdown(over); err == nil || g.Stats().Stragglers != 1 {
		t.Errorf("%v, and %d stragglers", err, g.Stats().Stragglers)
	}
	close(release)
	noError(t, g.Shutdown(bg))
	if n := g.Stats().Stragglers; n != 0 {
		t.Errorf("the statistics still have %d stragglers", n)
	}
}

func TestShutdownDoesNotWaitForASlowCloser(t *testing.T) {
	g := tracked.New(tracked.Options{})
	release, begun := make(chan struct{}), make(chan struct{})
	g.Defer("db", closerFunc(func() error { return nil }))
	g.Defer("slow", closerFunc(func() error { close(begun); <-release; return nil }))
	ctx, cancel := context.WithCancel(bg)
	go func() { <-begun; cancel() }()
	err := g.Shutdown(ctx)
	contains(t, err.Error(), "not closed: slow, db")
	var se *tracked.StragglerError
	if errors.As(err, &se) {
		t.Errorf("no task is late in %v", err)
	}
	close(release)
	noError(t, g.Shutdown(bg))
}

func TestConcurrentShutdown(t *testing.T) {
	g := tracked.New(tracked.Options{})
	var closed atomic.Int32
	g.Defer("db", closerFunc(func() error { closed.Add(1); return nil }))
	g.Go(bg, "task", func(ctx context.Context) error { <-ctx.Done(); return nil })
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() { defer wg.Done(); noError(t, g.Shutdown(bg)) }()
	}
	wg.Wait()
	if closed.Load() != 1 {
		t.Errorf("closed %d times", closed.Load())
	}
}
