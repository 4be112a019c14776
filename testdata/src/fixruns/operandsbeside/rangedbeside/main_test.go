package main

import "testing"

func wants(t *testing.T, want string) {
	if got := <-out; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestRanged(t *testing.T) {
	p := &ofRanged{say("a")}
	p.start()
	for _, *p = range []struct{ run func() }{{say("b")}} {
		wants(t, "a")
	}
}
