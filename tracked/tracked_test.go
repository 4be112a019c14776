package tracked_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tetherlint/tether/tracked"
)

var bg = context.Background()

func nop(context.Context) error { return nil }

// expired is a context whose deadline has passed.
func expired() context.Context {
	ctx, cancel := context.WithDeadline(bg, time.Unix(0, 0))
	cancel()
	return ctx
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}

// here returns the caller's file and line.
func here() string {
	_, file, line, _ := runtime.Caller(1)
	return fmt.Sprintf("%s:%d", file, line)
}

type closerFunc func() error

func (f closerFunc) Close() error { return f() }

var _ io.Closer = closerFunc(nil)

func TestGoRunsAndWaitWaits(t *testing.T) {
	g := tracked.New(tracked.Options{})
	var ran atomic.Int32
	for range 100 {
		g.Go(bg, "task", func(context.Context) error { ran.Add(1); return nil })
	}
	noError(t, g.Wait())
	if n := ran.Load(); n != 100 {
		t.Errorf("%d of 100 tasks had run when Wait returned", n)
	}
}

func TestZeroGroup(t *testing.T) {
	var g tracked.Group
	noError(t, g.Wait())
	stopped := make(chan struct{})
	g.Go(bg, "task", func(ctx context.Context) error { <-ctx.Done(); close(stopped); return nil })
	noError(t, g.Shutdown(bg))
	<-stopped
}

func TestWaitWithNothingLaunched(t *testing.T) {
	g := tracked.New(tracked.Options{})
	noError(t, g.Wait())
	noError(t, g.Wait())
}

func TestWaitCanBeReused(t *testing.T) {
	g := tracked.New(tracked.Options{})
	for round := range 3 {
		var ran atomic.Bool
		g.Go(bg, "task", func(context.Context) error { ran.Store(true); return nil })
		noError(t, g.Wait())
		if !ran.Load() {
			t.Errorf("round %d: Wait did not wait", round)
		}
	}
}

func TestWaitCoversLaunchesFromTasks(t *testing.T) {
	g := tracked.New(tracked.Options{})
	var ran atomic.Int32
	var launch func(depth int) func(context.Context) error
	launch = func(depth int) func(context.Context) error {
		return func(ctx context.Context) error {
			if depth > 0 {
				g.Go(ctx, "child", launch(depth-1))
				g.Go(ctx, "child", launch(depth-1))
			}
			ran.Add(1)
			return nil
		}
	}
	g.Go(bg, "root", launch(9))
	noError(t, g.Wait())
	if n := ran.Load(); n != 1023 {
		t.Errorf("%d tasks had run, want 1023", n)
	}
}

func TestErrorsAreJoinedWithNames(t *testing.T) {
	g := tracked.New(tracked.Options{})
	one, two := errors.New("first"), errors.New("second")
	a := g.Go(bg, "alpha", func(context.Context) error { return one })
	g.Go(bg, "beta", func(context.Context) error { return two })
	g.Go(bg, "gamma", nop)
	err := g.Wait()
	if !errors.Is(err, one) || !errors.Is(err, two) {
		t.Errorf("the errors are not in %v", err)
	}
	contains(t, err.Error(), "alpha", "first", "beta", "second")
	if strings.Contains(err.Error(), "gamma") {
		t.Errorf("a task without error is named: %v", err)
	}
	var te *tracked.TaskError
	if !errors.As(err, &te) || te.Task.State != tracked.Ended {
		t.Errorf("no *TaskError of an ended task in %v", err)
	}
	if a.Err() != one {
		t.Errorf("the task's error is %v", a.Err())
	}
	if again := g.Wait(); again == nil || again.Error() != err.Error() {
		t.Errorf("a second Wait returned %v", again)
	}
}

func TestFirst64ErrorsAreKept(t *testing.T) {
	g := tracked.New(tracked.Options{})
	for i := range 100 {
		g.Go(bg, fmt.Sprintf("task-%03d", i), func(context.Context) error { return errors.New("failed") })
		_ = g.Wait() // one after the other
	}
	err := g.Wait()
	if n := strings.Count(err.Error(), "task-"); n != 64 {
		t.Errorf("%d errors are kept, want 64", n)
	}
	contains(t, err.Error(), "task-000", "task-063", "36 more errors")
}

