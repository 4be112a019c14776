// Package pools uses helpers of all kinds.
package pools

import (
	"context"
	"log"

	"github.com/alitto/pond/v2"
	"github.com/oklog/run"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/pool"
	"github.com/sourcegraph/conc/stream"
	"github.com/thejerf/suture/v4"
	"gopkg.in/tomb.v2"
)

func more()       {}
func work() error { return nil }

// Conc waits for one.
func Conc() {
	wg := conc.NewWaitGroup()
	wg.Go(more)
	wg.Wait()
	var lost conc.WaitGroup
	lost.Go(more) // want "untracked/unwaited"
	var rec conc.WaitGroup
	rec.Go(more)
	if v := rec.WaitAndRecover(); v != nil {
		log.Print(v)
	}
}

// Pools waits for some.
func Pools(ctx context.Context) error {
	p := pool.New().WithMaxGoroutines(3)
	p.Go(more)
	p.Wait()
	q := pool.New().WithErrors()
	q.Go(work) // want "untracked/unwaited"
	r := pool.NewWithResults[int]()
	for range 3 {
		r.Go(func() int { return 1 })
	}
	_ = r.Wait()
	s := stream.New().WithMaxGoroutines(2)
	s.Go(func() stream.Callback { return more }) // want "untracked/unwaited"
	c := pool.New().WithContext(ctx)
	c.Go(func(context.Context) error { return nil })
	pool.New().Go(more) // want "untracked/unwaited"
	return c.Wait()
}

// Tombs waits by Wait or Dead.
func Tombs(b bool) error {
	var t tomb.Tomb
	t.Go(work)
	if b {
		<-t.Dead()
		return nil
	}
	return t.Wait()
}

// TombKilled does not wait.
func TombKilled() {
	var t tomb.Tomb
	t.Go(work) // want "untracked/unwaited"
	t.Kill(nil)
}

// Runs is served, or not: nothing runs then.
func Runs(b bool) error {
	var g run.Group
	g.Add(work, func(error) {})
	if b {
		return nil
	}
	return g.Run()
}

type service struct{}

// Serve serves.
func (service) Serve(ctx context.Context) error { return nil }

// Supervised is the same.
func Supervised(ctx context.Context) error {
	s := suture.NewSimple("x")
	s.Add(service{})
	return s.Serve(ctx)
}

// Ants may refuse.
func Ants() error {
	p, err := ants.NewPool(3)
	if err != nil {
		return err
	}
	defer p.Release()
	p.Submit(more)     // want "untracked/dropped-handle"
	_ = p.Submit(more) // want "untracked/dropped-handle"
	if err := p.Submit(more); err != nil {
		return err
	}
	ants.Submit(more) // want "untracked/dropped-handle"
	return ants.Submit(more)
}

// AntsLost never releases its pool.
func AntsLost() error {
	p, err := ants.NewPool(3)
	if err != nil {
		return err
	}
	return p.Submit(more) // want "untracked/unwaited"
}

// Pond waits for tasks, groups or the pool.
func Pond() error {
	p := pond.NewPool(3)
	defer p.StopAndWait()
	p.Submit(more)
	t := p.Submit(more)
	p.Go(more) // want "untracked/dropped-handle"
	if _, ok := p.TrySubmit(more); !ok {
		log.Print("refused")
	}
	p.TrySubmit(more)         // want "untracked/dropped-handle"
	u, _ := p.TrySubmit(more) // want "untracked/dropped-handle"
	_ = u
	g := p.NewGroup()
	g.Submit(more, more)
	if err := g.Wait(); err != nil {
		return err
	}
	return t.Wait()
}

// PondLost does not stop its pool.
func PondLost() {
	p := pond.NewPool(3)
	p.Submit(more) // want "untracked/unwaited"
}

// PondTask waits for the task alone.
func PondTask() error {
	p := pond.NewPool(3)
	t := p.Submit(more)
	return t.Wait()
}

// owner keeps them.
type owner struct {
	p  *pool.Pool
	t  tomb.Tomb
	a  *ants.Pool
	wg conc.WaitGroup
}

func (o *owner) start() error {
	o.p.Go(more)
	o.t.Go(work)
	o.wg.Go(more) // want "untracked/unwaited"
	return o.a.Submit(more)
}

func (o *owner) stop() error {
	o.p.Wait()
	o.a.Release()
	o.t.Kill(nil)
	return o.t.Wait()
}
