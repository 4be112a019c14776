package main

import (
	"fmt"
	"os"
)

func parens() {
	go say("on one line") // fix: yes
	fmt.Fprintln(os.Stdout, <-results)
}
