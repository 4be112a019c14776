// Copyright nobody.

//go:build linux || !linux

// Comments about nothing.

package main

func tagged() {
	go say("tagged") // fix: yes
	println0(<-results)
	go func() { // fix: yes
		say("tagged literal")
	}()
	println0(<-results)
}
