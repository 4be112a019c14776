// Package letsgo launches what somebody else needs to happen, and names tasks by what they do.
package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"time"
)

type cache struct {
	evict func(string)
	conn  net.Conn
	found map[string]bool
}

func fetch(string) {}

// What ends something, and a callback that is kept, is run in any case.
func (c *cache) drop(ctx context.Context, key string) {
	go c.evict(key) // want `raw-go`
	go func() {     // want `raw-go`
		<-ctx.Done()
		c.conn.Close()
	}()
	go func() { // want `raw-go`
		c, err := net.Dial("tcp", key)
		if err != nil {
			return
		}
		defer c.Close()
		c.LocalAddr()
	}()
	go fetch(key) // want `raw-go`
}

// A sender waits for who receives, but not what only has an end.
func take(queue chan string, done chan struct{}) {
	go func() { // want `raw-go`
		for key := range queue {
			fetch(key)
		}
	}()
	go func() { // want `raw-go`
		<-done
		fetch("")
	}()
}

type command struct {
	Use string
	Run func(*io.PipeReader)
}

// A command says what it is called, and a constructor is no work.
var serve = command{
	Use: "serve [flags]",
	Run: func(r *io.PipeReader) {
		go func() { // want `raw-go`
			_ = bufio.NewScanner(r)
		}()
	},
}

// A parameter may give way to its argument.
func fill(list []int, put func(int)) {
	for i := range list {
		go func(at int) { // want `raw-go`
			list[at] = at
		}(i)
	}
	const big = 300
	go func(n int) { // want `raw-go`
		list[0] = int(uint8(n))
	}(big)
}

// What returns a part of the stack would return another one below a literal.
func frames(cut int) string {
	b := make([]byte, 100)
	return string(b[:runtime.Stack(b, false)])[cut:]
}

func traced() {
	if frames(4) == "" {
		fetch("")
	}
}

func traces() {
	go traced() // want `it asks who has called it.*raw-go`
	go func() { // want `raw-go`
		traced()
	}()
}

// Once it has come to its loop, it goes round for ever.
func ticking(on bool) {
	go func() { // want `it never ends.*raw-go`
		if !on {
			return
		}
		for range time.Tick(time.Second) {
			fetch("")
		}
	}()
}

// What net/http serves by itself nobody can stop.
func serving(addr string) {
	go http.ListenAndServe(addr, nil) // want `nothing can stop what http\.ListenAndServe serves.*raw-go`
	go func() {                       // want `nothing can stop what http\.ListenAndServe serves.*raw-go`
		if err := http.ListenAndServe(addr, nil); err != nil {
			fetch(err.Error())
		}
	}()
}

type mail struct{ confirm chan struct{} }

func (m *mail) sent() { m.confirm <- struct{}{} }

// A sender waits for each of these, or a writer, or the other end.
func drained(ctx context.Context, m *mail, r io.Reader, c net.Conn) {
	go func() { // want `raw-go`
		<-m.confirm
		fetch("sent")
	}()
	go io.Copy(io.Discard, r) // want `raw-go`
	go answer(c)              // want `raw-go`
	go func() {               // want `raw-go`
		<-ctx.Done()
		fetch("done")
	}()
}

func answer(c net.Conn) { fetch(c.LocalAddr().String()) }

func main() {}
