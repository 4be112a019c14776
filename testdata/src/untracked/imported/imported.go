// Package imported launches functions of another package.
package imported

import (
	"context"
	"sync"

	"example.com/untracked/otherpkg"
)

func start(ctx context.Context, quit chan int, run *otherpkg.Runner, s *server) {
	go otherpkg.Observes(ctx)                             // want `\(bound\)`
	go otherpkg.Observes(context.TODO())                  // want `\(detached\)`
	go otherpkg.Ignores(ctx)                              // want `\(detached\)`
	go otherpkg.Drains(quit)                              // want `\(bound\)`
	go otherpkg.Drains(make(chan int))                    // want `\(detached\)`
	go otherpkg.Drains(nil)                               // want `\(detached\)`
	go otherpkg.Until(ctx.Done())                         // want `\(bound\)`
	go otherpkg.Until(make(chan struct{}))                // want `\(detached\)`
	go func() { otherpkg.Until(ctx.Done()) }()            // want `\(bound\)`
	go otherpkg.Safely(func() { otherpkg.Observes(ctx) }) // want `\(bound\)`
	go otherpkg.Safely(func() { otherpkg.Ignores(ctx) })  // want `\(detached\)`
	go run.Loop()                                         // want `\(bound\)`
	go run.Ranges()                                       // want `\(bound\)`
	go run.Hidden()                                       // want `\(detached\)`
	go func() {                                           // want `\(bound\)`
		otherpkg.Drains(quit)
	}()
	go otherpkg.Finishes(&s.wg) // want `\(joined\)`
	go func() {                 // want `\(joined\)`
		otherpkg.Finishes(&s.wg)
	}()
}

type server struct{ wg sync.WaitGroup }

func (s *server) stop() { s.wg.Wait() }

func waits() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(joined\)`
		defer wg.Done()
	}()
	otherpkg.Safely(func() { wg.Wait() })
}

func mayWait(ok bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `\(detached\)`
		defer wg.Done()
	}()
	otherpkg.Maybe(func() { wg.Wait() }, ok)
}
