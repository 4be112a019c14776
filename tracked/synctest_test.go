//go:build go1.25

package tracked_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tetherlint/tether/tracked"
)

func TestShutdownDeadlineAndAges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := tracked.New(tracked.Options{})
		release := make(chan struct{})
		began := time.Now()
		g.Go(bg, "stuck", func(context.Context) error { <-release; return nil })
		time.Sleep(90 * time.Second)
		ctx, cancel := context.WithTimeout(bg, 5*time.Second)
		defer cancel()
		err := g.Shutdown(ctx)
		if took := time.Since(began); took != 95*time.Second {
			t.Errorf("Shutdown returned after %v", took-90*time.Second)
		}
		var se *tracked.StragglerError
		if !errors.As(err, &se) || !se.Tasks[0].Started.Equal(began) || se.Tasks[0].State != tracked.Stopping {
			t.Fatalf("the stragglers are %+v, in %v", se, err)
		}
		time.Sleep(time.Hour)
		contains(t, err.Error(), "running for 1m35s", "deadline exceeded") // as it was then
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error does not say why ctx was done: %v", err)
		}
		close(release)
		noError(t, g.Shutdown(bg))
	})
}

func TestStragglersOfOneSiteShareALine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := tracked.New(tracked.Options{})
		release := make(chan struct{})
		for range 1000 {
			g.Go(bg, "worker", func(context.Context) error { <-release; return nil })
			time.Sleep(time.Millisecond)
		}
		ctx, cancel := context.WithTimeout(bg, time.Second)
		defer cancel()
		err := g.Shutdown(ctx)
		var se *tracked.StragglerError
		if !errors.As(err, &se) || len(se.Tasks) != 1000 {
			t.Errorf("%d stragglers, want 1000", len(se.Tasks))
		}
		contains(t, err.Error(), "1000 tasks still running", "1000 times worker", "the oldest running for 2s")
		if n := strings.Count(err.Error(), "\n"); n != 1 {
			t.Errorf("%d lines for one site:\n%v", n+1, err)
		}
		close(release)
		noError(t, g.Wait())
	})
}

func TestTasksAreOldestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // all start at the same instant
		g := tracked.New(tracked.Options{})
		var names, want []string
		var handles []*tracked.Task
		for i := range 500 {
			name := strings.Repeat("x", i+1)
			want = append(want, name)
			handles = append(handles, g.Start(bg, name))
		}
		for info := range g.Tasks() {
			names = append(names, info.Name)
		}
		if !slices.Equal(names, want) {
			t.Error("the tasks are not in the order of their launch")
		}
		for range g.Tasks() {
			break // and stopping early is fine
		}
		for _, h := range handles {
			h.Done()
		}
		noError(t, g.Wait())
	})
}

// events records what happens, as "kind delay".
func events(to *[]string) func(tracked.Event) {
	return func(e tracked.Event) {
		line := e.Kind.String()
		if e.Kind == tracked.EventRestarting {
			line += " " + e.Delay.String()
		}
		*to = append(*to, line)
	}
}

func TestRestartBacksOffAndGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var delays []time.Duration
		var kinds []string
		g := tracked.New(tracked.Options{OnEvent: func(e tracked.Event) {
			kinds = append(kinds, e.Kind.String())
			if e.Kind == tracked.EventRestarting {
				delays = append(delays, e.Delay)
			}
		}})
		failed := errors.New("failed")
		runs := 0
		task := g.GoWith(bg, "flaky", tracked.TaskOptions{Restart: &tracked.Restart{
			Min: time.Second, Max: 5 * time.Second, Limit: 4,
		}}, func(context.Context) error { runs++; return failed })
		err := g.Wait()
		if !errors.Is(err, failed) || runs != 5 {
			t.Errorf("after %d runs Wait returned %v", runs, err)
		}
		contains(t, err.Error(), "flaky", "gave up after 4 restarts")
		for i, most := range []time.Duration{1, 2, 4, 5} {
			most *= time.Second
			if d := delays[i]; d > most || d < most/2 {
				t.Errorf("delay %d is %v, want %v or up to half less", i, d, most)
			}
		}
		if got := strings.Join(kinds, ", "); got != "started, restarting, restarting, restarting, restarting, gave up, ended" {
			t.Errorf("the events are %s", got)
		}
		if n := task.Info().Restarts; n != 4 {
			t.Errorf("%d restarts are counted", n)
		}
		if s := g.Stats(); s.Restarted != 4 || s.Started != 1 || s.Failed != 1 {
			t.Errorf("the stats are %+v", s)
		}
		if err := g.Healthy(); err == nil || !strings.Contains(err.Error(), "flaky") {
			t.Errorf("a group with a task given up is healthy: %v", err)
		}
	})
}

func TestRestartBeginsAnewAfterALongRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := tracked.New(tracked.Options{})
		runs := 0
		g.GoWith(bg, "flaky", tracked.TaskOptions{Restart: &tracked.Restart{
			Min: time.Second, Limit: 1, Reset: time.Minute,
		}}, func(context.Context) error {
			if runs++; runs == 10 {
				return nil
			}
			time.Sleep(time.Minute)
			return errors.New("failed")
		})
		noError(t, g.Wait())
		if runs != 10 {
			t.Errorf("%d runs", runs)
		}
	})
}

