// Command operandsbehind: what may be set behind a pointer in disguise, by other files, or by
// package flag, is not set once.
package main

import (
	"flag"
	"fmt"
	"sync"
)

// want: handle := generic.handle
// want: handle := viewed.handle
// want: handle := elsewhere.handle
// want: s := *name
// want: thisGiven := string(given)

var (
	name = flag.String("name", "flag", "is set again by its name")

	mu    sync.Mutex
	shown []string
)

func show(s string) {
	mu.Lock()
	shown = append(shown, s)
	mu.Unlock()
}

func wrong(string) { show("wrong") }

func reset[T any](p *T, v T) { *p = v }

type byGeneric struct{ handle func(string) }

func (generic *byGeneric) accept() {
	go generic.handle("generic") // fix: yes
	reset(generic, byGeneric{wrong})
}

type byView struct{ handle func(string) }

type view byView

func (viewed *byView) accept() {
	go viewed.handle("view") // fix: yes
	*(*view)(viewed) = view{wrong}
}

type byOther struct{ handle func(string) }

func (elsewhere *byOther) accept() {
	go elsewhere.handle("other") // fix: yes
	elsewhere.more()
}

// given is a flag by its address, which package flag may set again.
var given word

type word string

func (w *word) Set(s string) error { *w = word(s); return nil }
func (w *word) String() string     { return string(*w) }

func init() { flag.Var(&given, "given", "a word") }

func main() {
	flag.Parse()
	(&byGeneric{show}).accept()
	(&byView{show}).accept()
	(&byOther{show}).accept()
	go show(*name)         // fix: yes
	go show(string(given)) // fix: yes
	for _, name := range []string{"name", "given"} {
		if err := flag.Set(name, "wrong"); err != nil {
			panic(err)
		}
	}
	for {
		mu.Lock()
		n := len(shown)
		mu.Unlock()
		if n == 5 {
			break
		}
	}
	count := make(map[string]int)
	for _, s := range shown {
		count[s]++
	}
	fmt.Println(count)
}
