// Command timerkept: a timer that nobody keeps goes into its owner, which stops it.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// want: closed bool timer *time.Timer }
type cache struct {
	mu      sync.Mutex
	entries map[string]int
	closed  bool
}

// want: c.timer = time.AfterFunc(time.Hour, c.expire) return c
func newCache(name string) *cache {
	c := &cache{entries: map[string]int{name: 1}}
	time.AfterFunc(time.Hour, c.expire) // fix: yes
	return c
}

// By then there is nothing to be cleared.
func (c *cache) expire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
}

func (c *cache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.entries)
}

// want: func (c *cache) Close() error { if c.timer != nil { c.timer.Stop() } c.mu.Lock()
func (c *cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Println("closed", len(c.entries), c.closed)
	c.entries = nil
	c.closed = true
	return nil
}

// What it closes is closed by then; what it counts nobody asks.
type idle struct {
	f     *os.File
	turns int
}

// want: i.timer = time.AfterFunc(time.Hour, func() { i.end() }) return i
func newIdle(f *os.File) *idle {
	i := &idle{f: f}
	time.AfterFunc(time.Hour, func() { i.end() }) // fix: yes
	return i
}

func (i *idle) end() {
	i.turns++
	i.f.Close()
}

func (i *idle) Stop() {
	fmt.Println("idle", i.f.Close())
}

// Nothing stops it.
type open struct{ name string }

func newOpen(name string) *open {
	o := &open{name}
	time.AfterFunc(time.Hour, func() { fmt.Println(o.name) }) // fix: no
	return o
}

// What the timer runs stops its owner.
type short struct {
	name string
}

func newShort(name string) *short {
	s := &short{name: name}
	time.AfterFunc(time.Hour, func() { s.Close() }) // fix: no
	return s
}

func (s *short) Close() error {
	fmt.Println("closed", s.name)
	return nil
}

// It is set again and again.
type again struct {
	name string
}

func (a *again) touch() {
	time.AfterFunc(time.Hour, func() { fmt.Println(a.name) }) // fix: no
}

func (a *again) Stop() {
	fmt.Println("stopped", a.name)
}

// Its literals do not name the fields.
type plain struct {
	name string
}

func newPlain(name string) *plain {
	p := &plain{name}
	time.AfterFunc(time.Hour, func() { fmt.Println(p.name) }) // fix: no
	return p
}

func (p *plain) Stop() {
	fmt.Println("stopped", p.name)
}

// Its end waits for what the timer runs.
type counted struct {
	wg sync.WaitGroup
}

func newCounted() *counted {
	c := &counted{wg: sync.WaitGroup{}}
	c.wg.Add(1)
	time.AfterFunc(time.Millisecond, c.ring) // fix: no
	return c
}

func (c *counted) ring() {
	defer c.wg.Done()
	fmt.Println("rings")
}

func (c *counted) Stop() {
	c.wg.Wait()
	fmt.Println("stopped")
}

// The file is to be removed all the same.
type temp struct {
	mu   sync.Mutex
	path string
}

func newTemp(path string) *temp {
	t := &temp{path: path}
	time.AfterFunc(30*time.Millisecond, t.remove) // fix: no
	return t
}

func (t *temp) remove() { os.Remove(t.path) }

func (t *temp) Stop() {
	fmt.Println("temp stops")
}

// Nobody else closes the file.
type holder struct {
	f *os.File
}

func newHolder(f *os.File) *holder {
	h := &holder{f: f}
	time.AfterFunc(30*time.Millisecond, h.release) // fix: no
	return h
}

func (h *holder) release() { h.f.Close() }

func (h *holder) Stop() {
	fmt.Println("holder stops")
}

// It adds to what is not its own.
var total atomic.Int32

type adds struct {
	mu sync.Mutex
	n  int32
}

func newAdds() *adds {
	a := &adds{n: 3}
	time.AfterFunc(30*time.Millisecond, a.flush) // fix: no
	return a
}

func (a *adds) flush() { total.Add(a.n) }

func (a *adds) Stop() {
	fmt.Println("adds stops")
}

// Somebody may ask later whether it has expired.
type session struct {
	mu      sync.Mutex
	expired bool
}

func newSession() *session {
	s := &session{}
	time.AfterFunc(30*time.Millisecond, s.expire) // fix: no
	return s
}

func (s *session) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expired = true
}

func (s *session) isExpired() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.expired
}

func (s *session) Stop() {
	fmt.Println("session stops")
}

// Its end and its timer do the same, and both are to happen.
type twice struct {
	mu    sync.Mutex
	turns int
}

func newTwice() *twice {
	t := &twice{}
	time.AfterFunc(30*time.Millisecond, t.turn) // fix: no
	return t
}

func (t *twice) turn() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turns++
	total.Store(0)
}

func (t *twice) Stop() {
	t.turn()
}

// A second value would have the same timer.
type copied struct {
	mu   *sync.Mutex
	seen map[string]bool
}

func newCopied() *copied {
	c := &copied{mu: new(sync.Mutex)}
	time.AfterFunc(time.Hour, c.forget) // fix: no
	return c
}

func (c *copied) forget() { clear(c.seen) }

func (c *copied) again() *copied {
	other := *c
	return &other
}

func (c *copied) Stop() {
	c.seen = nil
}

type closer interface{ Close() error }

type stopper interface{ Stop() }

func undone() {
	dir, _ := os.MkdirTemp("", "timerkept")
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "temp")
	f, _ := os.Create(name)
	session := newSession()
	for _, s := range []stopper{newTemp(name), newHolder(f), newAdds(), session, newCopied().again()} {
		s.Stop()
	}
	time.Sleep(100 * time.Millisecond)
	_, missing := os.Stat(name)
	_, closed := f.WriteString("x")
	fmt.Println(os.IsNotExist(missing), errors.Is(closed, os.ErrClosed), total.Load(), session.isExpired())
	t := newTwice()
	stopper(t).Stop()
	time.Sleep(100 * time.Millisecond)
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Println(t.turns)
	null, _ := os.Open(os.DevNull)
	stopper(newIdle(null)).Stop()
}

func main() {
	var c closer = newCache("a")
	_ = c.Close()
	_ = c.Close()
	fmt.Println(newCache("b").Len())
	var zero closer = new(cache)
	_ = zero.Close()
	fmt.Println(newOpen("b").name, newShort("c").name, newPlain("d").name)
	a := &again{name: "e"}
	a.touch()
	var s interface{ Stop() } = a
	s.Stop()
	s = newCounted()
	s.Stop()
	undone()
}
