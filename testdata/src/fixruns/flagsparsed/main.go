// Command flagsparsed: a flag that is parsed is read where it is used, unless somebody writes it.
package main

import (
	"flag"
	"fmt"
	"sync"
)

// want: say(*name)
// want: s := *changed
// want: thisKept := *kept
// want: s := *early

var (
	name    = flag.String("name", "name", "a name")
	changed = flag.String("changed", "changed", "is written later")
	kept    = flag.String("kept", "kept", "is given away")
	early   = flag.String("early", "early", "is read before the flags are parsed")

	mu   sync.Mutex
	said = make(map[string]bool)
)

func say(s string) {
	mu.Lock()
	defer mu.Unlock()
	said[s] = true
}

func set(p *string) { *p = "wrong" }

func before() {
	go say(*early) // fix: yes
}

func main() {
	before()
	flag.Parse()
	go say(*name)    // fix: yes
	go say(*changed) // fix: yes
	go say(*kept)    // fix: yes
	*changed = "wrong"
	set(kept)
	for {
		mu.Lock()
		n := len(said)
		mu.Unlock()
		if n == 4 {
			break
		}
	}
	fmt.Println(said)
}
