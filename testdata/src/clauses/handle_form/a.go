// Package handleform launches in the handle form.
package handleform

import (
	"context"

	"example.com/handle_form/stop"
	"github.com/tetherlint/tether/tracked"
)

func more() {}

type server struct {
	g *tracked.Group
	s *stop.Stopper
}

// Start uses the default group.
func Start(ctx context.Context) {
	t := tracked.Start(ctx, "a")
	go func() {
		defer t.Done()
		more()
	}()
	u := tracked.Start(ctx, "b")
	go func(u *tracked.Task) {
		more()
		defer u.Done()
	}(u)
	v := tracked.Start(ctx, "c")
	go run(v)
	w := tracked.Start(ctx, "d")
	go func() { // want "untracked/raw-go detached"
		more()
		w.Done()
	}()
	x := tracked.Start(ctx, "e")
	go func() { // want "untracked/raw-go detached"
		if x != nil {
			defer x.Done()
		}
		more()
	}()
	y := tracked.Start(ctx, "f")
	go func() { // want "untracked/raw-go detached"
		defer func() { y.Done() }()
		more()
	}()
	z := tracked.Start(ctx, "g")
	go func() { // want "untracked/raw-go bound"
		<-z.Context().Done()
	}()
	z.Done()
	go func() { // want "untracked/raw-go detached"
		t := tracked.Start(context.Background(), "h")
		defer t.Done()
		more()
	}()
}

func run(t *tracked.Task) {
	defer t.Done()
	more()
}

func (s *server) start(ctx context.Context) error {
	t := s.g.Start(ctx, "x")
	go s.loop(t) // want "untracked/unwaited"
	go s.loop(s.g.Start(ctx, "y"))
	ctx, h, err := s.s.GetHandle(ctx, "z")
	if err != nil {
		return err
	}
	go func() {
		defer h.Release()
		<-ctx.Done()
	}()
	k := s.s.TryHandle()
	go func() { // want "untracked/raw-go detached"
		defer k.Pause()
		more()
	}()
	go func() {
		defer k.Release()
		more()
	}()
	return nil
}

func (s *server) loop(t *tracked.Task) {
	defer t.Done()
	more()
}

// OutOfScope may not.
func OutOfScope() {
	t := stop.Begin()
	go func() { // want "untracked/raw-go detached"
		defer t.End()
		more()
	}()
}

// Local waits for a local group.
func Local(ctx context.Context) error {
	g := tracked.New(tracked.Options{})
	t := g.Start(ctx, "a")
	go func() {
		defer t.Done()
		more()
	}()
	return g.Wait()
}

// LocalLost does not.
func LocalLost(ctx context.Context) {
	g := tracked.New(tracked.Options{})
	t := g.Start(ctx, "a")
	go func() { // want "untracked/unwaited"
		defer t.Done()
		more()
	}()
}

// LocalGo loses a call form.
func LocalGo(ctx context.Context, bad bool) error {
	g := tracked.New(tracked.Options{})
	g.Go(ctx, "a", func(context.Context) error { return nil }) // want "untracked/unwaited"
	if bad {
		return nil
	}
	return g.Shutdown(ctx)
}

// KeepsTask waits for the task alone.
func KeepsTask(ctx context.Context) *tracked.Task {
	g := tracked.New(tracked.Options{})
	return g.Go(ctx, "a", func(context.Context) error { return nil })
}

// Paren has parentheses.
func Paren(ctx context.Context) {
	t := tracked.Start(ctx, "a")
	go (func() {
		defer (t).Done()
		more()
	})()
	var u = tracked.Start(ctx, "b")
	go func() {
		defer u.Done()
		defer func() { recover() }()
		more()
	}()
	f := func() {
		defer u.Done()
		more()
	}
	go f()
}

// ParamHandle has it from its caller.
func ParamHandle(t *tracked.Task) {
	go func() {
		defer t.Done()
		more()
	}()
}

// Fields keep the handle.
type keeps struct{ t *tracked.Task }

func (k *keeps) start(ctx context.Context) {
	k.t = tracked.Start(ctx, "a")
	go func() {
		defer k.t.Done()
		more()
	}()
	go k.run()
}

func (k *keeps) run() {
	defer k.t.Done()
	more()
}

// Literal with the handle's context.
func LitCtx(ctx context.Context) {
	t := tracked.Start(ctx, "a")
	go func(ctx context.Context) {
		defer t.Done()
		<-ctx.Done()
	}(t.Context())
}
