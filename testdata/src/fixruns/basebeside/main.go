// Command basebeside: a test that sets a field of one struct leaves that of another of the name as
// it is, as far as it can be told what it sets it of.
package main

import "fmt"

// want: defer task.Done() apart.run()
// want: tell := promoted.tell
// want: ask := hidden.ask
// want: get := ranged.get
// want: put := local.put

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type worker struct{ run, tell, ask, get, put func() }

func newWorker() (*worker, error) { return &worker{}, nil }

type ofApart struct{ run func() }

func (apart *ofApart) start() {
	go apart.run() // fix: yes
}

type ofPromoted struct{ tell func() }

func (promoted *ofPromoted) start() {
	go promoted.tell() // fix: yes
}

type wrapper struct{ *ofPromoted }

type ofHidden struct{ ask func() }

func (hidden *ofHidden) start() {
	go hidden.ask() // fix: yes
}

type ofRanged struct{ get func() }

func (ranged *ofRanged) start() {
	go ranged.get() // fix: yes
}

type ofLocal struct{ put func() }

func (local *ofLocal) start() {
	go local.put() // fix: yes
}

func main() {
	w, _ := newWorker()
	w.run = say("worker")
	for _, start := range []func(){
		(&ofApart{say("apart")}).start,
		(&wrapper{&ofPromoted{say("promoted")}}).start,
		(&ofHidden{say("hidden")}).start,
		(&ofRanged{say("ranged")}).start,
		(&ofLocal{say("local")}).start,
	} {
		start()
		fmt.Println(<-out)
	}
}
