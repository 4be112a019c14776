// Package unwaitedlocal makes groups in functions, and waits for them or forgets to.
package unwaitedlocal

import (
	"context"
	"errors"
	"log"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func work() error { return nil }
func more()       {}

// NoName has no name.
func NoName() {
	new(errgroup.Group).Go(work) // want "untracked/unwaited"
	(&errgroup.Group{}).Go(work) // want "untracked/unwaited"
}

// Named error.
func Named() (err error) {
	var g errgroup.Group
	defer func() { err = g.Wait() }()
	g.Go(work)
	return nil
}

// NamedJoin joins errors.
func NamedJoin() (err error) {
	var g errgroup.Group
	defer func() { err = errors.Join(err, g.Wait()) }()
	g.Go(work)
	return nil
}

// Exit ends the process.
func Exit(b bool) error {
	var g errgroup.Group
	g.Go(work)
	if b {
		os.Exit(1)
	}
	return g.Wait()
}

// Panics on a path.
func Panics(b bool) error {
	var g errgroup.Group
	g.Go(work)
	if b {
		panic("b")
	}
	return g.Wait()
}

// Forever never returns.
func Forever(l net.Listener) {
	var wg sync.WaitGroup
	for {
		if _, err := l.Accept(); err != nil {
			continue
		}
		wg.Go(more)
	}
}

// AcceptReturn returns when the listener is closed.
func AcceptReturn(l net.Listener) error {
	var wg sync.WaitGroup
	for {
		if _, err := l.Accept(); err != nil {
			return err
		}
		wg.Go(more) // want "untracked/unwaited"
	}
}

// AcceptWait waits then.
func AcceptWait(l net.Listener) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		if _, err := l.Accept(); err != nil {
			return err
		}
		wg.Go(more)
	}
}

// Alias waits by another name.
func Alias() error {
	g := new(errgroup.Group)
	h := g
	g.Go(work)
	return h.Wait()
}

// AliasLaunch launches by another name, and nobody waits.
func AliasLaunch() {
	g := new(errgroup.Group)
	h := g
	h.Go(work) // want "untracked/unwaited"
}

// GoWaits hands it to a goroutine that waits.
func GoWaits() <-chan error {
	var g errgroup.Group
	g.Go(work)
	c := make(chan error, 1)
	go func() { c <- g.Wait() }() // want "untracked/raw-go detached"
	return c
}

// GoLaunches hands it to a goroutine that launches only.
func GoLaunches() {
	var g errgroup.Group
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
		g.Go(work) // want "untracked/unwaited"
	}()
	<-done
}

// Captured launches in a closure that is called, and waits after.
func Captured(n int) error {
	var g errgroup.Group
	launch := func() { g.Go(work) }
	for range n {
		launch()
	}
	return g.Wait()
}

// CapturedLost does not wait.
func CapturedLost(n int) {
	var g errgroup.Group
	launch := func() { g.Go(work) } // want "untracked/unwaited"
	for range n {
		launch()
	}
}

// CapturedReturned hands the closure out, which launches only: who gets it cannot wait.
func CapturedReturned() func() {
	var g errgroup.Group
	return func() { g.Go(work) }
}

// Nested launches into the group in a member of the group.
func Nested() error {
	var g errgroup.Group
	g.Go(func() error {
		g.Go(work)
		return nil
	})
	return g.Wait()
}

// TryOnly has no obligation where it is refused.
func TryOnly() error {
	var g errgroup.Group
	if !g.TryGo(work) {
		return errors.New("refused")
	}
	return g.Wait()
}

// TryLost forgets it where it was not.
func TryLost() bool {
	var g errgroup.Group
	return g.TryGo(work) // want "untracked/unwaited"
}

// Slice keeps groups in a slice that it drains.
func Slice(n int) {
	var gs []*errgroup.Group
	for range n {
		g := new(errgroup.Group)
		g.Go(work)
		gs = append(gs, g)
	}
	for _, g := range gs {
		_ = g.Wait()
	}
}

