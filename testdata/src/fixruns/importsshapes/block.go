package main

import (
	"fmt"
)

func println0(s string) { fmt.Println(s) }

func block() {
	go say("block of one") // fix: yes
	println0(<-results)
}
