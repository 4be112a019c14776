// Command valuehidden: what the package does in a way that is not understood may be nil. A method of
// an interface that is panics where it is launched.
package main

import (
	"fmt"
	"slices"
	"sync"
)

type server interface{ serve() }

type named string

func (n named) serve() {}

func try(name string, f func()) {
	defer func() { fmt.Println(name, "panics at the launch:", recover() != nil) }()
	f()
}

// want: serve := turned.serve
func posted() {
	for turned, n := server(named("a")), 0; n < 2; turned, n = nil, n+1 {
		go turned.serve() // fix: yes
	}
}

func next(server) server { return nil }

// want: serve := called.serve
func postedCall() {
	n := 0
	for called := server(named("a")); n < 2; called = next(called) {
		go called.serve() // fix: yes
		n++
	}
}

type set[T comparable] map[T]struct{}

func (s set[T]) add(v T) { s[v] = struct{}{} }

// want: serve := ofSet.serve
func genericSet() {
	all := set[server]{}
	all.add(nil)
	for ofSet := range all {
		go ofSet.serve() // fix: yes
	}
}

type queue[T any] struct{ items []T }

func (q *queue[T]) push(v T) { q.items = append(q.items, v) }

func (q *queue[T]) all() []T { return q.items }

// want: serve := queued.serve
func genericQueue() {
	q := &queue[server]{}
	q.push(nil)
	for _, queued := range q.all() {
		go queued.serve() // fix: yes
	}
}

func grow[T any](list []T) []T {
	var none T
	return append(list, none)
}

// want: serve := grown.serve
func genericList() {
	for _, grown := range grow([]server{}) {
		go grown.serve() // fix: yes
	}
}

func send[T any](to chan T) {
	var none T
	to <- none
	close(to)
}

// want: serve := sentOn.serve
func genericSend() {
	to := make(chan server, 1)
	send(to)
	for sentOn := range to {
		go sentOn.serve() // fix: yes
	}
}

// want: serve := counted.serve
func keyCounted() {
	var none server
	seen := map[server]int{}
	seen[none]++
	for counted := range seen {
		go counted.serve() // fix: yes
	}
}

// want: serve := cut.serve
func resliced(n int) {
	list := make([]server, 0, 2)
	list = list[:n]
	for _, cut := range list {
		go cut.serve() // fix: yes
	}
}

// want: serve := left.serve
func deleted(list []server) {
	_ = slices.Delete(list, 0, 1)
	for _, left := range list {
		go left.serve() // fix: yes
	}
}

func yields(yield func(server) bool) { yield(nil) }

// want: serve := ranged.serve
func rangedInto() {
	list := []server{named("a")}
	for list[0] = range yields {
	}
	for _, ranged := range list {
		go ranged.serve() // fix: yes
	}
}

var makers = map[string]func() server{"none": func() server { return nil }}

// want: serve := made.serve
func factory(name string) {
	made := makers[name]()
	go made.serve() // fix: yes
}

var once = sync.OnceValue(func() server { return nil })

// want: serve := first.serve
func onceValue() {
	first := once()
	go first.serve() // fix: yes
}

type provider interface{ get() server }

type noProvider struct{}

func (noProvider) get() server { return nil }

// want: serve := provided.serve
func provide(p provider) {
	provided := p.get()
	go provided.serve() // fix: yes
}

func recovered(n int) (s server) {
	defer func() { _ = recover() }()
	if n > 0 {
		panic("none")
	}
	return named("a")
}

// want: serve := ofRecovered.serve
func recovers() {
	ofRecovered := recovered(1)
	go ofRecovered.serve() // fix: yes
}

type isFound bool

func look() (server, isFound) { return nil, false }

// want: serve := looked.serve
func namedBool() {
	looked, _ := look()
	go looked.serve() // fix: yes
}

var current server

func present() (server, error) { return current, nil }

// want: serve := ofPresent.serve
func withoutError() {
	ofPresent, err := present()
	if err != nil {
		return
	}
	go ofPresent.serve() // fix: yes
}

// want: serve := byValue.serve
func taken(byValue server) {
	go byValue.serve() // fix: yes
}

// want: serve := byArgument.serve
func applied(byArgument server) {
	go byArgument.serve() // fix: yes
}

func apply(f func(server)) { f(nil) }

type launcher interface{ launch(server) }

type byInterface struct{}

// want: serve := dynamic.serve
func (byInterface) launch(dynamic server) {
	go dynamic.serve() // fix: yes
}

func viaInterface(l launcher) { l.launch(nil) }

// want: serve := inMap.serve
var launchers = map[string]func(server){"a": func(inMap server) {
	go inMap.serve() // fix: yes
}}

type one struct{ s server }

type other struct{ s server }

// want: serve := converted.serve
func twin(o *one) {
	converted := o.s
	go converted.serve() // fix: yes
}

func makeTwins() {
	_ = &one{s: named("a")}
	twin((*one)(&other{}))
}

type inner struct{}

func (*inner) run() {}

type outer struct{ *inner }

// want: run := asserted.run
func assertion(x any) {
	asserted := x.(*outer)
	go asserted.run() // fix: yes
}

// want: serve := asAny.serve
func comparedAny(asAny server) {
	fmt.Println("compared", any(asAny) == nil)
	go asAny.serve() // fix: yes
}

// want: serve := withNil.serve
func comparedNil(withNil server) {
	fmt.Println("compared", withNil == server(nil))
	go withNil.serve() // fix: yes
}

func absent(s server) bool { return s == nil }

// want: serve := asked.serve
func comparedThere(asked server) {
	fmt.Println("compared", absent(asked))
	go asked.serve() // fix: yes
}

// want: serve := changedOk.serve
func okChanged(servers map[string]server) {
	changedOk, ok := servers["a"]
	if func() bool { ok = true; return false }() || !ok {
		return
	}
	go changedOk.serve() // fix: yes
}

// want: run := unset.run
func (unset *outer) start() {
	go unset.run() // fix: yes
}

// want: serve := byTest.serve
func tested(byTest server) {
	go byTest.serve() // fix: yes
}

type held struct{ s server }

// want: serve := leftOut.serve
func (h *held) start() {
	leftOut := h.s
	go leftOut.serve() // fix: yes
}

func main() {
	try("posted", posted)
	try("postedCall", postedCall)
	try("genericSet", genericSet)
	try("genericQueue", genericQueue)
	try("genericList", genericList)
	try("genericSend", genericSend)
	try("keyCounted", keyCounted)
	try("resliced", func() { resliced(1) })
	try("deleted", func() { deleted([]server{named("a")}) })
	try("rangedInto", rangedInto)
	try("factory", func() { factory("none") })
	try("onceValue", onceValue)
	try("provide", func() { provide(noProvider{}) })
	try("recovers", recovers)
	try("namedBool", namedBool)
	try("withoutError", withoutError)
	byValue := taken
	try("taken", func() { byValue(nil) })
	try("applied", func() { apply(applied) })
	try("viaInterface", func() { viaInterface(byInterface{}) })
	try("launchers", func() { launchers["a"](nil) })
	try("makeTwins", makeTwins)
	try("assertion", func() {
		var none *outer
		assertion(none)
	})
	comparedAny(named("a"))
	comparedNil(named("a"))
	comparedThere(named("a"))
	tested(named("a"))
	(&held{s: named("a")}).start()
	try("okChanged", func() { okChanged(nil) })
	try("start", func() {
		var o *outer
		o.start()
	})
}
