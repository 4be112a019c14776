// Command valuegiven: a method of an interface that nothing says may be nil is called in the
// goroutine as it is.
package main

import (
	"errors"
	"fmt"
)

type server interface{ serve(out chan string) }

type named string

func (n named) serve(out chan string) { out <- string(n) }

var out = make(chan string)

func gate(name string) { fmt.Println(name, <-out) }

// want: param.serve(out)
func given(param server) {
	go param.serve(out) // fix: yes
	gate("given")
}

func between(s server) { given(s) }

// want: ranged.serve(out)
func (h *host) all() {
	for _, ranged := range h.servers {
		go ranged.serve(out) // fix: yes
		gate("all")
	}
}

type host struct {
	servers map[string]server
	byKey   map[server]bool
}

func (h *host) add(s server) {
	h.servers[fmt.Sprint(s)] = s
	h.byKey[s] = true
}

// want: key.serve(out)
func (h *host) keys() {
	for key := range h.byKey {
		go key.serve(out) // fix: yes
		gate("keys")
	}
}

// want: looked.serve(out)
func (h *host) lookup(name string) {
	looked, ok := h.servers[name]
	fmt.Println("lookup", ok)
	if ok {
		go looked.serve(out) // fix: yes
		gate("lookup")
	}
}

// want: early.serve(out)
func (h *host) lookupEarly(name string) {
	early, ok := h.servers[name]
	if !ok || name == "" {
		fmt.Println("lookupEarly none")
		return
	}
	go early.serve(out) // fix: yes
	gate("lookupEarly")
}

// A view of a host shares its fields.
type view host

// want: viewed.serve(out)
func (v *view) lookup(name string) {
	if viewed, ok := v.servers[name]; ok {
		go viewed.serve(out) // fix: yes
		gate("viewed")
	}
}

func newServer(name string) server { return named(name) }

// want: made.serve(out)
func result() {
	made := newServer("made")
	go made.serve(out) // fix: yes
	gate("result")
}

func dial(fails bool) (server, error) {
	if fails {
		return nil, errors.New("no")
	}
	return named("dialed"), nil
}

// want: dialed.serve(out)
func handle(dialed server) {
	go dialed.serve(out) // fix: yes
	gate("handle")
}

func accept(fails bool) {
	conn, err := dial(fails)
	if err != nil {
		fmt.Println("accept", err)
		return
	}
	handle(conn)
}

// want: asserted.serve(out)
func assertion(v any) {
	if asserted, ok := v.(server); ok {
		go asserted.serve(out) // fix: yes
		gate("assertion")
	}
}

// want: listed.serve(out)
func list(names ...string) {
	servers := make([]server, 0, len(names))
	for _, name := range names {
		servers = append(servers, named(name))
	}
	for _, listed := range servers {
		go listed.serve(out) // fix: yes
		gate("list")
	}
}

// want: again.serve(out)
func recursive(again server, n int) {
	if n > 0 {
		recursive(again, n-1)
		return
	}
	go again.serve(out) // fix: yes
	gate("recursive")
}

// want: inner.serve(out)
func literal() {
	run := func(inner server) {
		go inner.serve(out) // fix: yes
		gate("literal")
	}
	run(named("literal"))
}

// want: received.serve(out)
func receives() {
	in := make(chan server, 1)
	in <- named("received")
	close(in)
	for received := range in {
		go received.serve(out) // fix: yes
		gate("receives")
	}
}

func main() {
	between(named("a"))
	h := &host{servers: make(map[string]server), byKey: map[server]bool{}}
	h.add(named("b"))
	h.all()
	h.keys()
	h.lookup("b")
	h.lookup("c")
	h.lookupEarly("b")
	h.lookupEarly("c")
	(*view)(h).lookup("b")
	result()
	accept(false)
	accept(true)
	assertion(named("asserted"))
	assertion(1)
	list("x", "y")
	recursive(named("r"), 2)
	literal()
	receives()
}
