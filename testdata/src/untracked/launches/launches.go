// Package launches has launches in every place that Go allows.
package launches

import "sync"

func f()         {}
func g(int)      {}
func mk() func() { return f }

type T struct{ n int }

func (t *T) loop()  {}
func (t T) show()   {}
func (t *T) start() { go t.loop() } // want `goroutine running \(\*T\)\.loop bypasses the helpers and nothing in sight awaits or can stop it \(detached\): give it a context or a stop channel, launch it through errgroup, sync\.WaitGroup\.Go or tracked\.Go, and wait for that \(untracked/raw-go\)`

// At package level.
var started = func() bool {
	go f() // want `goroutine running f bypasses`
	return true
}()

func init() {
	go f() // want `goroutine running f bypasses`
}

func callees(c chan func(), list []func(), m map[string]*T) {
	go f()                    // want `goroutine running f bypasses`
	go (f)()                  // want `goroutine running f bypasses`
	go func() {}()            // want `goroutine running a func literal bypasses`
	go (func() {})()          // want `goroutine running a func literal bypasses`
	go mk()()                 // want `goroutine running the result of mk bypasses`
	go (<-c)()                // want `goroutine running a function value bypasses`
	go list[0]()              // want `goroutine running a function value bypasses`
	go m["a"].loop()          // want `goroutine running \(\*T\)\.loop bypasses`
	go (*T).loop(m["a"])      // want `goroutine running \(\*T\)\.loop bypasses`
	go T.show(T{})            // want `goroutine running T\.show bypasses`
	go T{}.show()             // want `goroutine running T\.show bypasses`
	go new(sync.Mutex).Lock() // want `goroutine running \(\*sync\.Mutex\)\.Lock bypasses`
}

func builtins(c chan int, m map[int]int, s []int) {
	go close(c)     // want `goroutine running close bypasses`
	go delete(m, 1) // want `goroutine running delete bypasses`
	go copy(s, s)   // want `goroutine running copy bypasses`
	go clear(m)     // want `goroutine running clear bypasses`
	go println("x") // want `goroutine running println bypasses`
	go panic("x")   // want `goroutine running panic bypasses`
	go recover()    // want `goroutine running recover bypasses`
}

func nested(c chan int) {
	defer func() {
		go f() // want `goroutine running f bypasses`
	}()
	select {
	case <-c:
		go f() // want `goroutine running f bypasses`
	default:
		go f() // want `goroutine running f bypasses`
	}
	go func() { // want `goroutine running a func literal bypasses`
		go func() { // want `goroutine running a func literal bypasses`
			go f() // want `goroutine running f bypasses`
		}()
	}()
	switch {
	case c != nil:
		go f() // want `goroutine running f bypasses`
	}
label:
	go g(1) // want `goroutine running g bypasses`
	if c == nil {
		goto label
	}
	var once sync.Once
	once.Do(func() {
		go f() // want `goroutine running f bypasses`
	})
	h := map[string]func(){"x": func() { go f() }} // want `goroutine running f bypasses`
	_ = h
}

func generic[A any](a A) {
	go func(A) {}(a) // want `goroutine running a func literal bypasses`
	go generic(a)    // want `goroutine running generic bypasses`
	go generic[A](a) // want `goroutine running generic bypasses`
	b := box[A]{v: a}
	go b.loop() // want `goroutine running \(\*box\)\.loop bypasses`
}

type box[A any] struct{ v A }

func (b *box[A]) loop() {}
