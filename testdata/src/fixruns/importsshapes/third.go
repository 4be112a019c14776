package main

import (
	"example.com/fixruns/importsshapes/z"
)

func third() {
	go say(z.Name) // fix: yes
	println0(<-results)
}
