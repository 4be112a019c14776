package beside

import "sync"

type sink interface{ put(v int) }

type drain struct{ got chan int }

func (d *drain) put(v int) { d.got <- v }

// hub always has a sink: its only maker is given one.
type hub struct{ out sink }

func newHub(out sink) *hub { return &hub{out: out} }

func (h *hub) send(v int) {
	go h.out.put(v) // want `raw-go`
}

// mayHub may be without one.
type mayHub struct{ out sink }

func newMayHub(out sink) *mayHub { return &mayHub{out: out} }

func (h *mayHub) send(v int) {
	go h.out.put(v) // want `raw-go`
}

func noHub() *mayHub { return newMayHub(nil) }

// each gives the callback a sink.
func (h *hub) each(f func(s sink)) { f(&drain{}) }

func (h *hub) sendAll(v int) {
	h.each(func(s sink) {
		go s.put(v) // want `raw-go`
	})
}

// eachOrNone may give it none.
func (h *hub) eachOrNone(f func(s sink)) { f(nil) }

func (h *hub) sendAny(v int) {
	h.eachOrNone(func(s sink) {
		go s.put(v) // want `raw-go`
	})
}

// Another package gives values.
func sendOf(all *sync.Map, v int) {
	all.Range(func(_, s any) bool {
		go s.(sink).put(v) // want `raw-go`
		return true
	})
}

// What is stored may be called with anything.
var stored func(s sink)

func store(v int) {
	stored = func(s sink) {
		go s.put(v) // want `raw-go`
	}
}

// madeHub is made by a literal that is no pointer, and set before anybody has it.
type madeHub struct {
	out  sink
	more sink
	got  chan int
}

func newMadeHub(out sink, more bool) *madeHub {
	h := madeHub{out: out, got: make(chan int)}
	if more {
		h.more = out
	}
	return &h
}

func (h *madeHub) send(v int) {
	go h.out.put(v) // want `raw-go`
	if h.more != nil {
		go h.more.put(v) // want `raw-go`
	}
	go record(h.got) // want `raw-go`
}

func record(got chan int) { got <- 1 }

// soldHub has been given away before it is set.
type soldHub struct{ more sink }

func newSoldHub(out sink) *soldHub {
	h := soldHub{}
	h.send(1)
	h.more = out
	return &h
}

func (h *soldHub) send(v int) {
	if h.more != nil {
		go h.more.put(v) // want `raw-go`
	}
}

// oldHub is overwritten.
type oldHub struct{ got chan int }

func newOldHub() *oldHub {
	h := oldHub{got: make(chan int)}
	h = oldHub{got: make(chan int)}
	return &h
}

func (h *oldHub) send() {
	go record(h.got) // want `raw-go`
}
