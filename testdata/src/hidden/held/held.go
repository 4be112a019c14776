// Package held: what a caller holds.
package held

import (
	"context"
	"io"
	"net"

	"example.com/hidden/dep/lib"
)

var kept any

func nothing() {
	lib.Fire()           // want `lib.Fire may start a goroutine that outlives the call and has no end of its own, in loops.Forever \(loops.go:12\), and nothing that the caller holds can end it: .* \(untracked/hidden-launch\)`
	_ = lib.FireErr()    // want `lib.FireErr may start`
	err := lib.FireErr() // want `lib.FireErr may start`
	kept = lib.Count()   // want `lib.Count may start`
	kept = err
	if lib.FireErr() != nil { // want `lib.FireErr may start`
		return
	}
	defer lib.Fire() // want `lib.Fire may start`
}

func results(addr string) (io.Reader, error) {
	kept = lib.NewPlain() // want `lib.NewPlain may start`
	kept = lib.NewEnded()
	e, err := lib.NewEndedErr(addr)
	if err != nil {
		return nil, err
	}
	kept = e
	_, err = lib.NewEndedErr(addr) // want `lib.NewEndedErr may start a goroutine that outlives the call and has no end of its own, in loops.Forever \(loops.go:12\), and nothing that the caller holds can end it`
	_ = lib.NewEnded()             // want `lib.NewEnded may start`
	lib.NewEnded()                 // want `lib.NewEnded may start`
	var _ = lib.NewEnded()         // want `lib.NewEnded may start`
	var f, g = lib.NewEnded(), 1
	kept = []any{f, g, lib.NewEnded()}
	keep(lib.NewEnded())
	_, _ = lib.NewEnded(), 1    // want `lib.NewEnded may start`
	return lib.NewReader(), err // want `lib.NewReader may start`
}

func keep(any) {}

func names() {
	kept = lib.NewStopped()
	kept = lib.NewShut()
	kept = lib.NewWaited()
	kept = lib.NewCanceled()
	kept = lib.NewDoner()
	kept = lib.NewQuitter()
	kept = lib.NewReleased()
	kept = lib.NewCloser()
	kept = lib.NewList()
}

func fields() {
	kept = lib.NewOuter()
	kept = lib.NewOuterPtr()
	kept = lib.NewHidden() // want `lib.NewHidden may start`
	kept = lib.NewEmbeds()
	kept = lib.NewPromotes()
	kept = lib.NewFuncs()
	kept = lib.NewCallbacks() // want `lib.NewCallbacks may start`
	kept = lib.NewSignal()
	kept = lib.NewOuter().Session
	kept = lib.NewOuter().N // want `lib.NewOuter may start`
}

func functions() {
	stop := lib.StopFunc()
	defer stop()
	defer lib.StopFunc()()
	lib.StopFunc()    // want `lib.StopFunc may start`
	n, _ := lib.Two() // want `lib.Two may start`
	_, end := lib.Two()
	kept = []any{n, end}
	for range lib.Ticks() {
		break
	}
	kept = lib.Ctx()
}

func parameters(ctx context.Context, l net.Listener) {
	lib.WithCtx(ctx, "")
	lib.WithStop(make(chan struct{}))
	lib.WithOptions(lib.Options{Ctx: ctx})
	lib.WithPtr(&lib.Options{Ctx: ctx})
	lib.WithNested(lib.Nested{})
	lib.WithPrivate(&lib.Private{}) // want `lib.WithPrivate may start`
	lib.WithMany(ctx.Done())
	lib.WithFunc(func() {}) // want `lib.WithFunc may start`
	lib.WithName("a")       // want `lib.WithName may start`
	lib.Serve(l)
}

func receivers(e *lib.Ended, p *lib.Plain, s lib.Starter) {
	e.Start()
	p.Start() // want `\(\*lib.Plain\).Start may start a goroutine .*, and nothing that the caller holds can end it`
	s.Start()
	q := p.Self() // want `\(\*lib.Plain\).Self may start`
	kept = q
	(&lib.Ended{}).Start() // want `\(\*lib.Ended\).Start may start`
	(*lib.Ended).Start(e)
	(*lib.Plain).Start(p)  // want `\(\*lib.Plain\).Start may start`
	lib.NewEnded().Start() // want `lib.NewEnded may start` `\(\*lib.Ended\).Start may start`
	_ = lib.NewEnded().Close()
	defer lib.NewEnded().Close()
	lib.NewPlain().Run() // want `lib.NewPlain may start`
}
