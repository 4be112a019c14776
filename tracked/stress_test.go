package tracked_test

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tetherlint/tether/tracked"
)

// launches is how many launches race with a Shutdown. The race detector makes
// each ten times as dear.
func launches() int {
	if testing.Short() || raceEnabled {
		return 100_000
	}
	return 1_000_000
}

// Every launch either runs and is waited for, or is refused and says so.
func TestLaunchesAgainstShutdown(t *testing.T) {
	const launchers, rounds = 4, 50
	each := launches() / (launchers * rounds)
	var tried, launched, refused, ran, late atomic.Int64
	for round := range rounds {
		g := tracked.New(tracked.Options{})
		var isShut atomic.Bool
		work := func(context.Context) error {
			if isShut.Load() {
				late.Add(1)
			}
			ran.Add(1)
			return nil
		}
		var wg sync.WaitGroup
		halfway := make(chan struct{})
		for i := range launchers {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for n := range each {
					if i == 0 && n == each*round/rounds {
						close(halfway)
					}
					tried.Add(1)
					count(g, n, work, &launched, &refused)
				}
			}()
		}
		<-halfway
		noError(t, g.Shutdown(bg))
		isShut.Store(true)
		for info := range g.Tasks() {
			t.Errorf("%v lives after Shutdown", info)
		}
		wg.Wait()
		noError(t, g.Wait())
	}
	if late.Load() > 0 {
		t.Errorf("%d tasks ran after Shutdown had returned", late.Load())
	}
	if launched.Load() != ran.Load() || launched.Load()+refused.Load() != tried.Load() {
		t.Errorf("of %d launches %d were taken, %d refused, and %d ran",
			tried.Load(), launched.Load(), refused.Load(), ran.Load())
	}
	t.Logf("%d launches: %d ran, %d refused", tried.Load(), ran.Load(), refused.Load())
}

// count launches in one of the ways there are.
func count(g *tracked.Group, n int, work func(context.Context) error, launched, refused *atomic.Int64) {
	var task *tracked.Task
	if n%2 == 0 {
		task = g.Go(bg, "task", work)
	} else if task = g.Start(bg, "task"); task.Err() == nil {
		go func() {
			defer task.Done()
			_ = work(task.Context())
		}()
	}
	if task.Err() == tracked.ErrShutdown {
		refused.Add(1)
	} else {
		launched.Add(1)
	}
}

// Waiters come and go while tasks do. Each must see the end of what was launched
// before it began to wait.
func TestWaitersAgainstLaunches(t *testing.T) {
	g := tracked.New(tracked.Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range launches() / 500 {
				var ran atomic.Bool
				g.Go(bg, "task", func(context.Context) error {
					runtime.Gosched()
					ran.Store(true)
					return nil
				})
				noError(t, g.Wait())
				if !ran.Load() {
					t.Error("Wait returned before a task that was launched before it")
				}
			}
		}()
	}
	wg.Wait()
}

// At a deadline amid launches and ends, the list has all that live for good, and
// no error comes without a list.
func TestStragglersAmidLaunches(t *testing.T) {
	for range 200 {
		g := tracked.New(tracked.Options{})
		release := make(chan struct{})
		var wg sync.WaitGroup
		var stuck atomic.Int64
		for range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range 20 {
					g.Go(bg, "short", nop)
					if g.Go(bg, "stuck", func(context.Context) error { <-release; return nil }).Err() == nil {
						stuck.Add(1)
					}
				}
			}()
		}
		err := g.Shutdown(expired())
		wg.Wait()
		listed := int64(0)
		if err != nil {
			for info := range g.Tasks() {
				if info.Name == "stuck" {
					listed++
				}
			}
			if !strings.Contains(err.Error(), "still running\n") {
				t.Errorf("the error names nobody: %v", err)
			}
		}
		if listed != stuck.Load() {
			t.Errorf("%d stuck tasks are listed of %d, Shutdown said %v", listed, stuck.Load(), err)
		}
		close(release)
		noError(t, g.Shutdown(bg))
	}
}

// Everything that may be called at once is.
func TestAllAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	g := tracked.New(tracked.Options{Limit: 16, Labels: true, Profile: true, MaxAge: 1,
		OnEvent: func(e tracked.Event) { _ = e.Task.Info() }})
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			for range 300 {
				g.Go(ctx, "", func(ctx context.Context) error {
					child, stop := context.WithCancel(ctx)
					defer stop()
					tracked.Beat(child)
					g.TryGo(child, "child", func(ctx context.Context) error { return ctx.Err() })
					return nil
				})
			}
		}()
		go func() {
			defer wg.Done()
			for range 30 {
				for info := range g.Tasks() {
					_ = info.String()
				}
				_, _, _ = g.Stats(), g.Healthy(), g.Expvar().String()
			}
		}()
	}
	wg.Wait()
	_ = g.Wait()
	if s := g.Stats(); s.Live != 0 || s.Started != s.Ended || s.Started < 1200 {
		t.Errorf("the stats are %+v", s)
	}
}
