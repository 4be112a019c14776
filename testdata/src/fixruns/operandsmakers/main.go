// Command operandsmakers: a field that its makers set is the same behind a launch in another function,
// unless a maker comes there before it sets it.
package main

import (
	"fmt"
	"sync/atomic"
)

// want: defer task.Done() stored.run()
// want: defer task.Done() given.run()
// want: defer task.Done() bound.run()
// want: defer task.Done() fresh.run()
// want: defer task.Done() lazy.run.say()
// want: run := kept.run
// want: run := cleared.run
// want: run := early.run
// want: run := waited.run
// want: run := hidden.run
// want: run := round.run
// want: run := valued.run
// want: run := deep.run

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type ofStored struct {
	at  atomic.Int64
	run func()
}

// A method of a field does not have what that is a field of.
func newStored() *ofStored {
	s := &ofStored{}
	s.at.Store(1)
	s.run = say("stored")
	return s
}

func (stored *ofStored) start() {
	go stored.run() // fix: yes
}

type ofGiven struct {
	run  func()
	self *ofGiven
}

func (given *ofGiven) speaker(s string) func() {
	given.self = given
	return func() { out <- s }
}

func newGiven() *ofGiven {
	g := &ofGiven{}
	g.run = g.speaker("given")
	return g
}

func (given *ofGiven) start() {
	go given.run() // fix: yes
}

var printed []func()

type ofBound struct {
	run  func()
	name string
}

func (b *ofBound) print() { fmt.Println(b.name) }

func newBound() *ofBound {
	b := &ofBound{name: "bound"}
	printed = append(printed, b.print)
	fmt.Println(len(printed))
	b.run = say("bound")
	return b
}

func (bound *ofBound) start() {
	go bound.run() // fix: yes
}

type ofFresh struct{ run func() }

func makeFresh() *ofFresh {
	f := &ofFresh{}
	return f
}

func newFresh() *ofFresh {
	f := makeFresh()
	f.run = say("fresh")
	return f
}

func (fresh *ofFresh) start() {
	go fresh.run() // fix: yes
}

type ofKept struct{ run func() }

var all []*ofKept

func makeKept() *ofKept {
	k := &ofKept{run: say("kept")}
	all = append(all, k)
	return k
}

func newKept() *ofKept {
	k := makeKept()
	all[0].start()
	k.run = say("late")
	return k
}

func (kept *ofKept) start() {
	go kept.run() // fix: yes
}

type said struct{ text string }

func (s *said) say() { out <- s.text }

type ofLazy struct{ run *said }

// Who comes here again finds it set.
func (lazy *ofLazy) start() {
	if lazy.run == nil {
		lazy.run = &said{"lazy"}
	}
	go lazy.run.say() // fix: yes
}

type ofCleared struct{ run *said }

func (cleared *ofCleared) start() {
	if cleared.run == nil {
		cleared.run = &said{"cleared"}
	}
	go cleared.run.say() // fix: yes
	cleared.stop()
}

func (cleared *ofCleared) stop() { cleared.run = &said{"late"} }

type ofEarly struct{ run func() }

func (early *ofEarly) start() {
	go early.run() // fix: yes
}

func newEarly() *ofEarly {
	e := &ofEarly{run: say("early")}
	e.start()
	e.run = say("late")
	return e
}

type ofWaited struct{ run func() }

func (waited *ofWaited) start() {
	go waited.run() // fix: yes
}

func newWaited() *ofWaited {
	w := &ofWaited{run: say("waited")}
	started := make(chan bool)
	go func() { // fix: may
		w.start()
		close(started)
	}()
	<-started
	w.run = say("late")
	return w
}

type ofHidden struct{ run func() }

func (hidden *ofHidden) start() {
	go hidden.run() // fix: yes
}

func begin(s interface{ start() }) { s.start() }

func newHidden() *ofHidden {
	h := &ofHidden{run: say("hidden")}
	begin(h)
	h.run = say("late")
	return h
}

type ofRound struct{ run func() }

func (round *ofRound) start() {
	go round.run() // fix: yes
}

func newRound() *ofRound {
	r := &ofRound{run: say("round")}
	var list []*ofRound
	for range 2 {
		for _, other := range list {
			other.start()
		}
		list = append(list, r)
	}
	r.run = say("late")
	return r
}

type ofValued struct{ run func() }

func (valued *ofValued) start() {
	go valued.run() // fix: yes
}

func newValued() *ofValued {
	v := &ofValued{run: say("valued")}
	starts := []func(){v.start}
	starts[0]()
	v.run = say("late")
	return v
}

type ofDeep struct{ run func() }

func (deep *ofDeep) start() {
	go deep.run() // fix: yes
}

func (deep *ofDeep) open()  { deep.begin() }
func (deep *ofDeep) begin() { deep.start() }

func newDeep() *ofDeep {
	d := &ofDeep{run: say("deep")}
	d.open()
	d.run = say("late")
	return d
}

func main() {
	start := newGiven().start // it may be called from anywhere
	start()
	fmt.Println(<-out)
	newStored().start()
	fmt.Println(<-out)
	newBound().start()
	fmt.Println(<-out)
	printed[0]()
	newFresh().start()
	fmt.Println(<-out)
	newKept()
	fmt.Println(<-out)
	(&ofLazy{}).start()
	fmt.Println(<-out)
	(&ofCleared{}).start()
	fmt.Println(<-out)
	newEarly()
	fmt.Println(<-out)
	newWaited()
	fmt.Println(<-out)
	newHidden()
	fmt.Println(<-out)
	newRound()
	fmt.Println(<-out)
	newValued()
	fmt.Println(<-out)
	newDeep()
	fmt.Println(<-out)
}
