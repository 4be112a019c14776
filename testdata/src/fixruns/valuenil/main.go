// Command valuenil: a method of an interface that may be nil panics where it is launched, whatever
// says that it may be.
package main

import (
	"errors"
	"fmt"
)

type server interface {
	serve()
	count() int
}

type named string

func (n named) serve() { fmt.Println("not reached", n) }

func (n named) count() int { return len(n) }

func try(name string, f func()) {
	defer func() { fmt.Println(name, "panics at the launch:", recover() != nil) }()
	f()
}

// want: serve := param.serve
func given(param server) {
	go param.serve() // fix: yes
}

func between(s server) { given(s) }

func main() {
	try("given", func() { between(nil) })
	try("none", none)
	try("fromMap", func() { fromMap("a") })
	try("unguarded", func() { unguarded("a") })
	try("elsewhere", func() { elsewhere("a", false) })
	try("reverse", func() { reverse("a") })
	try("again", again)
	try("made", made)
	try("literal", literal)
	try("appended", appended)
	try("alias", alias)
	try("filled", filled)
	try("stored", stored)
	try("results", results)
	try("named", fromNamed)
	try("closed", closed)
	try("sent", sent)
	try("assertion", func() { assertion(1) })
	try("failed", failed)
	try("blank", blank)
	try("changed", func() { changed(named("b")) })
	try("closure", closure)
	try("method", func() { (&host{}).method(nil) })
	try("expression", func() { (*host).expression(&host{}, nil) })
	try("variadic", func() { variadic(nil) })
	try("field", func() { (&host{}).run() })
	try("array", array)
	try("key", key)
	try("compared", func() { compared(optional(0)) })
	try("switched", func() { switched(optional(0)) })
	try("pair", pair)
	try("placed", placed)
	try("posted", func() { posted(nil, 0) })
	try("chosen", func() { chosen(nil, 0) })
	try("declared", func() { declared(nil) })
	try("inField", func() {
		(&runner{run: func(inField server) {
			go inField.serve() // fix: yes
		}}).run(nil)
	})
}

// want: serve := unset.serve
func none() {
	var unset server
	go unset.serve() // fix: yes
}

var servers = map[string]server{}

// want: serve := missing.serve
func fromMap(name string) {
	missing := servers[name]
	go missing.serve() // fix: yes
}

// want: serve := unchecked.serve
func unguarded(name string) {
	unchecked, ok := servers[name]
	fmt.Println("unguarded", ok)
	go unchecked.serve() // fix: yes
}

// want: serve := passedBy.serve
func elsewhere(name string, ask bool) {
	passedBy, ok := servers[name]
	if ask {
		if !ok {
			return
		}
	}
	go passedBy.serve() // fix: yes
}

// want: serve := notFound.serve
func reverse(name string) {
	if notFound, ok := servers[name]; !ok {
		go notFound.serve() // fix: yes
	}
}

// want: serve := twice.serve
func again() {
	servers["x"] = named("x")
	_, ok := servers["x"]
	if !ok {
		return
	}
	twice, ok := servers["y"]
	go twice.serve() // fix: yes
	_ = ok
}

// want: serve := empty.serve
func made() {
	list := make([]server, 1)
	for _, empty := range list {
		go empty.serve() // fix: yes
	}
}

// want: serve := written.serve
func literal() {
	list := []server{nil}
	for _, written := range list {
		go written.serve() // fix: yes
	}
}

// want: serve := added.serve
func appended() {
	var list []server
	list = append(list, nil)
	for _, added := range list {
		go added.serve() // fix: yes
	}
}

// want: serve := aliased.serve
func alias() {
	list := []server{named("a")}
	other := list
	other[0] = nil
	for _, aliased := range list {
		go aliased.serve() // fix: yes
	}
}

func fill(list []server) { list[0] = nil }

// want: serve := emptied.serve
func filled() {
	list := []server{named("a")}
	fill(list)
	for _, emptied := range list {
		go emptied.serve() // fix: yes
	}
}

type host struct {
	byName map[string]server
	one    server
}

