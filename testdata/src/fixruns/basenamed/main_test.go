package main

import "testing"

func wants(t *testing.T, want string) {
	t.Helper()
	if got := <-out; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

type helper struct{ made *client }

func setUp(string) (*helper, error) { return &helper{&client{&worker{}}}, nil }

func TestSelected(t *testing.T) {
	for _, c := range []*client{{&worker{}}} {
		c.work.run = say("w")
		c.worker().ask = say("w")
		h, _ := setUp("a")
		h.made.work.ask = say("w")
		(&other{c}).client.work.run = say("w")
	}
}

// There are two fields either.
func TestBoth(t *testing.T) {
	for _, h := range []hasBoth{{&ofBoth{say("a")}}} {
		h.either.start()
		h.either.tell = say("b")
		wants(t, "a")
	}
}

func (m *ofMade) make() *ofMade { return m }

func TestMade(t *testing.T) {
	for _, m := range []maker{&ofMade{say("a")}} {
		made := m.make()
		made.start()
		m.make().put = say("b")
		wants(t, "a")
	}
}

func TestCopied(t *testing.T) {
	p := &ofCopied{say("a")}
	c := *p
	c.start()
	c = *(&ofCopied{say("b")})
	wants(t, "a")
}

func TestWhole(t *testing.T) {
	p := &ofWhole{say("a")}
	p.start()
	func(to, from *ofWhole) { *to = *from }(p, &ofWhole{say("b")})
	wants(t, "a")
}

type box[worker any] struct{ boxed *worker }

func TestMixed(t *testing.T) {
	for _, b := range []box[ofMixed]{{&ofMixed{say("a")}}} {
		b.boxed.start()
		setEnd(b.boxed, say("b"))
		wants(t, "a")
	}
}

func setEnd(m *ofMixed, f func()) {
	for _, b := range []box[ofMixed]{{m}} {
		any(b.boxed).(*ofMixed).end = f
	}
}

// What is set behind a pointer to something else, or is a copy of it, is none of the structs.
func TestElsewhere(t *testing.T) {
	c := &client{&worker{}}
	set := func(name *string, err *error) {
		*name, *err = func() (string, error) { return "w", nil }()
	}
	var name string
	var err error
	set(&name, &err)
	w := *c.work
	w = *c.worker()
	if p := &w; p.run != nil || name != "w" {
		t.Error(p, err)
	}
}
