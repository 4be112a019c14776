// Command basenamed: what a test selects by a name that only the package can know is of the types that
// have the name, and what it sets behind a pointer is of the type of that.
package main

import "fmt"

// want: defer task.Done() plain.run()
// want: defer task.Done() given.ask()
// want: tell := both.tell
// want: put := made.put
// want: get := copied.get
// want: add := whole.add
// want: end := mixed.end

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type worker struct{ run, ask, tell, put func() }

type client struct{ work *worker }

func (c *client) worker() *worker { return c.work }

type other struct{ client *client }

type ofPlain struct{ run func() }

func (plain *ofPlain) start() {
	go plain.run() // fix: yes
}

type ofGiven struct{ ask func() }

func (given *ofGiven) start() {
	go given.ask() // fix: yes
}

type ofBoth struct{ tell func() }

func (both *ofBoth) start() {
	go both.tell() // fix: yes
}

type hasWork struct{ either *worker }

type hasBoth struct{ either *ofBoth }

type ofMade struct{ put func() }

func (made *ofMade) start() {
	go made.put() // fix: yes
}

type maker interface{ make() *ofMade }

type ofCopied struct{ get func() }

func (copied *ofCopied) start() {
	go copied.get() // fix: yes
}

type ofWhole struct{ add func() }

func (whole *ofWhole) start() {
	go whole.add() // fix: yes
}

type ofMixed struct{ end func() }

func (mixed *ofMixed) start() {
	go mixed.end() // fix: yes
}

func main() {
	c := &client{&worker{run: say("worker")}}
	fmt.Println(c.worker().run != nil)
	for _, start := range []func(){
		(&ofPlain{say("plain")}).start,
		(&ofGiven{say("given")}).start,
		(&ofBoth{say("both")}).start,
		(&ofMade{say("made")}).start,
		(&ofCopied{say("copied")}).start,
		(&ofWhole{say("whole")}).start,
		(&ofMixed{say("mixed")}).start,
	} {
		start()
		fmt.Println(<-out)
	}
}