func TestRestartAsksRetry(t *testing.T) {
	fatal := errors.New("fatal")
	g := tracked.New(tracked.Options{})
	task := g.GoWith(bg, "task", tracked.TaskOptions{Restart: &tracked.Restart{
		Retry: func(err error) bool { return err != fatal },
	}}, func(context.Context) error { return fatal })
	if err := g.Wait(); !errors.Is(err, fatal) || task.Info().Restarts != 0 {
		t.Errorf("after %d restarts Wait returned %v", task.Info().Restarts, err)
	}
}

func TestShutdownEndsABackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := tracked.New(tracked.Options{})
		began := time.Now()
		task := g.GoWith(bg, "flaky", tracked.TaskOptions{Restart: &tracked.Restart{Min: time.Hour, Max: time.Hour}},
			func(context.Context) error { return errors.New("failed") })
		synctest.Wait()
		if s := task.Info().State; s != tracked.Backoff {
			t.Errorf("the state is %v", s)
		}
		if err := g.Shutdown(bg); err == nil {
			t.Error("the last error is lost")
		}
		if time.Since(began) != 0 {
			t.Errorf("Shutdown waited %v for a backoff", time.Since(began))
		}
	})
}

func TestPanicIsRestarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := tracked.New(tracked.Options{Panics: tracked.PanicToError})
		runs := 0
		g.GoWith(bg, "flaky", tracked.TaskOptions{Restart: &tracked.Restart{}}, func(context.Context) error {
			if runs++; runs < 3 {
				panic("boom")
			}
			return nil
		})
		noError(t, g.Wait())
		if s := g.Stats(); s.Panicked != 2 || s.Restarted != 2 || s.Failed != 0 {
			t.Errorf("the stats are %+v", s)
		}
	})
}

func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kinds []string
		g := tracked.New(tracked.Options{OnEvent: events(&kinds)})
		task := g.StartWith(bg, "poller", tracked.TaskOptions{Heartbeat: time.Minute})
		time.Sleep(time.Minute)
		noError(t, g.Healthy())
		tracked.Beat(task.Context())
		time.Sleep(time.Minute)
		noError(t, g.Healthy())
		time.Sleep(time.Second)
		err := g.Healthy()
		if err == nil || task.Info().State != tracked.Unhealthy || g.Stats().Unhealthy != 1 {
			t.Fatalf("a task that missed its heartbeat is healthy: %v", err)
		}
		contains(t, err.Error(), "poller", "has not beaten for 1m1s")
		_ = g.Healthy() // said once
		task.Beat()
		noError(t, g.Healthy())
		noError(t, g.Healthy())
		task.Done()
		if got := strings.Join(kinds, ", "); got != "started, unhealthy, healthy, ended" {
			t.Errorf("the events are %s", got)
		}
	})
}

func TestMaxAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := tracked.New(tracked.Options{MaxAge: time.Minute})
		old := g.Start(bg, "old")
		exempt := g.StartWith(bg, "exempt", tracked.TaskOptions{MaxAge: -1})
		longer := g.StartWith(bg, "longer", tracked.TaskOptions{MaxAge: time.Hour})
		time.Sleep(2 * time.Minute)
		err := g.Healthy()
		if err == nil || strings.Contains(err.Error(), "exempt") || strings.Contains(err.Error(), "longer") {
			t.Errorf("Healthy says %v", err)
		}
		contains(t, err.Error(), "old", "older than 1m0s")
		for _, task := range []*tracked.Task{old, exempt, longer} {
			task.Done()
		}
		noError(t, g.Healthy())
		noError(t, g.Shutdown(bg))
		if g.Healthy() != tracked.ErrShutdown {
			t.Error("a group that is shut down is healthy")
		}
	})
}

// A context is cancelled for whoever got it from the task, also when the task
// has ended, and by both its parents.
func TestContextOutlivesItsTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		for _, by := range []string{"parent", "group"} {
			g := tracked.New(tracked.Options{})
			parent, cancel := context.WithTimeoutCause(context.WithValue(bg, key{}, "value"), time.Minute, errors.New("late"))
			defer cancel()
			task := g.Start(parent, "task")
			ctx := task.Context()
			derived, stop := context.WithCancel(ctx)
			defer stop()
			task.Done()
			if ctx.Err() != nil || derived.Err() != nil {
				t.Fatal("the end of a task cancels its context")
			}
			if by == "group" {
				noError(t, g.Shutdown(bg))
				if context.Cause(derived) != tracked.ErrShutdown || ctx.Err() != context.Canceled {
					t.Errorf("by %s: error %v, cause %v", by, ctx.Err(), context.Cause(derived))
				}
			} else {
				time.Sleep(time.Minute)
				synctest.Wait()
				if context.Cause(derived).Error() != "late" || ctx.Err() != context.DeadlineExceeded {
					t.Errorf("by %s: error %v, cause %v", by, ctx.Err(), context.Cause(derived))
				}
			}
			<-derived.Done()
			if ctx.Value(key{}) != "value" || tracked.FromContext(derived) != task {
				t.Error("the context has lost its values")
			}
		}
	})
}
