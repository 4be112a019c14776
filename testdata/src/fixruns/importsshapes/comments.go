package main

import (
	// First, the standard library.
	_ "embed" // for the data
	"fmt"     // for printing

	/* and then */
	"os"
	// the end
)

//go:embed data.txt
var data string

func comments() {
	go say(data) // fix: yes
	fmt.Fprintln(os.Stdout, <-results)
}