func (h *host) put(s server) { h.byName["a"] = s }

// want: serve := inMap.serve
func stored() {
	h := &host{byName: make(map[string]server)}
	h.put(nil)
	for _, inMap := range h.byName {
		go inMap.serve() // fix: yes
	}
}

func find(name string) server {
	if name == "" {
		return named("none")
	}
	return nil
}

// want: serve := result.serve
func results() {
	result := find("a")
	go result.serve() // fix: yes
}

func findNamed() (s server) { return }

// want: serve := byName.serve
func fromNamed() {
	byName := findNamed()
	go byName.serve() // fix: yes
}

// want: serve := received.serve
func closed() {
	in := make(chan server)
	close(in)
	received := <-in
	go received.serve() // fix: yes
}

// want: serve := item.serve
func sent() {
	in := make(chan server, 1)
	in <- nil
	close(in)
	for item := range in {
		go item.serve() // fix: yes
	}
}

// want: serve := asserted.serve
func assertion(v any) {
	asserted, ok := v.(server)
	fmt.Println("assertion", ok)
	go asserted.serve() // fix: yes
}

func dial() (server, error) { return nil, errors.New("no") }

// want: serve := dialed.serve
func failed() {
	dialed, err := dial()
	if err != nil {
		fmt.Println(err)
	}
	go dialed.serve() // fix: yes
}

// want: serve := ignored.serve
func blank() {
	ignored, _ := dial()
	go ignored.serve() // fix: yes
}

// want: serve := turned.serve
func changed(turned server) {
	turned = nil
	go turned.serve() // fix: yes
}

// want: serve := inner.serve
func closure() {
	run := func(inner server) {
		go inner.serve() // fix: yes
	}
	run(nil)
}

// want: serve := ofMethod.serve
func (h *host) method(ofMethod server) {
	go ofMethod.serve() // fix: yes
}

// want: serve := byExpression.serve
func (h *host) expression(byExpression server) {
	go byExpression.serve() // fix: yes
}

// want: serve := many.serve
func variadic(list ...server) {
	for _, many := range list {
		go many.serve() // fix: yes
	}
}

// want: serve := ofField.serve
func (h *host) run() {
	ofField := h.one
	go ofField.serve() // fix: yes
}

// want: serve := inArray.serve
func array() {
	var list [2]server
	for _, inArray := range list {
		go inArray.serve() // fix: yes
	}
}

// want: serve := asKey.serve
func key() {
	keys := map[server]bool{}
	keys[find("a")] = true
	for asKey := range keys {
		go asKey.serve() // fix: yes
	}
}

// want: serve := known.serve
func compared(known server) {
	fmt.Println("compared", known == nil)
	go known.serve() // fix: yes
}

// want: serve := cased.serve
func switched(cased server) {
	switch cased {
	case nil:
		fmt.Println("switched nil")
	}
	go cased.serve() // fix: yes
}

// optional is called as a variable: what it returns is not seen.
var optional = func(n int) server {
	if n > 0 {
		return named("optional")
	}
	return nil
}

func two() (server, bool) { return nil, true }

// want: serve := ofPair.serve
func pair() {
	ofPair, ok := two()
	if ok {
		go ofPair.serve() // fix: yes
	}
}

// want: serve := behindLoop.serve
func posted(behindLoop server, n int) {
	for ; n > 0; behindLoop.serve() {
		n--
	}
	go behindLoop.serve() // fix: yes
}

// want: serve := inCase.serve
func chosen(inCase server, n int) {
	switch n {
	case 0, inCase.count():
		go inCase.serve() // fix: yes
	}
}

// want: serve := ofVariable.serve
var declared = func(ofVariable server) {
	go ofVariable.serve() // fix: yes
}

// want: serve := inField.serve
type runner struct{ run func(server) }

type placedIn struct{ list []server }

// want: serve := inPlace.serve
func placed() {
	p := &placedIn{[]server{nil}}
	for _, inPlace := range p.list {
		go inPlace.serve() // fix: yes
	}
}
