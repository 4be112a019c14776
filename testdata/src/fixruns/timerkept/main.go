// Command timerkept: a timer that nobody keeps goes into its owner, which stops it.
package main

import (
	"fmt"
	"sync"
	"time"
)

// want: name string timer *time.Timer }
type cache struct {
	mu   sync.Mutex
	name string
}

// want: c.timer = time.AfterFunc(time.Hour, c.expire) return c
func newCache(name string) *cache {
	c := &cache{name: name}
	time.AfterFunc(time.Hour, c.expire) // fix: yes
	return c
}

func (c *cache) expire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.name = ""
}

// want: func (c *cache) Close() error { if c.timer != nil { c.timer.Stop() } c.mu.Lock()
func (c *cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Println("closed", c.name)
	return nil
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

type closer interface{ Close() error }

func main() {
	var c closer = newCache("a")
	_ = c.Close()
	var zero closer = new(cache)
	_ = zero.Close()
	fmt.Println(newOpen("b").name, newShort("c").name, newPlain("d").name)
	a := &again{name: "e"}
	a.touch()
	var s interface{ Stop() } = a
	s.Stop()
	s = newCounted()
	s.Stop()
}
