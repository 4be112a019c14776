// Package followed launches methods of what a pointer leads to that has been followed before, and of
// variables that the function around has called.
package main

import "weak"

type client struct{ n int }

func (c *client) run(int)    {}
func (c *client) ends() bool { return c.n == 0 }

// A torrent is made in one place, with its client. Generic code gets pointers to it.
type torrent struct{ cl *client }

func newTorrent(c *client) *torrent { return &torrent{cl: c} }

type options struct{ t *torrent }

func first[T any](list ...T) T     { return list[0] }
func is[T comparable](a, b T) bool { return a == b }

var known = map[string]weak.Pointer[torrent]{}

func start(o options) {
	t := o.t
	if is(t, first(t)) && t.cl.ends() {
		return
	}
	if t.cl.n == 1 {
		return
	}
	known["t"] = weak.Make(t)
	go t.cl.run(1) // want `raw-go`
}

// It may be nil, as far as is known: only the second operand follows it.
func startUnknown(o options, asks bool) {
	t := o.t
	if asks && t.cl.ends() {
		return
	}
	go t.cl.run(1) // want `raw-go`
}

// A reset is by a pointer to one that generic code writes through.
type reset struct{ cl *client }

func newReset(c *client) *reset { return &reset{cl: c} }

func zero[P ~*E, E any](p P) { var e E; *p = e }

func startReset(r *reset) {
	if r.cl.ends() {
		zero(r)
	}
	go r.cl.run(1) // want `raw-go`
}

// An item has a list of its own type behind it.
type item[T any] struct {
	value T
	next  chan item[T]
}

var items item[*torrent]

type socket interface {
	Addr() string
	Close() error
}

type closers struct{ list []func() }

func (c *closers) add(f func()) { c.list = append(c.list, f); f() }

// Whatever runs what is stored, Addr has run before.
func collect(sockets []socket, c *closers, tell func(string)) {
	for _, s := range sockets {
		c.list = append(c.list, func() { go s.Close() }) // want `raw-go`
		tell(s.Addr())
	}
}

func collectBefore(find func() socket, c *closers, tell func(string)) {
	s := find()
	tell(s.Addr())
	c.add(func() { go s.Close() }) // want `raw-go`
}

// The literal may run before, by who gets it.
func collectAt(sockets []socket, c *closers, tell func(string)) {
	for _, s := range sockets {
		c.add(func() { go s.Close() }) // want `raw-go`
		tell(s.Addr())
	}
}

func collectAtCall(sockets []socket, c *closers, tell func(int, string), run func([]func()) int) {
	for _, s := range sockets {
		c.list = append(c.list, func() { go s.Close() }) // want `raw-go`
		tell(run(c.list), s.Addr())
	}
}

// It is called on a way that need not be taken.
func collectSome(sockets []socket, c *closers, tell func(string), told bool) {
	for _, s := range sockets {
		c.list = append(c.list, func() { go s.Close() }) // want `raw-go`
		if told {
			tell(s.Addr())
		}
	}
}

// Another value comes later.
func collectOther(s, other socket, c *closers, tell func(string)) {
	tell(s.Addr())
	c.list = append(c.list, func() { go s.Close() }) // want `raw-go`
	s = other
}

// Another value has come since.
func collectSet(s, other socket, c *closers, tell func(string)) {
	tell(s.Addr())
	s = other
	c.list = append(c.list, func() { go s.Close() }) // want `raw-go`
}

func main() {
	start(options{newTorrent(&client{})})
	startUnknown(options{}, false)
	startReset(newReset(&client{}))
	collect([]socket{nil}, &closers{}, nil)
	collectAt([]socket{nil}, &closers{}, nil)
	collectAtCall([]socket{nil}, &closers{}, nil, nil)
	collectSome([]socket{nil}, &closers{}, nil, false)
	collectOther(nil, nil, &closers{}, nil)
	collectBefore(nil, nil, nil)
	collectSet(nil, nil, &closers{}, nil)
}
