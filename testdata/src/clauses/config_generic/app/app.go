// Package app uses them.
package app

import (
	"time"

	"example.com/config_generic/task"
)

func one() int { return 1 }
func more()    {}

type app struct {
	p *task.Pool[int]
	q task.Pool[string]
	i task.Iface
	v task.Value
}

func (a *app) use(b bool) {
	a.p.Go(one)
	a.q.Go(func() string { return "" }) // want "untracked/unwaited"
	a.q.Wait()
	a.v.Run(more)
	a.i.Run(more) // want "untracked/unwaited"
	_ = task.Call(one)
	_ = task.Call[int](one)
	task.Old(one)              // want "untracked/raw-go detached"
	task.Old[int](one)         // want "untracked/raw-go detached"
	go task.Old(one)           // want "untracked/raw-go detached" "untracked/raw-go detached"
	task.Into(func(int) {}, 1) // want "untracked/dropped-handle"
	if task.Into(func(int) {}, 1) {
		more()
	}
	task.Every(time.Second, one) // want "untracked/dropped-handle detached"
	h := task.Every[int](time.Second, one)
	defer h.Stop()
	_, k := a.p.Later(one)
	k.Stop()
	n, _ := a.p.Later(one) // want "untracked/dropped-handle detached"
	_ = n
	t := task.Begin(1)
	go func() {
		defer t.End()
		more()
	}()
	u := task.Begin("x")
	go func(u *task.Handle[string]) {
		defer u.End()
	}(u)
	var p task.Pool[int]
	p.Go(one) // want "untracked/unwaited"
	if b {
		return
	}
	_ = p.Drain()
}

func (a *app) stop() { a.p.Drain() }
