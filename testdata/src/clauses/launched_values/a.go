// Package launchedvalues launches values of all types.
package launchedvalues

import (
	"context"
	"net/http"
	"sync"

	"example.com/launched_values/iface"
)

func more() {}

type (
	fn      func()
	ctxFn   func(context.Context)
	num     int
	set     map[string]fn
	Service struct {
		handlers []fn
		byName   set
		hook     fn
		inner    struct{ run fn }
	}
	runner interface {
		Run(ctx context.Context) error
	}
)

func (n num) Run()                        {}
func (f fn) Call()                        { f() }
func (s *Service) handler(i int) fn       { return s.handlers[i] }
func (s *Service) self() *Service         { return s }
func generic[T any, F ~func(T)](v T, f F) { f(v) }

// All launches them.
func (s *Service) All(ctx context.Context, r runner, q iface.Runner) {
	go s.handlers[0]()                                        // want "untracked/raw-go detached"
	go s.byName["x"]()                                        // want "untracked/raw-go detached"
	go s.hook()                                               // want "untracked/raw-go detached"
	go s.inner.run()                                          // want "untracked/raw-go detached"
	go s.handler(1)()                                         // want "untracked/raw-go detached"
	go s.self().self().hook()                                 // want "untracked/raw-go detached"
	go r.Run(ctx)                                             // want "untracked/raw-go bound"
	go r.Run(context.TODO())                                  // want "untracked/raw-go detached"
	go q.Run()                                                // want "untracked/raw-go detached"
	go iface.Hook()                                           // want "untracked/raw-go detached"
	go num(3).Run()                                           // want "untracked/raw-go detached"
	go num.Run(3)                                             // want "untracked/raw-go detached"
	go fn(more).Call()                                        // want "untracked/raw-go detached"
	go fn(more)()                                             // want "untracked/raw-go detached"
	go ctxFn(func(ctx context.Context) { <-ctx.Done() })(ctx) // want "untracked/raw-go bound"
	go func(fs ...func()) {                                   // want "untracked/raw-go detached"
		for _, f := range fs {
			f()
		}
	}(more, more)
	go generic(1, func(int) {})                 // want "untracked/raw-go detached"
	go generic[int, func(int)](1, func(int) {}) // want "untracked/raw-go detached"
	go http.ListenAndServe(":0", nil)           // want "untracked/raw-go detached"
	go new(sync.Mutex).Lock()                   // want "untracked/raw-go detached"
	go func() func() { return more }()()        // want "untracked/raw-go detached"
	go (func() {})()                            // want "untracked/raw-go detached"
	go (more)()                                 // want "untracked/raw-go detached"
	go func() { go func() { go more() }() }()   // want "untracked/raw-go detached" "untracked/raw-go detached" "untracked/raw-go detached"
	if f := s.hook; f != nil {
		go f() // want "untracked/raw-go detached"
	}
	for i := range 3 {
		go func(i int) {}(i) // want "untracked/raw-go detached"
	}
label:
	go more() // want "untracked/raw-go detached"
	if ctx.Err() != nil {
		goto label
	}
	{
		go more() // want "untracked/raw-go detached"
	}
	defer func() {
		go more() // want "untracked/raw-go detached"
	}()
	var x any = r
	switch v := x.(type) {
	case runner:
		go v.Run(ctx) // want "untracked/raw-go bound"
	case fn:
		go v() // want "untracked/raw-go detached"
	}
	_ = []func(){func() { go more() }} // want "untracked/raw-go detached"
	_ = func() (int, error) {
		go more() // want "untracked/raw-go detached"
		return 0, nil
	}
}

// method on an embedded type.
type outer struct {
	*Service
	once sync.Once
}

func (o *outer) start() {
	go o.hook() // want "untracked/raw-go detached"
	o.once.Do(func() {
		go o.run() // want "untracked/raw-go detached"
	})
	go o.once.Do(more) // want "untracked/raw-go detached"
}

func (o *outer) run() {}

// T is a generic type with a launching method.
type T[K comparable, V any] struct {
	m    map[K]V
	stop chan struct{}
	wg   sync.WaitGroup
}

// Start launches.
func (t *T[K, V]) Start(f func(K, V)) {
	t.wg.Add(1)
	go t.each(f)           // want "untracked/raw-go joined"
	go t.watch()           // want "untracked/raw-go bound"
	go (*T[K, V]).watch(t) // want "untracked/raw-go bound"
	g := t.watch
	go g() // want "untracked/raw-go bound"
}

func (t *T[K, V]) each(f func(K, V)) {
	defer t.wg.Done()
	for k, v := range t.m {
		f(k, v)
	}
}

func (t *T[K, V]) watch() {
	for {
		select {
		case <-t.stop:
			return
		default:
		}
	}
}

// Stop stops.
func (t *T[K, V]) Stop() {
	close(t.stop)
	t.wg.Wait()
}

// Iter launches in an iterator.
func Iter(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		done := make(chan struct{})
		go func() { // want "untracked/raw-go joined"
			defer close(done)
			more()
		}()
		for i := range n {
			if !yield(i) {
				break
			}
		}
		<-done
	}
}

// RangeFunc launches in the body of a range over a function.
func RangeFunc(n int) {
	var wg sync.WaitGroup
	for i := range Iter(n) {
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			_ = i
		}()
	}
	wg.Wait()
}

// RangeFuncReturn leaves out of it.
func RangeFuncReturn(n int) {
	var wg sync.WaitGroup
	for i := range Iter(n) {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached" "untracked/unwaited"
			defer wg.Done()
		}()
		if i > 3 {
			return
		}
	}
	wg.Wait()
}