func TestAnErrorCancelsNothing(t *testing.T) {
	g := tracked.New(tracked.Options{})
	g.Go(bg, "fails", func(context.Context) error { return errors.New("failed") })
	_ = g.Wait()
	g.Go(bg, "next", func(ctx context.Context) error { return ctx.Err() })
	if err := g.Wait(); errors.Is(err, context.Canceled) {
		t.Errorf("the error of one task cancelled another: %v", err)
	}
}

func TestCancelOnError(t *testing.T) {
	g := tracked.New(tracked.Options{CancelOnError: true})
	cause := errors.New("failed")
	waits := g.Go(bg, "waits", func(ctx context.Context) error {
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), cause) {
			t.Errorf("the cause is %v", context.Cause(ctx))
		}
		return ctx.Err()
	})
	g.Go(bg, "fails", func(context.Context) error { return cause })
	if err := g.Wait(); !errors.Is(err, cause) {
		t.Errorf("Wait returned %v", err)
	}
	if waits.Err() != context.Canceled {
		t.Errorf("the other task's error is %v", waits.Err())
	}
}

func TestFnRunsWithADoneContext(t *testing.T) {
	g := tracked.New(tracked.Options{})
	ctx, cancel := context.WithCancel(bg)
	cancel()
	var got error
	g.Go(ctx, "task", func(ctx context.Context) error { got = ctx.Err(); return nil })
	noError(t, g.Wait())
	if got != context.Canceled {
		t.Errorf("in the task the context's error was %v, want Canceled", got)
	}
}

func TestGoexitEndsTheTask(t *testing.T) {
	g := tracked.New(tracked.Options{})
	task := g.Go(bg, "task", func(context.Context) error { runtime.Goexit(); return nil })
	handle := g.Start(bg, "handle")
	go func() {
		defer handle.Done()
		runtime.Goexit()
	}()
	noError(t, g.Wait())
	<-task.Ended()
	<-handle.Ended()
	noError(t, task.Err())
}

func TestHandleForm(t *testing.T) {
	g := tracked.New(tracked.Options{})
	release := make(chan struct{})
	task := g.Start(bg, "poller")
	go func() {
		defer task.Done()
		<-release
	}()
	names := 0
	for info := range g.Tasks() {
		names++
		if info.Name != "poller" {
			t.Errorf("the task is called %q", info.Name)
		}
	}
	if names != 1 {
		t.Errorf("%d tasks are listed, want 1", names)
	}
	close(release)
	noError(t, g.Wait())
	task.Done() // again: nothing
	noError(t, g.Wait())
	for info := range g.Tasks() {
		t.Errorf("%v is listed after its end", info)
	}
}

func TestHandleFail(t *testing.T) {
	g := tracked.New(tracked.Options{})
	failed := errors.New("failed")
	task := g.Start(bg, "poller")
	go func() {
		defer task.Done()
		task.Fail(failed)
	}()
	if err := g.Wait(); !errors.Is(err, failed) {
		t.Errorf("Wait returned %v", err)
	}
}

func TestEmptyNameIsFunctionAndLine(t *testing.T) {
	g := tracked.New(tracked.Options{})
	tasks := []*tracked.Task{g.Go(bg, "", nop), g.Start(bg, "")}
	_, _, line, _ := runtime.Caller(0)
	tasks[1].Done()
	want := fmt.Sprintf("tracked_test.TestEmptyNameIsFunctionAndLine:%d", line-1)
	for _, task := range tasks {
		if name := task.Info().Name; name != want {
			t.Errorf("the name is %q, want %q", name, want)
		}
	}
	noError(t, g.Wait())
}

func TestLaunchSites(t *testing.T) {
	g := tracked.New(tracked.Options{Limit: 100})
	sites := map[*tracked.Task]string{}
	task, site := g.Go(bg, "", nop), here()
	sites[task] = site
	task, site = g.GoWith(bg, "", tracked.TaskOptions{}, nop), here()
	sites[task] = site
	tried, ok := g.TryGo(bg, "", nop)
	site = here()
	if !ok {
		t.Fatal("TryGo refused below the limit")
	}
	sites[tried] = strings.Replace(site, fmt.Sprint(lineOf(site)), fmt.Sprint(lineOf(site)-1), 1)
	task, site = g.Start(bg, ""), here()
	task.Done()
	sites[task] = site
	task, site = g.StartWith(bg, "", tracked.TaskOptions{}), here()
	task.Done()
	sites[task] = site
	task, site = tracked.Go(bg, "", nop), here()
	sites[task] = site
	task, site = tracked.Start(bg, ""), here()
	task.Done()
	sites[task] = site
	var launcher interface {
		Go(context.Context, string, func(context.Context) error) *tracked.Task
	} = struct{ *tracked.Group }{g}
	task, site = launcher.Go(bg, "", nop), here()
	sites[task] = site
	method := g.Go
	task, site = method(bg, "", nop), here()
	sites[task] = site
	for task, want := range sites {
		info := task.Info()
		if got := fmt.Sprintf("%s:%d", info.File, info.Line); got != want {
			t.Errorf("launch site %s, want %s", got, want)
		}
		if !strings.HasSuffix(info.Func, "tracked_test.TestLaunchSites") {
			t.Errorf("launched by %s", info.Func)
		}
	}
	noError(t, g.Wait())
}

