package told

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/cgi"
	"net/http/fcgi"
	"sync"
	"time"
)

type gauge struct {
	n    int
	quit chan struct{}
	subs sync.Map
	conn io.Closer
	log  *slog.Logger
}

// What comes last goes round for ever.
func (g *gauge) beats() {
	go func() { // want `it never ends, and a task should`
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		g.beat(ticker.C)
	}()
	go g.turns() // want `it never ends, and a task should`
}

func (g *gauge) beat(c <-chan time.Time) {
	for range c {
		g.n++
	}
}

func (g *gauge) turns() {
	for timer := time.NewTimer(1); true; <-timer.C {
		g.n++
	}
}

// This loop has an end.
func (g *gauge) beatsOnce() {
	go func() { // want `raw-go`
		g.beatUntil(time.Tick(time.Second))
	}()
}

func (g *gauge) beatUntil(c <-chan time.Time) {
	for range c {
		if g.n++; g.n > 3 {
			return
		}
	}
}

// Nobody has what it serves with.
func serves() {
	go fcgi.Serve(nil, new(cgi.Handler)) // want `raw-go`
}

// The context is for logs alone.
func (g *gauge) logged(ctx context.Context) {
	go g.logsAll(ctx) // want `raw-go`
	go g.waits(ctx)   // want `raw-go`
	go g.hands(ctx)   // want `raw-go`
}

func (g *gauge) logsAll(ctx context.Context) {
	g.log.InfoContext(ctx, "begins")
	g.logsOne(ctx, 1)
	<-g.quit
}

func (g *gauge) logsOne(ctx context.Context, n int) { slog.InfoContext(ctx, "one", "n", n) }

func (g *gauge) waits(ctx context.Context) {
	g.log.InfoContext(ctx, "begins")
	<-ctx.Done()
}

func (g *gauge) hands(ctx context.Context) {
	g.log.InfoContext(ctx, "begins")
	fmt.Println(ctx)
}

// Most of the time it waits.
func (g *gauge) closesLater() {
	go func() { // want `raw-go`
		<-g.quit
		g.conn.Close()
	}()
}

// What is passed on comes from somebody else.
func passes(in, out chan int) {
	go func() { // want `raw-go`
		defer close(out)
		for v := range in {
			out <- v
		}
	}()
}

// GoLater is a helper, for which the config is.
func GoLater(f func()) {
	go runLater(f) // want `it runs whatever GoLater is given, for which one name says nothing`
}

func runLater(f func()) {
	defer func() { _ = recover() }()
	f()
}

// A scrap of a sentence is no name.
func (g *gauge) scraps(n int) {
	// the rest of it
	go func() { // want `raw-go`
		g.beatUntil(nil)
		g.turns()
	}()
	// it has expired
	go func() { // want `raw-go`
		<-g.quit
	}()
}

// A keeper makes what it keeps by the context of a call, and goes on until it is closed.
type keeper struct{ closed chan struct{} }

func (k *keeper) fill(ctx context.Context) error { return ctx.Err() }

func (k *keeper) check() {
	for {
		select {
		case <-k.closed:
			return
		case <-time.After(time.Second):
			println("check")
		}
	}
}

// Close ends what Keep launches.
func (k *keeper) Close() { close(k.closed) }

// Keep launches with no context, for that of the call ends only the first part.
func Keep(ctx context.Context) *keeper {
	k := &keeper{closed: make(chan struct{})}
	go func() { // want `raw-go`
		_ = k.fill(ctx)
		k.check()
	}()
	return k
}
