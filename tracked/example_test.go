package tracked_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/tetherlint/tether/tracked"
)

func Example() {
	g := tracked.New(tracked.Options{})
	g.Go(context.Background(), "poller", func(ctx context.Context) error {
		<-ctx.Done() // poll, until told to stop
		return nil
	})
	g.Go(context.Background(), "stuck", func(context.Context) error {
		select {} // deaf
	})

	deadline, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	err := g.Shutdown(deadline)
	var late *tracked.StragglerError
	if errors.As(err, &late) {
		for _, task := range late.Tasks {
			fmt.Println(task.Name, "launched in", filepath.Base(task.File))
		}
	}
	// Output: stuck launched in example_test.go
}

func ExampleGo() {
	tracked.Go(context.Background(), "import", func(ctx context.Context) error {
		return nil
	})
}

func ExampleStart() {
	t := tracked.Start(context.Background(), "import")
	go func() {
		defer t.Done()
		// work with t.Context()
	}()
}

func ExampleWait() {
	if err := tracked.Wait(); err != nil {
		slog.Error("tasks failed", "error", err)
	}
}

func ExampleShutdown() {
	_ = func() { // at the end of main: the default group is shut down for good
		deadline, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := tracked.Shutdown(deadline); err != nil {
			slog.Error("shutdown", "error", err)
		}
	}
}

func ExampleDefault() {
	http.Handle("/debug/tasks", tracked.Default().Handler())
}

func ExampleNew() {
	g := tracked.New(tracked.Options{
		Name:    "jobs",
		Limit:   10,
		MaxAge:  time.Hour,
		Panics:  tracked.PanicToError,
		OnEvent: tracked.LogEvents(slog.Default()),
	})
	fmt.Println(g.Name(), g.Wait())
	// Output: jobs <nil>
}

func ExampleGroup_Go() {
	g := tracked.New(tracked.Options{})
	g.Go(context.Background(), "import", func(context.Context) error { return io.ErrUnexpectedEOF })
	fmt.Println(errors.Is(g.Wait(), io.ErrUnexpectedEOF))
	// Output: true
}

func ExampleGroup_Start() {
	g := tracked.New(tracked.Options{})
	t := g.Start(context.Background(), "import")
	go func() {
		defer t.Done()
		fmt.Println("importing")
	}()
	_ = g.Wait()
	// Output: importing
}

func ExampleGroup_TryGo() {
	g := tracked.New(tracked.Options{Limit: 1})
	t := g.Start(context.Background(), "first")
	_, ok := g.TryGo(context.Background(), "second", func(context.Context) error { return nil })
	t.Done()
	fmt.Println(ok)
	// Output: false
}

func ExampleGroup_GoWith() {
	g := tracked.New(tracked.Options{})
	tries := 0
	t := g.GoWith(context.Background(), "flaky", tracked.TaskOptions{
		Restart: &tracked.Restart{Min: time.Millisecond, Limit: 5},
	}, func(context.Context) error {
		if tries++; tries < 3 {
			return errors.New("not yet")
		}
		return nil
	})
	fmt.Println(g.Wait(), t.Info().Restarts)
	// Output: <nil> 2
}

func ExampleGroup_StartWith() {
	g := tracked.New(tracked.Options{})
	t := g.StartWith(context.Background(), "pump", tracked.TaskOptions{Heartbeat: time.Minute})
	go func() {
		defer t.Done()
		t.Beat() // for each message, say
	}()
	fmt.Println(g.Wait())
	// Output: <nil>
}

func ExampleGroup_Defer() {
	g := tracked.New(tracked.Options{})
	g.Defer("database", closerFunc(func() error { fmt.Println("database closed"); return nil }))
	g.Defer("cache", closerFunc(func() error { fmt.Println("cache closed"); return nil }))
	g.Go(context.Background(), "server", func(ctx context.Context) error {
		<-ctx.Done()
		fmt.Println("server stopped")
		return nil
	})
	_ = g.Shutdown(context.Background())
	// Output:
	// server stopped
	// cache closed
	// database closed
}

func ExampleGroup_Tasks() {
	g := tracked.New(tracked.Options{})
	t := g.Start(context.Background(), "poller")
	defer t.Done()
	for task := range g.Tasks() {
		fmt.Println(task.Name, task.State, filepath.Base(task.File))
	}
	// Output: poller running example_test.go
}

func ExampleGroup_Handler() {
	g := tracked.New(tracked.Options{})
	http.Handle("/debug/jobs", g.Handler())
}

