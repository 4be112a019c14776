package main

import ()

func oneLine() {
	go say("empty block") // fix: yes
	println0(<-results)
}
