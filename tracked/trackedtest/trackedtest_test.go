//go:build go1.25

package trackedtest_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/tetherlint/tether/tracked"
	"github.com/tetherlint/tether/tracked/trackedtest"
)

// recorder is a test that is not one: it keeps what is reported, and runs its
// cleanups when told.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	cleanups []func()
	errors   []string
}

func (r *recorder) Helper()          {}
func (r *recorder) Name() string     { return "TestRecorded" }
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Error(args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprint(args...))
}

func (r *recorder) end() {
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
}

// TestNew and the others run in a bubble, where the grace costs no time.
func TestNew(t *testing.T) {
	t.Run("reports what is left", func(t *testing.T) { synctest.Test(t, reportsWhatIsLeft) })
	t.Run("is quiet when all ended", func(t *testing.T) { synctest.Test(t, isQuietWhenAllEnded) })
}

func TestCheck(t *testing.T) { synctest.Test(t, checkCancelsNothing) }

func reportsWhatIsLeft(t *testing.T) {
	r := &recorder{}
	g := trackedtest.New(r, tracked.Options{})
	stopped := make(chan struct{})
	g.Go(context.Background(), "poller", func(ctx context.Context) error {
		defer close(stopped)
		<-ctx.Done()
		return nil
	})
	_, file, line, _ := runtime.Caller(0)
	r.end()
	if len(r.errors) != 1 {
		t.Fatalf("reported %q, want one error", r.errors)
	}
	for _, want := range []string{"poller", fmt.Sprintf("%s:%d", file, line-5)} {
		if !strings.Contains(r.errors[0], want) {
			t.Errorf("%q is not in %q", want, r.errors[0])
		}
	}
	<-stopped // it was shut down all the same
}

func isQuietWhenAllEnded(t *testing.T) {
	r := &recorder{}
	g := trackedtest.New(r, tracked.Options{})
	g.Go(context.Background(), "task", func(context.Context) error { return nil })
	r.end() // the task may still be about to end
	if len(r.errors) > 0 {
		t.Errorf("reported %q", r.errors)
	}
}

func checkCancelsNothing(t *testing.T) {
	r := &recorder{}
	g := tracked.New(tracked.Options{})
	trackedtest.Check(r, g)
	task := g.Start(context.Background(), "handle")
	r.end()
	if len(r.errors) != 1 || task.Context().Err() != nil {
		t.Errorf("reported %q, the task's context says %v", r.errors, task.Context().Err())
	}
	task.Done()
}

// Each test sees the tasks of its own group only.
func TestParallel(t *testing.T) {
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				leaky := i%2 == 1
				r := &recorder{}
				g := trackedtest.New(r, tracked.Options{})
				task := g.Start(context.Background(), "handle")
				if !leaky {
					task.Done()
				}
				r.end()
				if (len(r.errors) == 1) != leaky {
					t.Errorf("reported %q", r.errors)
				}
				task.Done()
			})
		})
	}
}
