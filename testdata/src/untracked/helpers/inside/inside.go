// Package inside is in the scope of all helpers.
package inside

import (
	"context"
	"time"

	"example.com/untracked/helpers/task"
	"golang.org/x/sync/errgroup"
)

func f() {}

func approved(p *task.Pool[int], r *task.Runner, m map[string]int) {
	task.Go("name", f)
	task.Detach(f)
	p.Run(func(int) {})
	(*task.Pool[int]).Run(p, func(int) {})
	task.Map(m, func(string, int) {})
	task.Map[string, int](m, nil)
	r.Go(nil, func(context.Context) {})
	task.Go("inner", func() {
		go f() // want `raw-go`
	})
}

func runner(early bool) {
	r := task.NewRunner()
	r.Go(nil, func(context.Context) {}) // want `goroutine running a func literal is launched into r, which is neither waited for`
	if early {
		return
	}
	r.Wait()
}

func closed() {
	r := task.NewRunner()
	r.Go(nil, func(context.Context) {})
	r.Wait()
}

func asked(r *task.Runner) int {
	r.Offer(f)         // want `\(\*task\.Runner\)\.Offer may refuse to run f, and the error that says so is dropped`
	n, _ := r.Offer(f) // want `dropped-handle`
	m, err := r.Offer(f)
	if err != nil {
		return m
	}
	_, err = r.Offer(f)
	return n
}

func handles(r *task.Runner) {
	h := r.Begin()
	go func() {
		defer h.Release()
		f()
	}()
	g := task.Begin()
	go func(g *task.Handle) {
		defer g.Release()
	}(g)
	wrong := task.Begin()
	go func() { // want `raw-go`
		defer wrong.Done()
	}()
	late := task.Begin()
	go func() { // want `raw-go`
		f()
		late.Release()
	}()
	go work(task.Begin())
}

func work(h *task.Handle) {
	defer h.Release()
}

func launchers() func() {
	task.Every(time.Second, f)     // want `the handle of what task.Every launches is dropped`
	_ = task.Every(time.Second, f) // want `dropped-handle`
	task.Pair(f)                   // want `dropped-handle`
	n, _ := task.Pair(f)           // want `dropped-handle`
	_, h := task.Pair(f)
	h.Release()
	_ = n
	return task.Every(time.Second, f)
}

func denied(ctx context.Context, fn func() error) error {
	var g errgroup.Group
	g.Go(fn) // want `goroutine running fn is launched by \(\*golang.org/x/sync/errgroup.Group\).Go, which the config denies, .*\(joined\)`
	if err := g.Wait(); err != nil {
		return err
	}
	var h errgroup.Group
	h.Go(func() error { // want `\(bound\)`
		<-ctx.Done()
		return nil
	})
	h.Go(fn)    // want `\(detached\)`
	task.Old(f) // want `\(detached\)`
	return nil
}
