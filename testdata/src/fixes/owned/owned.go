// Package owned has launches that become tracked.Go.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
)

type conn struct{ n int }

func (c *conn) serve(id int)   {}
func (c conn) show(string)     {}
func (c *conn) run() error     { return nil }
func (c *conn) two(...any) int { return 0 }

type server struct {
	conn
	ptr    *conn
	val    conn
	hook   func(int)
	runner interface{ run() error }
	mu     sync.Mutex
}

func (s *server) loop(ctx context.Context) {}

type flag bool

func work(...any)                                           {}
func flagged(f flag, n int64)                               {}
func next() int                                             { return 1 }
func both() (int, string)                                   { return 1, "" }
func takesBoth(n int, s string)                             {}
func mk(n int) func(int)                                    { return func(int) {} }
func fails(int) error                                       { return nil }
func results(int) (int, error)                              { return 0, nil }
func odd(int) (error, int)                                  { return nil, 0 }
func generic[T any](list ...T)                              {}
func named(ctx context.Context, n int) (int, string, error) { return 0, "", nil }

var hook = func() {}

// Start launches with what is in scope.
func (s *server) Start(ctx context.Context, list []int) {
	go s.loop(ctx)            // want `raw-go`
	go s.serve(len(list))     // want `raw-go`
	go s.ptr.serve(1)         // want `raw-go`
	go s.val.serve(1)         // want `raw-go`
	go s.val.show("x")        // want `raw-go`
	go s.show("x")            // want `raw-go`
	go s.hook(2)              // want `raw-go`
	go s.runner.run()         // want `raw-go`
	go s.run()                // want `raw-go`
	go (*server).loop(s, ctx) // want `raw-go`
	go conn.show(s.conn, "y") // want `raw-go`
	go hook()                 // want `raw-go`
	go func() {               // want `raw-go`
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(list) == 0 {
			return
		}
		func() {
			if list == nil {
				return
			}
		}()
	}()
	for i, v := range list {
		go work(i, v)    // want `raw-go`
		go func(v int) { // want `raw-go`
			work(i, v)
		}(v)
		go func(a, b int) { // want `raw-go`
			a++
			work(a, b)
		}(i, next())
	}
}

func operands(c conn, p *conn, list []any, ch chan int) {
	go fails(1)                                                         // want `raw-go`
	go results(next())                                                  // want `raw-go`
	go odd(3)                                                           // want `raw-go`
	go named(context.TODO(), 1)                                         // want `raw-go`
	go generic[int](1, 2)                                               // want `raw-go`
	go generic("a", fmt.Sprint("b"))                                    // want `raw-go`
	go takesBoth(both())                                                // want `raw-go`
	go mk(1)(next())                                                    // want `raw-go`
	go work(list...)                                                    // want `raw-go`
	go work(append(list, 1)...)                                         // want `raw-go`
	go c.show("x")                                                      // want `raw-go`
	go c.serve(1)                                                       // want `raw-go`
	go p.show("x")                                                      // want `raw-go`
	go p.serve(<-ch)                                                    // want `raw-go`
	go close(ch)                                                        // want `raw-go`
	go println(next(), "x")                                             // want `raw-go`
	go flagged(next() == 1, 1<<next())                                  // want `raw-go`
	go work(nil, &c, &p.n, os.Stdout, 1.5, struct{}{}, -c.n, func() {}) // want `raw-go`
	go work(func() {                                                    // want `raw-go`
		work(1)
	}, 2)
	go work( // want `raw-go`
		1,      // one
		next(), // two
		c,
	)
	go /* which */ work(next() /* next */) // want `raw-go`
	go fmt.Sprint("x")                     // want `raw-go`
	go fmt.Println("x")                    // want `raw-go`
	p = nil
}

func literals(n int) (m int, err error) {
	go func() {}()         // want `raw-go`
	go func() { return }() // want `raw-go`
	go func() { work() }() // want `raw-go`
	go func() {            // want `raw-go`
		// Nothing.
	}()
	go func() { // want `raw-go`
		for {
			work()
		}
	}()
	go func() { // want `raw-go`
	again:
		for {
			for {
				break again
			}
		}
	}()
	go func() { // want `raw-go`
		if n == 1 {
			goto end
		}
		work()
	end:
		work()
	}()
	go func() { // want `raw-go`
		if n == 3 {
			return
		}
		select {}
	}()
	go func() { // want `raw-go`
		if n == 3 {
			return
		}
		panic("x")
	}()
	go func() { // want `raw-go`
		defer func() { _ = recover() }()
		if n == 2 {
			return // early
		}
		work() // at the end
	}()
	go func() error { // want `raw-go`
		return errors.New("x")
	}()
	go func() (err error) { // want `raw-go`
		defer func() { err = nil }()
		return
	}()
	go func() int { return 1 }() // want `raw-go`
	go func() (int, error) {     // want `raw-go`
		return 1, nil
	}()
	go func(n int) error { // want `raw-go`
		n++
		return fails(n)
	}(n)
	go func(list ...int) { // want `raw-go`
		work(list)
	}(1, 2)
	go func(int) { work() }(next())    // want `raw-go`
	go func(f func()) { f() }(func() { // want `raw-go`
		go work() // want `raw-go`
	})
	go (func() {})() // want `raw-go`
	go work(m, err)  // want `raw-go`
	go func(m int) { // want `raw-go`
		work(m)
	}(m)
	go func() { // want `raw-go`
		go func() { // want `raw-go`
			go work(next()) // want `raw-go`
		}()
		return
	}()
	return 1, nil
}

var atPackageLevel = func() {
	go work()              // want `raw-go`
	go func() { work() }() // want `raw-go`
}

func jumps(n int) {
	if n == 0 {
		goto end
	}
	go work(next()) // want `raw-go`
	go work()       // want `raw-go`
label:
	go work(next()) // want `raw-go`
	if n == 1 {
		goto label
	}
end:
	go func(n int) { work(n) }(next()) // want `raw-go`
}

func lists(n int, c chan int) {
	switch n {
	case 1:
		go work(next()) // want `raw-go`
	case 2:
		go work(next()) // want `raw-go`
	}
	select {
	case v := <-c:
		go work(v) // want `raw-go`
	default:
		go work(<-c) // want `raw-go`
	}
	go work(1)      // want `raw-go`
	go work(next()) // want `raw-go`
}

func contexts(parent context.Context, n int) {
	go work() // want `raw-go`
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	go work() // want `raw-go`
	{
		var none context.Context
		ctx := "hidden"
		go work(ctx, none) // want `raw-go`
	}
	if inner := context.WithoutCancel(ctx); n > 0 {
		go work() // want `raw-go`
		_ = inner
	}
	go func() { // want `raw-go`
		ctx := context.Background()
		work(ctx)
	}()
}

func contexts2(_ context.Context) {
	go work() // want `raw-go`
}

func main() {}
