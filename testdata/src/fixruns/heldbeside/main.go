// Command heldbeside: what a test holds by value, in whatever it is or comes from, may be replaced
// there, and its fields with it.
package main

import "fmt"

// want: run := inField.run
// want: run := inPart.run
// want: run := byResult.run
// want: run := byChannel.run
// want: run := inMap.run
// want: run := byAlias.run
// want: run := byOther.run
// want: run := shared.run
// want: run := redeclared.run
// want: defer task.Done() pointed.loop()

var out = make(chan string)

func say(s string) func() { return func() { out <- s } }

type ofField struct{ run func() }

func (inField *ofField) start() {
	go inField.run() // fix: yes
}

type ofPart struct{ run func() }

func (inPart *ofPart) start() {
	go inPart.run() // fix: yes
}

type ofResult struct{ run func() }

func (byResult *ofResult) start() {
	go byResult.run() // fix: yes
}

type ofChannel struct{ run func() }

func (byChannel *ofChannel) start() {
	go byChannel.run() // fix: yes
}

type ofMap struct{ run func() }

func (inMap *ofMap) start() {
	go inMap.run() // fix: yes
}

type ofAlias struct{ run func() }

func (byAlias *ofAlias) start() {
	go byAlias.run() // fix: yes
}

type ofOther struct{ run func() }

// other is what only the test calls it.
type other = ofOther

func (byOther *ofOther) start() {
	go byOther.run() // fix: yes
}

type ofShared struct{ run func() }

func (shared *ofShared) start() {
	go shared.run() // fix: yes
}

type ofRedeclared struct{ run func() }

func (redeclared *ofRedeclared) start() {
	go redeclared.run() // fix: yes
}

// ofPointed is only ever pointed to: by elements, results, and what embeds it.
type ofPointed struct{ loop func() }

func (pointed *ofPointed) start() {
	go pointed.loop() // fix: yes
}

func main() {
	for _, start := range []func(){
		(&ofField{say("field")}).start,
		(&ofPart{say("part")}).start,
		(&ofResult{say("result")}).start,
		(&ofChannel{say("channel")}).start,
		(&ofMap{say("map")}).start,
		(&ofAlias{say("alias")}).start,
		(&other{say("other")}).start,
		(&ofShared{say("shared")}).start,
		(&ofRedeclared{say("redeclared")}).start,
		(&ofPointed{say("pointed")}).start,
	} {
		start()
		fmt.Println(<-out)
	}
}
