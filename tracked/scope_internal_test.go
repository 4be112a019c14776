//go:build go1.25

package tracked

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// A group that lives for ever must not keep what requests that are over left.
func TestScopesGoWithTheirParents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(Options{})
		for range 100 {
			ctx, cancel := context.WithCancel(context.Background())
			for range 3 {
				task := g.Start(context.WithValue(ctx, taskKey{}, nil), "request")
				_ = task.Context().Done()
				task.Done()
			}
			if n := scopeCount(g); n != 3 {
				t.Fatalf("%d scopes for one parent, want its two channels and the root's", n)
			}
			cancel()
			synctest.Wait()
		}
		if n := scopeCount(g); n != 1 {
			t.Errorf("%d scopes are left, want the root's", n)
		}
	})
}

func scopeCount(g *Group) int {
	n := 0
	g.scopes.Range(func(_, _ any) bool { n++; return true })
	return n
}

// A hook that blocks at the end of a task is the task's fault, and no reason for
// Shutdown to miss its deadline.
func TestShutdownNamesATaskThatHangsInItsEndHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		g := New(Options{OnEvent: func(e Event) {
			if e.Kind == EventEnded {
				<-release
			}
		}})
		g.Go(context.Background(), "task", func(context.Context) error { return nil })
		synctest.Wait()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err := g.Shutdown(ctx)
		var late *StragglerError
		if !errors.As(err, &late) || late.Tasks[0].Name != "task" {
			t.Errorf("Shutdown returned %v", err)
		}
		close(release)
		if err := g.Wait(); err != nil {
			t.Error(err)
		}
	})
}
