// Package launches has launches in every place that Go allows.
package launches

import "sync"

func f()         {}
func g(int)      {}
func mk() func() { return f }

type T struct{ n int }

func (t *T) loop()  {}
func (t T) show()   {}
func (t *T) start() { go t.loop() } // want `goroutine running \(\*T\)\.loop is not launched through a helper and nothing waits for it or can stop it \(detached\): launch it through errgroup, sync\.WaitGroup\.Go or tracked\.Go \(untracked/raw-go\)`

// At package level.
var started = func() bool {
	go f() // want `goroutine running f is not`
	return true
}()

func init() {
	go f() // want `goroutine running f is not`
}

func callees(c chan func(), list []func(), m map[string]*T) {
	go f()                    // want `goroutine running f is not`
	go (f)()                  // want `goroutine running f is not`
	go func() {}()            // want `goroutine running func literal is not`
	go (func() {})()          // want `goroutine running func literal is not`
	go mk()()                 // want `goroutine running the result of mk is not`
	go (<-c)()                // want `goroutine running a function value is not`
	go list[0]()              // want `goroutine running a function value is not`
	go m["a"].loop()          // want `goroutine running \(\*T\)\.loop is not`
	go (*T).loop(m["a"])      // want `goroutine running \(\*T\)\.loop is not`
	go T.show(T{})            // want `goroutine running T\.show is not`
	go T{}.show()             // want `goroutine running T\.show is not`
	go new(sync.Mutex).Lock() // want `goroutine running \(\*sync\.Mutex\)\.Lock is not`
}

func builtins(c chan int, m map[int]int, s []int) {
	go close(c)     // want `goroutine running close is not`
	go delete(m, 1) // want `goroutine running delete is not`
	go copy(s, s)   // want `goroutine running copy is not`
	go clear(m)     // want `goroutine running clear is not`
	go println("x") // want `goroutine running println is not`
	go panic("x")   // want `goroutine running panic is not`
	go recover()    // want `goroutine running recover is not`
}

func nested(c chan int) {
	defer func() {
		go f() // want `goroutine running f is not`
	}()
	select {
	case <-c:
		go f() // want `goroutine running f is not`
	default:
		go f() // want `goroutine running f is not`
	}
	go func() { // want `goroutine running func literal is not`
		go func() { // want `goroutine running func literal is not`
			go f() // want `goroutine running f is not`
		}()
	}()
	switch {
	case c != nil:
		go f() // want `goroutine running f is not`
	}
label:
	go g(1) // want `goroutine running g is not`
	if c == nil {
		goto label
	}
	var once sync.Once
	once.Do(func() {
		go f() // want `goroutine running f is not`
	})
	h := map[string]func(){"x": func() { go f() }} // want `goroutine running f is not`
	_ = h
}

func generic[A any](a A) {
	go func(A) {}(a) // want `goroutine running func literal is not`
	go generic(a)    // want `goroutine running generic is not`
	go generic[A](a) // want `goroutine running generic is not`
	b := box[A]{v: a}
	go b.loop() // want `goroutine running \(\*box\)\.loop is not`
}

type box[A any] struct{ v A }

func (b *box[A]) loop() {}
