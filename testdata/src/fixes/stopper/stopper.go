// Package stopper has launches that become calls of a method.
package stopper

import (
	"context"

	"example.com/fixes/stop"
)

func work(...any) error { return nil }

func param(ctx context.Context, s *stop.Stopper) {
	go work(1)  // want `raw-go`
	go func() { // want `raw-go`
		if ctx.Err() != nil {
			return
		}
		_ = work()
	}()
	go func() error { // want `raw-go`
		return work()
	}()
}

func local() {
	s := new(stop.Stopper)
	defer s.Stop()
	go work(1) // want `raw-go`
}

func two(a, b *stop.Stopper) {
	go work(1) // want `no safe fix: several values are a stop.Stopper here`
}

func none() {
	go work(1) // want `no safe fix: no stop.Stopper is in scope`
}

type server struct {
	n       int
	stopper *stop.Stopper
}

func (s *server) start() {
	go work(s.n) // want `raw-go`
}

func (s *server) given(stopper *stop.Stopper) {
	go work(s.n) // want `raw-go`
}

func (s *server) hidden() {
	{
		s := 1
		go work(s) // want `no safe fix: no stop.Stopper is in scope`
	}
}

func unset(ok bool) {
	var s *stop.Stopper
	if ok {
		s = new(stop.Stopper)
		defer s.Stop()
	}
	go work(1) // want `no safe fix: no stop.Stopper is in scope`
}

// What comes to wait for the stopper would wait for itself.
type topic struct {
	tasks    stop.Stopper
	onDelete func(*topic)
}

func (t *topic) remove(all bool) {
	go t.close()     // want `no safe fix: it may come to wait for the Stopper that it would run in, and so for itself`
	go t.onDelete(t) // want `no safe fix: it may come to wait for the Stopper`
	go func() {      // want `no safe fix: it may come to wait for the Stopper`
		if all {
			t.close()
		}
	}()
}

func (t *topic) close() { t.tasks.Stop() }
