// Package bench compares what a launch costs: raw, with the groups that people
// use, and with tracked. It is a module of its own so that tracked depends on
// none of them.
//
//	go test -bench . -count 10 | benchstat -col /how -
package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/sourcegraph/conc"
	"github.com/tetherlint/tether/tracked"
	"golang.org/x/sync/errgroup"
)

// A group launches, and waits for what it launched.
type group struct {
	launch func()
	wait   func()
}

var ways = []struct {
	name string
	make func() group
}{
	{"raw", func() group {
		var wg sync.WaitGroup
		return group{func() {
			wg.Add(1)
			go func() { defer wg.Done() }()
		}, wg.Wait}
	}},
	{"waitgroup", func() group {
		var wg sync.WaitGroup
		return group{func() { wg.Go(func() {}) }, wg.Wait}
	}},
	{"errgroup", func() group {
		g, _ := errgroup.WithContext(context.Background())
		return group{func() { g.Go(func() error { return nil }) }, func() { _ = g.Wait() }}
	}},
	{"conc", func() group {
		var wg conc.WaitGroup
		return group{func() { wg.Go(func() {}) }, wg.Wait}
	}},
	{"tracked", func() group {
		g := tracked.New(tracked.Options{})
		return group{func() { g.Go(context.Background(), "task", nop) }, func() { _ = g.Wait() }}
	}},
	{"handle", func() group {
		g := tracked.New(tracked.Options{})
		return group{func() {
			t := g.Start(context.Background(), "task")
			go func() { defer t.Done() }()
		}, func() { _ = g.Wait() }}
	}},
}

func nop(context.Context) error { return nil }

// BenchmarkLaunch launches empty functions from one, two and many goroutines
// into one group, and waits for each hundred.
func BenchmarkLaunch(b *testing.B) {
	for _, from := range []int{1, 2, 64} {
		for _, way := range ways {
			b.Run(fmt.Sprintf("from=%d/how=%s", from, way.name), func(b *testing.B) {
				b.ReportAllocs()
				launchFrom(b, from, way.make())
			})
		}
	}
}

// batch is how many launches there are between two waits.
const batch = 128

func launchFrom(b *testing.B, goroutines int, g group) {
	began := processorTime()
	defer func() {
		b.ReportMetric(float64(processorTime()-began)/float64(b.N), "cpu-ns/op")
	}()
	launchBatches(b.N, goroutines, g)
}

func launchBatches(n, goroutines int, g group) {
	for done := 0; done < n; done += batch {
		var launchers sync.WaitGroup
		for range goroutines - 1 {
			launchers.Go(func() { launchN(g, batch/goroutines) })
		}
		launchN(g, batch/goroutines)
		launchers.Wait()
		g.wait()
	}
}

// BenchmarkRatio is what the comparison is about: the processor time of each way
// by that of raw launches, batch beside batch, and of that the median, so that
// what else runs on the machine counts little.
func BenchmarkRatio(b *testing.B) {
	const launches, rounds = 4096, 301
	for _, from := range []int{1, 2, 64} {
		for _, way := range ways[1:] {
			b.Run(fmt.Sprintf("from=%d/how=%s", from, way.name), func(b *testing.B) {
				raw, other := ways[0].make(), way.make()
				cost := func(g group) float64 {
					began := processorTime()
					launchBatches(launches, from, g)
					return float64(processorTime() - began)
				}
				for b.Loop() {
					var ratios []float64
					for range rounds {
						base := cost(raw)
						ratios = append(ratios, cost(other)/base)
					}
					slices.Sort(ratios)
					b.ReportMetric(ratios[rounds/2], "of-raw")
				}
			})
		}
	}
}

// processorTime is what the process has used of it: unlike the time on the wall,
// it says little of what else the machine does.
func processorTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func launchN(g group, n int) {
	for range n {
		g.launch()
	}
}

// BenchmarkAsksContext launches functions that look whether they are cancelled,
// with a context that can be.
func BenchmarkAsksContext(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	asks := func(ctx context.Context) error {
		select {
		case <-ctx.Done():
		default:
		}
		return nil
	}
	b.Run("how=errgroup", func(b *testing.B) {
		b.ReportAllocs()
		g, ctx := errgroup.WithContext(ctx)
		launchFrom(b, 1, group{func() { g.Go(func() error { return asks(ctx) }) }, func() { _ = g.Wait() }})
	})
	b.Run("how=tracked", func(b *testing.B) {
		b.ReportAllocs()
		g := tracked.New(tracked.Options{})
		launchFrom(b, 1, group{func() { g.Go(ctx, "task", asks) }, func() { _ = g.Wait() }})
	})
}

// BenchmarkLive reports what 100,000 live tasks cost in memory beyond their
// goroutines, and how long it takes to list them.
func BenchmarkLive(b *testing.B) {
	const tasks = 100_000
	launchRaw := func(release chan struct{}) func() {
		var wg sync.WaitGroup
		for range tasks {
			wg.Add(1)
			go func() { defer wg.Done(); <-release }()
		}
		return wg.Wait
	}
	measure(launchRaw, nil) // the runtime keeps what it needs for the goroutines
	for b.Loop() {
		raw := measure(launchRaw, nil)
		var list time.Duration
		g := tracked.New(tracked.Options{})
		owned := measure(func(release chan struct{}) func() {
			for range tasks {
				g.Go(context.Background(), "", func(context.Context) error { <-release; return nil })
			}
			return func() { _ = g.Wait() }
		}, func() {
			began := time.Now()
			n := 0
			for range g.Tasks() {
				n++
			}
			list = time.Since(began)
			if n != tasks {
				b.Fatalf("%d tasks are listed, want %d", n, tasks)
			}
		})
		b.ReportMetric(float64(owned-raw)/tasks, "B/task")
		b.ReportMetric(float64(list.Microseconds())/1000, "list-ms")
	}
}

// measure returns how much the heap grows, stacks apart.
func measure(launch func(release chan struct{}) (wait func()), while func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	release := make(chan struct{})
	wait := launch(release)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if while != nil {
		while()
	}
	close(release)
	wait()
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}
