package main

import "testing"

func wants(t *testing.T, want string) {
	if got := <-out; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestField(t *testing.T) {
	type fixture struct{ field ofField }
	fx := fixture{field: ofField{say("a")}}
	fx.field.start()
	fx = fixture{field: ofField{say("b")}}
	wants(t, "a")
}

type suite struct {
	ofPart
	n int
}

func TestPart(t *testing.T) {
	s := suite{}
	reset := func(name string) { s = suite{ofPart: ofPart{say(name)}, n: s.n + 1} }
	reset("a")
	s.start()
	reset("b")
	wants(t, "a")
}

func makeResult(name string) ofResult { return ofResult{say(name)} }

func TestResult(t *testing.T) {
	r := makeResult("a")
	r.start()
	r = makeResult("b")
	wants(t, "a")
}

func TestChannel(t *testing.T) {
	ch := make(chan ofChannel, 2)
	ch <- ofChannel{say("a")}
	ch <- ofChannel{say("b")}
	c := <-ch
	c.start()
	c = <-ch
	wants(t, "a")
}

func TestMap(t *testing.T) {
	all := map[string]ofMap{"a": {say("a")}, "b": {say("b")}}
	m := all["a"]
	m.start()
	m = all["b"]
	wants(t, "a")
}

type alias = ofAlias

func TestAlias(t *testing.T) {
	a := alias{say("a")}
	a.start()
	a = alias{say("b")}
	wants(t, "a")
}

func TestOther(t *testing.T) {
	o := other{say("a")}
	o.start()
	o = other{say("b")}
	wants(t, "a")
}

var shared, spare = ofShared{say("a")}, ofShared{say("b")}

func TestRedeclared(t *testing.T) {
	v := ofRedeclared{say("a")}
	v.start()
	v, w := ofRedeclared{say("b")}, v
	w.start()
	wants(t, "a")
	wants(t, "a")
}

type suiteOfPointers struct {
	*ofPointed
	list []*ofPointed
}

func newPointed(name string) *ofPointed { return &ofPointed{say(name)} }

func TestPointed(t *testing.T) {
	s := suiteOfPointers{ofPointed: newPointed("a"), list: []*ofPointed{{say("b")}, new(ofPointed)}}
	s.start()
	wants(t, "a")
	s.list[0].start()
	s = suiteOfPointers{}
	wants(t, "b")
}
