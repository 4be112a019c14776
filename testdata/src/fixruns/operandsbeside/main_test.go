package main

import (
	"slices"
	"testing"
)

func wants(t *testing.T, want string) {
	if got := <-out; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestServer(t *testing.T) {
	s := &ofServer{conf{"a"}}
	s.start()
	s.conf.set("b")
	wants(t, "a")
}

func TestListed(t *testing.T) {
	list := []ofListed{{say("a")}, {say("b")}}
	list[0].start()
	slices.Reverse(list)
	wants(t, "a")
}

func TestEmbedded(t *testing.T) {
	type wrapped struct{ ofEmbedded }
	w := &wrapped{ofEmbedded{say("a")}}
	w.start()
	w.ofEmbedded = ofEmbedded{say("b")}
	wants(t, "a")
}

func TestDeclared(t *testing.T) {
	d := ofDeclared{say("a")}
	d.start()
	d, _ = ofDeclared{say("b")}, d
	wants(t, "a")
}

func TestKept(t *testing.T) {
	k := ofKept{say("a")}
	k.start()
	wants(t, "a")
}
