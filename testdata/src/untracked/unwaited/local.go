// Package unwaited launches into groups for which nobody waits.
package unwaited

import (
	"context"
	"os"
	"sync"

	"github.com/sourcegraph/conc/pool"
	"github.com/tetherlint/tether/tracked"
	"golang.org/x/sync/errgroup"

	"example.com/untracked/unwaited/batch"
)

func f()       {}
func e() error { return nil }

func never() {
	var wg sync.WaitGroup
	wg.Go(f) // want `goroutine running f is launched into wg, which is neither waited for nor handed over when never returns at line 23: call wg.Wait\(\) on every path, or give wg to who will \(untracked/unwaited\)`
	wg.Go(f)
}

func nameless() {
	new(errgroup.Group).Go(e) // want `which nobody can wait for`
	pool.New().Go(f)          // want `unwaited`
}

func early(n int) error {
	g := pool.New().WithMaxGoroutines(4)
	for range n {
		g.Go(f) // want `when early returns at line 36`
	}
	if n == 0 {
		return os.ErrInvalid
	}
	g.Wait()
	return nil
}

func task(ctx context.Context) error {
	g := tracked.New()
	g.Go(ctx, "one", func(context.Context) error { return nil }) // want `unwaited`
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return g.Shutdown(ctx)
}

func handle(ctx context.Context) {
	g := tracked.New()
	t := g.Start(ctx, "handle")
	go func() { // want `goroutine running a func literal is launched into g, which`
		defer t.Done()
		f()
	}()
}

func nested() {
	var g errgroup.Group
	g.Go(func() error { // want `unwaited`
		g.Go(e)
		return nil
	})
}

func nestedWaited() error {
	var g errgroup.Group
	g.Go(func() error {
		g.Go(e)
		return nil
	})
	return g.Wait()
}

func closure(n int) {
	var wg sync.WaitGroup
	launch := func() { wg.Go(f) } // want `unwaited`
	for range n {
		launch()
	}
}

func closureWaited(n int) {
	var wg sync.WaitGroup
	defer wg.Wait()
	launch := func() { wg.Go(f) }
	for range n {
		launch()
	}
}

func each(fn func(int)) { fn(1) }

func given() {
	var wg sync.WaitGroup
	each(func(int) {
		wg.Go(f) // want `unwaited`
	})
}

func givenWaited() {
	var wg sync.WaitGroup
	each(func(int) { wg.Go(f) })
	wg.Wait()
}

func inside(c chan int) {
	var wg sync.WaitGroup
	go func() { // want `raw-go`
		for range c {
			wg.Go(f)
		}
		wg.Wait()
	}()
}

func insideNot(c chan int) {
	var wg sync.WaitGroup
	go func() { // want `raw-go`
		for range c {
			wg.Go(f) // want `unwaited`
		}
	}()
}

func again(n int) {
	for range n {
		var wg sync.WaitGroup
		wg.Go(f) // want `unwaited`
		if n == 3 {
			continue
		}
		wg.Wait()
	}
}

func made(n int) error {
	for range n {
		g, _ := errgroup.WithContext(context.Background())
		g.Go(e) // want `unwaited`
		if n == 3 {
			continue
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

func over(n int) {
	g := &errgroup.Group{}
	for range n {
		g = &errgroup.Group{}
		g.Go(e) // want `unwaited`
	}
	_ = g.Wait()
}

func refused(g2 *errgroup.Group) error {
	var g errgroup.Group
	if !g.TryGo(e) {
		return os.ErrInvalid
	}
	return g.Wait()
}

// Waited for, or handed over.

func returned() *errgroup.Group {
	g := new(errgroup.Group)
	g.Go(e)
	return g
}

func elsewhere() error {
	var g errgroup.Group
	g.Go(e)
	return batch.Finish(&g)
}

func filled() {
	var g errgroup.Group
	g.Go(e) // want `unwaited`
	batch.Fill(&g)
}

func kept() {
	var g errgroup.Group
	g.Go(e)
	batch.Keep(&g)
}

func sent(c chan *errgroup.Group) {
	g := new(errgroup.Group)
	g.Go(e)
	c <- g
}

func stop() (wait func()) {
	var wg sync.WaitGroup
	wg.Go(f)
	return wg.Wait
}

func drained(results chan int) {
	var wg sync.WaitGroup
	wg.Go(func() { results <- 1 })
	go func() { // want `raw-go`
		wg.Wait()
		close(results)
	}()
	for range results {
	}
}

func waiterFirst(c chan int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `raw-go`
		wg.Wait()
		close(c)
	}()
	wg.Go(f)
	wg.Done()
}

func waiterMaybe(c chan int, wait bool) {
	var wg sync.WaitGroup
	if wait {
		go wg.Wait() // want `raw-go`
	}
	wg.Go(f) // want `unwaited`
}

func sentFirst(c chan *errgroup.Group) {
	g := new(errgroup.Group)
	c <- g
	g.Go(e)
}

func inMap(m map[string]*errgroup.Group) {
	g := new(errgroup.Group)
	m["g"] = g
	g.Go(e)
}

func waitedBefore() {
	var wg sync.WaitGroup
	wg.Go(f)
	wg.Wait()
	wg.Go(f) // want `unwaited`
}

func branches(a bool) error {
	var g *errgroup.Group
	if a {
		g = new(errgroup.Group)
	} else {
		g, _ = errgroup.WithContext(context.Background())
	}
	g.Go(e)
	return g.Wait()
}

func bound() {
	var wg sync.WaitGroup
	wait := wg.Wait
	defer wait()
	wg.Go(f)
}

func owned(g *errgroup.Group, m map[string]*errgroup.Group, wg *sync.WaitGroup) {
	g.Go(e)
	m["a"].Go(e)
	wg.Go(f)
}

func endless() {
	var wg sync.WaitGroup
	wg.Go(f)
	select {}
}

func exits() {
	var wg sync.WaitGroup
	wg.Go(f)
	os.Exit(1)
}

func mixed() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `raw-go`
		defer wg.Done()
	}()
	wg.Go(f)
	wg.Wait()
}

func look(wg *sync.WaitGroup) { wg.Go(f) }

func looked() {
	var wg sync.WaitGroup
	wg.Go(f) // want `unwaited`
	look(&wg)
}

// What a range has run over is not empty.
func inhabited(tasks map[string]func(), done chan<- int) {
	var wg sync.WaitGroup
	for _, task := range tasks {
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer wg.Done()
			task()
		}()
	}
	if len(tasks) > 0 {
		wg.Wait()
	}
	var others sync.WaitGroup
	for _, task := range tasks {
		others.Add(1)
		go func() { // want `\(joined\)`
			defer others.Done()
			task()
		}()
	}
	if len(tasks) == 0 {
		return
	}
	others.Wait()
}

func emptied(tasks, rest []func()) {
	var wg sync.WaitGroup
	for _, task := range tasks {
		wg.Add(1)
		go func() { // want `\(detached\)`  `launched into wg, which is neither waited for nor handed over when emptied returns.*\(untracked/unwaited\)`
			defer wg.Done()
			task()
		}()
	}
	if len(rest) > 0 {
		wg.Wait()
	}
}

func deferredLaunch() {
	var g errgroup.Group
	defer g.Go(e) // want `unwaited`
}
