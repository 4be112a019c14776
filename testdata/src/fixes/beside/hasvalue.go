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
