// Package closures launches in and through closures.
package closures

import (
	"context"
	"sync"
)

func more() {}

// Immediately launches in a literal that is called at once.
func Immediately() {
	var wg sync.WaitGroup
	func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			more()
		}()
	}()
	wg.Wait()
}

// Deferred launches in a deferred function: nothing waits after.
func Deferred() {
	var wg sync.WaitGroup
	defer func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached"
			defer wg.Done()
			more()
		}()
	}()
	wg.Wait()
}

// DeferredBefore has the Wait deferred first, so it runs last.
func DeferredBefore() {
	var wg sync.WaitGroup
	defer wg.Wait()
	defer func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			more()
		}()
	}()
}

// Returned gives out the closure that launches.
func Returned() func() {
	var wg sync.WaitGroup
	return func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached"
			defer wg.Done()
			more()
		}()
	}
}

// InnerWaits waits in the same closure.
func InnerWaits() func() {
	return func() {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			more()
		}()
		wg.Wait()
	}
}

// Twice calls the closure in both branches.
func Twice(b bool) {
	var wg sync.WaitGroup
	launch := func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			more()
		}()
	}
	if b {
		launch()
	} else {
		launch()
	}
	wg.Wait()
}

// OnePath waits on one path of the closure's calls.
func OnePath(b bool) {
	var wg sync.WaitGroup
	launch := func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached"
			defer wg.Done()
			more()
		}()
	}
	launch()
	if b {
		return
	}
	wg.Wait()
}

// Never is never called: no path leads to the Wait.
func Never() {
	var wg sync.WaitGroup
	launch := func() {
		wg.Add(1)
		go func() { // want "untracked/raw-go detached"
			defer wg.Done()
			more()
		}()
	}
	_ = launch
	wg.Wait()
}

// Recursive walks a tree.
type node struct{ kids []*node }

// Walk launches recursively from a closure variable.
func Walk(root *node, visit func(*node)) {
	var wg sync.WaitGroup
	var walk func(n *node)
	walk = func(n *node) {
		defer wg.Done()
		visit(n)
		for _, k := range n.kids {
			wg.Add(1)
			go walk(k) // want "untracked/raw-go joined"
		}
	}
	wg.Add(1)
	go walk(root) // want "untracked/raw-go joined"
	wg.Wait()
}

// Nested: inner awaited by outer, outer by the function.
func Nested() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		var inner sync.WaitGroup
		inner.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer inner.Done()
			more()
		}()
		inner.Wait()
	}()
	wg.Wait()
}

// NestedLoose: the outer is awaited, the inner not.
func NestedLoose() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		go more() // want "untracked/raw-go detached"
	}()
	wg.Wait()
}

// NestedSame: the inner counts on the outer's group.
func NestedSame() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "untracked/raw-go joined"
		defer wg.Done()
		wg.Add(1)
		go func() { // want "untracked/raw-go joined"
			defer wg.Done()
			more()
		}()
	}()
	wg.Wait()
}

// Value launches the result of a call.
func Value(mk func() func()) {
	go mk()() // want "untracked/raw-go detached"
}

// FromChan launches what it receives.
func FromChan(c <-chan func()) {
	go (<-c)() // want "untracked/raw-go detached"
}

// MapOf launches an element.
func MapOf(m map[string]func(context.Context), ctx context.Context) {
	go m["x"](ctx) // want "untracked/raw-go bound"
	go m["y"](nil) // want "untracked/raw-go detached"
}

// Reassigned: the variable has two values, of which one listens.
func Reassigned(ctx context.Context, b bool) {
	f := func() { <-ctx.Done() }
	if b {
		f = func() { more() }
	}
	go f() // want "untracked/raw-go detached"
}

// Method values and expressions.
type t struct {
	wg   sync.WaitGroup
	stop chan struct{}
}

func (x *t) run()          { defer x.wg.Done(); more() }
func (x *t) loop()         { <-x.stop }
func (x t) value()         { more() }
func (x *t) wait()         { x.wg.Wait() }
func (x *t) close()        { close(x.stop) }
func (x *t) with(f func()) { f() }

// Methods launches them.
func Methods(x *t) {
	x.wg.Add(3)
	go x.run()     // want "untracked/raw-go joined"
	go (*t).run(x) // want "untracked/raw-go joined"
	f := x.run
	go f() // want "untracked/raw-go joined"
	g := (*t).loop
	go g(x)            // want "untracked/raw-go bound"
	go t.value(*x)     // want "untracked/raw-go detached"
	go x.with(x.loop)  // want "untracked/raw-go bound"
	go x.with(func() { // want "untracked/raw-go bound"
		<-x.stop
	})
	go x.with(more) // want "untracked/raw-go detached"
}

// Builtins launches builtins.
func Builtins(c chan int, m map[int]int, s []int) {
	go close(c)     // want "untracked/raw-go detached"
	go delete(m, 1) // want "untracked/raw-go detached"
	go println("x") // want "untracked/raw-go detached"
	go print("x")   // want "untracked/raw-go detached"
	go panic("x")   // want "untracked/raw-go detached"
	go clear(m)     // want "untracked/raw-go detached"
	go copy(s, s)   // want "untracked/raw-go detached"
	go recover()    // want "untracked/raw-go detached"
}

// BuiltinClose is awaited.
func BuiltinClose() {
	c := make(chan struct{})
	go close(c) // want "untracked/raw-go joined"
	<-c
}

var pkgVar = func() int {
	go more() // want "untracked/raw-go detached"
	return 1
}()

func init() {
	go more() // want "untracked/raw-go detached"
	done := make(chan struct{})
	go func() { // want "untracked/raw-go joined"
		defer close(done)
	}()
	<-done
}

// SelectCase launches in a case.
func SelectCase(c chan int) {
	select {
	case <-c:
		go more() // want "untracked/raw-go detached"
	default:
	}
	switch {
	case len(c) > 0:
		go more() // want "untracked/raw-go detached"
	}
L:
	for {
		go more() // want "untracked/raw-go detached"
		break L
	}
}

// Generic functions.
func run[T any](v T, f func(T)) { f(v) }

func drain[T any](c <-chan T) {
	for range c {
	}
}

// Generics launches them.
func Generics(c chan int) {
	go run(1, func(int) {})      // want "untracked/raw-go detached"
	go run[int](1, func(int) {}) // want "untracked/raw-go detached"
	go drain(c)                  // want "untracked/raw-go bound"
	go drain[int](c)             // want "untracked/raw-go bound"
	go func() { drain(c) }()     // want "untracked/raw-go bound"
}

// Once launches under a sync.Once.
func Once(o *sync.Once, ctx context.Context) {
	o.Do(func() {
		go more() // want "untracked/raw-go detached"
	})
	f := sync.OnceFunc(func() {
		go func() { <-ctx.Done() }() // want "untracked/raw-go bound"
	})
	f()
}