func ExampleGroup_Healthy() {
	g := tracked.New(tracked.Options{MaxAge: time.Hour})
	http.HandleFunc("/ready", func(w http.ResponseWriter, _ *http.Request) {
		if err := g.Healthy(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
}

func ExampleGroup_Stats() {
	g := tracked.New(tracked.Options{})
	g.Go(context.Background(), "fails", func(context.Context) error { return errors.New("failed") })
	_ = g.Wait()
	s := g.Stats()
	fmt.Println(s.Live, s.Started, s.Failed)
	// Output: 0 1 1
}

func ExampleGroup_Expvar() {
	g := tracked.New(tracked.Options{})
	expvar.Publish("example_tasks", g.Expvar())
}

func ExampleGroup_WaitContext() {
	g := tracked.New(tracked.Options{})
	t := g.Start(context.Background(), "slow")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fmt.Println(g.WaitContext(ctx))
	t.Done()
	fmt.Println(g.WaitContext(context.Background()))
	// Output:
	// context canceled
	// <nil>
}

func ExampleGroup_Shutdown() {
	g := tracked.New(tracked.Options{})
	_ = g.Shutdown(context.Background())
	t := g.Go(context.Background(), "late", func(context.Context) error { return nil })
	fmt.Println(t.Err() == tracked.ErrShutdown, t.Info().State)
	// Output: true refused
}

func ExampleTask_Fail() {
	g := tracked.New(tracked.Options{})
	t := g.Start(context.Background(), "import")
	go func() {
		defer t.Done()
		t.Fail(io.ErrUnexpectedEOF)
	}()
	fmt.Println(errors.Is(g.Wait(), io.ErrUnexpectedEOF))
	// Output: true
}

func ExampleTask_Ended() {
	g := tracked.New(tracked.Options{})
	t := g.Go(context.Background(), "import", func(context.Context) error { return io.ErrUnexpectedEOF })
	<-t.Ended()
	fmt.Println(t.Err())
	// Output: unexpected EOF
}

func ExampleFromContext() {
	g := tracked.New(tracked.Options{})
	g.Go(context.Background(), "import", func(ctx context.Context) error {
		fmt.Println(tracked.FromContext(ctx))
		return nil
	})
	_ = g.Wait()
	// Output: import
}

func ExampleBeat() {
	g := tracked.New(tracked.Options{})
	g.GoWith(context.Background(), "pump", tracked.TaskOptions{Heartbeat: time.Minute}, func(ctx context.Context) error {
		for range 3 { // messages
			tracked.Beat(ctx)
		}
		return nil
	})
	fmt.Println(g.Wait())
	// Output: <nil>
}

func ExamplePanicError() {
	g := tracked.New(tracked.Options{Panics: tracked.PanicToError})
	g.Go(context.Background(), "buggy", func(context.Context) error { panic("boom") })
	var p *tracked.PanicError
	fmt.Println(errors.As(g.Wait(), &p), p.Task.Name, p.Value)
	// Output: true buggy boom
}

func ExampleTaskError() {
	g := tracked.New(tracked.Options{})
	g.Go(context.Background(), "import", func(context.Context) error { return io.ErrUnexpectedEOF })
	var e *tracked.TaskError
	fmt.Println(errors.As(g.Wait(), &e), e.Task.Name, e.Err)
	// Output: true import unexpected EOF
}

func ExampleLogEvents() {
	plain := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "site" || a.Key == "age" {
			return slog.Attr{}
		}
		return a
	}})
	g := tracked.New(tracked.Options{OnEvent: tracked.LogEvents(slog.New(plain))})
	g.Go(context.Background(), "import", func(context.Context) error { return io.ErrUnexpectedEOF })
	_ = g.Wait()
	// Output: level=WARN msg="task ended" task=import error="unexpected EOF"
}

func ExampleHooks() {
	var ended int
	g := tracked.New(tracked.Options{OnEvent: tracked.Hooks(
		tracked.LogEvents(slog.Default()),
		func(e tracked.Event) {
			if e.Kind == tracked.EventEnded {
				ended++
			}
		},
	)})
	g.Go(context.Background(), "import", func(context.Context) error { return nil })
	_ = g.Wait()
	fmt.Println(ended)
	// Output: 1
}

func ExampleState() {
	text, err := json.Marshal(tracked.Unhealthy)
	fmt.Println(string(text), err)
	// Output: "unhealthy" <nil>
}

func ExampleOptions_profile() {
	g := tracked.New(tracked.Options{Profile: true})
	t := g.Start(context.Background(), "poller")
	defer t.Done()
	var dump bytes.Buffer
	_ = pprof.Lookup("tracked").WriteTo(&dump, 1) // as /debug/pprof/tracked does
	fmt.Println(strings.Contains(dump.String(), "ExampleOptions_profile"))
	// Output: true
}
