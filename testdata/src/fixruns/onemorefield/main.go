// Command onemorefield: a struct gets no field that the package, its tests or another one would notice.
package main

import (
	"fmt"
	"sync"
	"time"

	"example.com/fixruns/onemorefield/lib"
)

// A test has a literal that does not name the fields.
// reject: t.wg.Go
type tested struct {
	mu   sync.Mutex
	done chan struct{}
}

func (t *tested) loop() {
	for {
		select {
		case <-t.done:
			return
		case <-time.After(time.Hour):
		}
	}
}

func (t *tested) Start() {
	go t.loop() // fix: may
}

func (t *tested) Stop() {
	close(t.done)
}

// So has a file of another system, in a list.
type ported struct {
	mu   *sync.Mutex
	seen map[string]bool
}

func newPorted() *ported {
	p := &ported{mu: new(sync.Mutex)}
	time.AfterFunc(time.Hour, p.forget) // fix: no
	return p
}

func (p *ported) forget() { clear(p.seen) }

func (p *ported) Stop() {
	p.seen = nil
}

// So has this one, in a list of pointers.
type listed struct {
	mu   *sync.Mutex
	seen map[string]bool
}

func newListed() *listed {
	l := &listed{mu: new(sync.Mutex)}
	time.AfterFunc(time.Hour, l.forget) // fix: no
	return l
}

func (l *listed) forget() { clear(l.seen) }

func (l *listed) Stop() {
	l.seen = nil
}

var lists = []*listed{{nil, map[string]bool{"a": true}}}

// What embeds it has a wg already, deeper than that which it would get.
// reject: i.wg.Go
type inner struct {
	mu   sync.Mutex
	done chan struct{}
}

func (i *inner) loop() {
	for {
		select {
		case <-i.done:
			return
		case <-time.After(time.Hour):
		}
	}
}

func (i *inner) Start() {
	go i.loop() // fix: may
}

func (i *inner) Stop() {
	close(i.done)
}

type group struct{ wg sync.WaitGroup }

type base struct{ group }

func (b *base) wait() { b.wg.Wait() }

type outer struct {
	*inner
	base
}

func (o *outer) run() (result string) {
	o.wg.Add(1)
	done := func() { o.wg.Done() }
	time.AfterFunc(10*time.Millisecond, func() { // fix: no
		result = "ran"
		done()
	})
	o.wait()
	return result
}

// Two of them are compared.
type key struct {
	mu   sync.Mutex
	name string
	hits int
}

func newKey(name string) *key {
	k := &key{name: name}
	time.AfterFunc(time.Hour, k.reset) // fix: no
	return k
}

func (k *key) reset() { k.hits = 0 }

func (k *key) Stop() {
	k.mu.Lock()
	defer k.mu.Unlock()
}

func same(a, b *key) bool { return *a == *b }

// Its values may be printed.
type shown struct {
	name string
	seen map[string]bool
}

func newShown(name string) *shown {
	s := &shown{name: name}
	time.AfterFunc(time.Hour, s.forget) // fix: no
	return s
}

func (s *shown) forget() { clear(s.seen) }

func (s *shown) Stop() {
	s.seen = nil
}

// Another struct has the same fields.
type twin struct {
	done chan struct{}
	seen map[string]bool
}

type view struct {
	done chan struct{}
	seen map[string]bool
}

func newTwin() *twin {
	t := &twin{done: make(chan struct{})}
	time.AfterFunc(time.Hour, t.forget) // fix: no
	return t
}

func (t *twin) forget() { clear(t.seen) }

func (t *twin) Stop() {
	t.seen = nil
}

func viewOf(t *twin) *view { return (*view)(t) }

func main() {
	t := &tested{done: make(chan struct{})}
	t.Start()
	t.Stop()
	fmt.Println(newPorted().seen, newListed().seen, lists[0].seen)
	o := &outer{inner: &inner{done: make(chan struct{})}}
	o.Start()
	fmt.Println(o.run())
	o.Stop()
	a, b := newKey("a"), newKey("a")
	fmt.Println(same(a, b), fmt.Sprint(newShown("a")), viewOf(newTwin()).seen)
	c := lib.Cache{Done: make(chan struct{})}
	fmt.Println(len(c.Seen), len(lib.New().Seen))
}
