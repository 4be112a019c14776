package main

import "testing"

func TestNone(t *testing.T) {
	for _, f := range []func(){
		func() {
			var none server
			tested(none)
		},
		func() { (&held{}).start() },
	} {
		try("test", f)
	}
}