func lineOf(site string) int {
	var line int
	_, _ = fmt.Sscan(site[strings.LastIndexByte(site, ':')+1:], &line)
	return line
}

func TestLimit(t *testing.T) {
	g := tracked.New(tracked.Options{Limit: 2})
	release := make(chan struct{})
	stuck := func(context.Context) error { <-release; return nil }
	g.Go(bg, "one", stuck)
	two := g.Start(bg, "two")
	if task, ok := g.TryGo(bg, "three", nop); ok || task != nil {
		t.Error("TryGo launched beyond the limit")
	}
	launched := make(chan *tracked.Task)
	go func() { launched <- g.Go(bg, "three", nop) }()
	select {
	case <-launched:
		t.Fatal("Go launched beyond the limit")
	default:
	}
	two.Done()
	<-(<-launched).Ended()
	go func() { launched <- g.Go(bg, "four", nop) }()
	<-launched
	close(release)
	noError(t, g.Wait())
}

func TestShutdownFreesLaunchesThatWaitForTheLimit(t *testing.T) {
	g := tracked.New(tracked.Options{Limit: 1})
	g.Go(bg, "one", func(ctx context.Context) error { <-ctx.Done(); <-ctx.Done(); return nil })
	launched := make(chan *tracked.Task)
	hold := g.Start // a launch that waits
	go func() { launched <- hold(bg, "two") }()
	noError(t, g.Shutdown(bg))
	if task := <-launched; task.Err() != tracked.ErrShutdown {
		t.Errorf("the waiting launch has error %v", task.Err())
	}
}

func TestPanicToError(t *testing.T) {
	var panicked atomic.Int32
	g := tracked.New(tracked.Options{Panics: tracked.PanicToError, OnEvent: func(e tracked.Event) {
		if e.Kind == tracked.EventPanicked {
			panicked.Add(1)
		}
	}})
	cause := errors.New("boom")
	task := g.Go(bg, "go", func(context.Context) error { panic(cause) })
	handle := g.Start(bg, "handle")
	go func() {
		defer handle.Done()
		panic("bang")
	}()
	err := g.Wait()
	if !errors.Is(err, cause) || panicked.Load() != 2 {
		t.Errorf("Wait returned %v after %d events", err, panicked.Load())
	}
	contains(t, err.Error(), "task go", "boom", "task handle", "bang")
	var pe *tracked.PanicError
	if !errors.As(task.Err(), &pe) || pe.Value != any(cause) {
		t.Fatalf("the task's error is %v", task.Err())
	}
	contains(t, string(pe.Stack), "TestPanicToError")
}

func TestDefaultGroup(t *testing.T) {
	failed := errors.New("failed")
	tracked.Go(bg, "default", func(context.Context) error { return failed })
	if err := tracked.Wait(); !errors.Is(err, failed) {
		t.Errorf("Wait returned %v", err)
	}
	if tracked.Default().Wait() == nil {
		t.Error("Default is another group")
	}
}

// A nil context is taken for context.Background(): in the list, in the task's own context, and
// from an option that derives none.
func TestNilContext(t *testing.T) {
	var none context.Context
	for _, opts := range []tracked.Options{{}, {Labels: true}, {Context: func(context.Context, *tracked.Task) context.Context { return none }}} {
		g := tracked.New(opts)
		seen := make(chan error, 1)
		g.Go(none, "runs", func(ctx context.Context) error {
			seen <- ctx.Err()
			return nil
		})
		noError(t, <-seen)
		task := g.Start(none, "handle")
		for info := range g.Tasks() {
			if info.State == tracked.Stopping {
				t.Errorf("%v has been told to stop", info)
			}
		}
		noError(t, task.Context().Err())
		task.Done()
		noError(t, g.Shutdown(bg))
	}
}
