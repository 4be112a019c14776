package main

import "testing"

func wants(t *testing.T, want string) {
	if got := <-out; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestApart(t *testing.T) {
	w, err := newWorker()
	if err != nil {
		t.Fatal(err)
	}
	w.run = say("w")
}

func TestApartLiteral(t *testing.T) {
	work := &worker{}
	work.run = say("w")
	zero := new(worker)
	zero.run = work.run
	var declared worker
	declared.run = zero.run
	func(given *worker) { given.run = declared.run }(zero)
}

func TestPromoted(t *testing.T) {
	w := &wrapper{&ofPromoted{say("a")}}
	w.start()
	w.tell = say("b")
	wants(t, "a")
}

func TestHidden(t *testing.T) {
	newWorker := func() *ofHidden { return &ofHidden{say("a")} }
	w := newWorker()
	w.start()
	w.ask = say("b")
	wants(t, "a")
}

func TestRanged(t *testing.T) {
	w := &worker{}
	w.get = say("w")
	for _, w := range []*ofRanged{{say("a")}} {
		w.start()
		w.get = say("b")
		wants(t, "a")
	}
}

func TestLocal(t *testing.T) {
	type worker struct{ *ofLocal }
	w := &worker{&ofLocal{say("a")}}
	w.start()
	w.put = say("b")
	wants(t, "a")
}
