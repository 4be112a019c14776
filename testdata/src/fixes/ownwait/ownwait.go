// Package ownwait launches what waits for the tasks of the program, and would wait for itself as one of them.
package main

import (
	"context"
	"os/signal"
	"sync"
	"syscall"

	"github.com/tetherlint/tether/tracked"
)

func work(int) {}

// end is what the program ends by.
func end(ctx context.Context) error { return tracked.Default().Shutdown(ctx) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ended := make(chan struct{})
	go func() { // want `no safe fix: it may come to wait for all tasks, and so for itself`
		defer close(ended)
		<-ctx.Done()
		_ = tracked.Shutdown(context.Background())
	}()
	go waitAll(ended) // want `no safe fix: it may come to wait for all tasks`
	go tracked.Wait() // want `no safe fix: it may come to wait for all tasks`
	go func() {       // want `no safe fix: it may come to wait for all tasks`
		<-ended
		_ = end(ctx)
	}()
	var once sync.Once
	go once.Do(waitForAll) // want `no safe fix: it may come to wait for all tasks`
	go work(1)             // want `raw-go`
	run(&app{group: tracked.Default(), part: newPart()})
	launch(func() { _ = tracked.Wait() }, work)
	<-ended
}

func waitForAll() { _ = tracked.Wait() }

func waitAll(ended chan struct{}) {
	waitForAll()
	close(ended)
}

// An app has a group that may be any, and one of its own.
type app struct {
	group *tracked.Group
	part  *part
	rest  closer
}

type closer interface{ Close() error }

func (a *app) Close() error { return a.group.WaitContext(context.Background()) }
func (a *app) drain()       { _ = a.Close() }

// A part waits for tasks that are none of the default group.
type part struct {
	tasks *tracked.Group
	own   tracked.Group
	wg    sync.WaitGroup
}

func newPart() *part { return &part{tasks: tracked.New(tracked.Options{})} }

func (p *part) drain() {
	_ = p.tasks.Shutdown(context.Background())
	_ = p.own.Wait()
}

func run(a *app) {
	local := tracked.New(tracked.Options{})
	done := make(chan struct{})
	go a.drain()      // want `no safe fix: it may come to wait for all tasks`
	go a.rest.Close() // want `no safe fix: it may come to wait for all tasks`
	go a.part.drain() // want `raw-go`
	go func() {       // want `raw-go`
		_ = local.Wait()
		close(done)
	}()
	go a.part.wg.Wait() // want `raw-go`
	<-done
}

// What is given as a value may be what is called as one.
func launch(f func(), g func(int)) {
	go f()      // want `no safe fix: it may come to wait for all tasks`
	go func() { // want `no safe fix: it may come to wait for all tasks`
		f()
	}()
	go g(1) // want `raw-go`
	later := func() { _ = end(context.Background()) }
	go func() { // want `no safe fix: it may come to wait for all tasks`
		work(1)
		later()
	}()
	plain := func() { work(2) }
	go plain() // want `raw-go`
}
