package stops

import (
	"context"
	"log/slog"
	"runtime/pprof"
	"runtime/trace"
	"sync"
)

func work() {}

// A context that is only given to labels, traces and logs ends nothing.
func labels(ctx context.Context) {
	go func() { // want `\(detached\)`
		pprof.Do(ctx, pprof.Labels("a", "b"), func(ctx context.Context) { work() })
	}()
	go func() { // want `\(detached\)`
		defer trace.StartRegion(ctx, "work").End()
		work()
	}()
	go func() { // want `\(detached\)`
		slog.InfoContext(ctx, "work")
		slog.Default().ErrorContext(ctx, "work")
		work()
	}()
	go func() { // want `\(detached\)`
		ctx, task := trace.NewTask(ctx, "work")
		defer task.End()
		trace.Log(ctx, "a", "b")
		pprof.SetGoroutineLabels(ctx)
	}()
	go pprof.Do(ctx, pprof.Labels(), func(context.Context) { work() }) // want `\(detached\)`
	go trace.WithRegion(ctx, "work", work)                             // want `\(detached\)`
}

// What they run may look at it.
func through(ctx context.Context) {
	go func() { // want `\(bound\)`
		pprof.Do(ctx, pprof.Labels(), func(ctx context.Context) { <-ctx.Done() })
	}()
	go pprof.Do(ctx, pprof.Labels(), func(ctx context.Context) { <-ctx.Done() }) // want `\(bound\)`
}

// What pprof.Do is given runs now: it waits, tells of its end, launches.
func joined(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // want `\(joined\)`
		defer wg.Done()
		work()
	}()
	go pprof.Do(ctx, pprof.Labels(), func(context.Context) { // want `\(joined\)`
		defer wg.Done()
		work()
	})
	pprof.Do(ctx, pprof.Labels(), func(context.Context) {
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer wg.Done()
			work()
		}()
	})
	pprof.Do(ctx, pprof.Labels(), func(context.Context) { wg.Wait() })
}

func run(f func()) { f() }

func joinedThroughHelper() {
	var wg sync.WaitGroup
	wg.Add(1)
	go run(func() { // want `\(joined\)`
		defer wg.Done()
		work()
	})
	run(func() { wg.Wait() })
}

func mayRun(f func(), ok bool) {
	if ok {
		f()
	}
}

func notAlways(ok bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer wg.Done()
		work()
	}()
	mayRun(func() { wg.Wait() }, ok)
}