// Array of groups: elements are not followed.
func Array() {
	var gs [3]errgroup.Group
	gs[0].Go(work)
}

// Struct literal that is returned.
type owner struct{ G *errgroup.Group }

// Struct returns it in an exported field.
func Struct() *owner {
	g := new(errgroup.Group)
	g.Go(work)
	return &owner{G: g}
}

// InStruct waits on a local struct's field.
func InStruct() error {
	o := &owner{G: new(errgroup.Group)}
	o.G.Go(work)
	return o.G.Wait()
}

// Timeout waits in a goroutine, under a timeout.
func Timeout(d time.Duration) {
	var wg sync.WaitGroup
	wg.Go(more)
	done := make(chan struct{})
	go func() { // want "untracked/raw-go detached"
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(d):
	}
}

// Switch has a case that forgets.
func Switch(n int) {
	var wg sync.WaitGroup
	wg.Go(more) // want "untracked/unwaited"
	switch n {
	case 1:
		wg.Wait()
	case 2:
		log.Print("two")
	default:
		wg.Wait()
	}
}

// Flag is followed.
func Flag(n int) {
	var wg sync.WaitGroup
	launched := false
	if n > 0 {
		wg.Go(more)
		launched = true
	}
	if launched {
		wg.Wait()
	}
}

// Labelled leaves out of the middle.
func Labelled(xs [][]int) error {
	var g errgroup.Group
outer:
	for _, row := range xs {
		for _, x := range row {
			if x < 0 {
				break outer
			}
			if x == 0 {
				continue outer
			}
			g.Go(work)
		}
	}
	return g.Wait()
}

// Param is the caller's.
func Param(g *errgroup.Group, b bool) error {
	g.Go(work)
	if b {
		return nil
	}
	return g.Wait()
}

// FromFunc gets it from a function of unknown origin.
func FromFunc(get func() *errgroup.Group) {
	g := get()
	g.Go(work)
}

// Ctx uses WithContext and leaves on cancellation.
func Ctx(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(work) // want "untracked/unwaited"
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return g.Wait()
}

// CtxDone waits for the context of the group only.
func CtxDone(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(work) // want "untracked/unwaited"
	<-ctx.Done()
	return context.Cause(ctx)
}

// Reused waits, and launches again.
func Reused() error {
	var g errgroup.Group
	g.Go(work)
	if err := g.Wait(); err != nil {
		return err
	}
	g.Go(work) // want "untracked/unwaited"
	return nil
}

// InGoroutine owns its group in a goroutine.
func InGoroutine() {
	go func() { // want "untracked/raw-go detached"
		var wg sync.WaitGroup
		wg.Go(more)
		wg.Wait()
	}()
	go func() { // want "untracked/raw-go detached"
		var wg sync.WaitGroup
		wg.Go(more) // want "untracked/unwaited"
	}()
}

// Deferred launches in a defer, after the Wait.
func Deferred() {
	var wg sync.WaitGroup
	defer func() { wg.Go(more) }() // want "untracked/unwaited"
	wg.Wait()
}

// WaitIf hands it to a callee that waits on one path: it is believed.
func WaitIf(b bool) {
	var wg sync.WaitGroup
	wg.Go(more)
	waitIf(&wg, b)
}

func waitIf(wg *sync.WaitGroup, b bool) {
	if b {
		wg.Wait()
	}
}

// Sent in a struct through a channel.
func Sent(c chan owner) {
	g := new(errgroup.Group)
	g.Go(work)
	c <- owner{g}
}

// Stored in a package variable.
var current *errgroup.Group

// Store does so; Join waits.
func Store() {
	g := new(errgroup.Group)
	g.Go(work)
	current = g
}

// Join waits.
func Join() error { return current.Wait() }

// NilCheck waits where there is one.
func NilCheck(b bool) error {
	var g *errgroup.Group
	if b {
		g = new(errgroup.Group)
		g.Go(work)
	}
	if g != nil {
		return g.Wait()
	}
	return nil
}
