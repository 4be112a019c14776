// Command operandsbeside: what a test holds by value, or sets by a method, is not set once, though
// the program itself only sets it where it is made.
package main

import "fmt"

// want: c := server.conf
// want: run := listed.run
// want: run := embedded.run
// want: run := declared.run
// want: defer task.Done() kept.loop()

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type conf struct{ name string }

func (c *conf) set(s string) { c.name = s }

type ofServer struct{ conf conf }

func (server *ofServer) tell(c conf) { out <- c.name }

func (server *ofServer) start() {
	go server.tell(server.conf) // fix: yes
}

type ofListed struct{ run func() }

func (listed *ofListed) start() {
	go listed.run() // fix: yes
}

type ofEmbedded struct{ run func() }

func (embedded *ofEmbedded) start() {
	go embedded.run() // fix: yes
}

type ofDeclared struct{ run func() }

func (declared *ofDeclared) start() {
	go declared.run() // fix: yes
}

// ofKept is only made by the test, as a value that stays the same.
type ofKept struct{ loop func() }

func (kept *ofKept) start() {
	go kept.loop() // fix: yes
}

func main() {
	for _, start := range []func(){
		(&ofServer{conf{"server"}}).start,
		(&ofListed{say("listed")}).start,
		(&ofEmbedded{say("embedded")}).start,
		(&ofDeclared{say("declared")}).start,
		(&ofKept{say("kept")}).start,
	} {
		start()
		fmt.Println(<-out)
	}
}
