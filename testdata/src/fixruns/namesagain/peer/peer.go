// Package peer launches what readers have found named for something else.
package peer

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// want: tracked.Start(context.Background(), "Peer.Reset: text.Reset")
// want: tracked.Start(context.Background(), "Peer.shut")
// want: tracked.Start(context.Background(), "Peer.watch: wait for link.Closed")
// want: tracked.Start(context.Background(), "Peer.gather: read words")
// want: tracked.Start(context.Background(), "Peer.drop: text.Reset")
// want: tracked.Start(context.Background(), "Peer.walked: visit")
// want: tracked.Start(context.Background(), "Peer.upload: send the body")
// want: in := p.in
// want: out := p.out
// want: beatIn := p.in
// reject: in1

// A Peer keeps what its tasks say.
type Peer struct {
	all     sync.WaitGroup
	mu      sync.Mutex
	said    []string
	in, out chan string
	text    *strings.Builder
	texts   map[string]*strings.Builder
}

func (p *Peer) say(what string) {
	p.mu.Lock()
	p.said = append(p.said, what)
	p.mu.Unlock()
	p.all.Done()
}

// Reset has the name of what it launches of another.
func (p *Peer) Reset() {
	p.all.Add(1)
	go p.hello()      // fix: yes
	go p.text.Reset() // fix: yes
	p.text = nil
}

func (p *Peer) hello() { p.say("hello") }

// shut does the same with two things, and is not one of them.
func (p *Peer) shut(first, second bool) {
	p.all.Add(2)
	go func() { // fix: yes
		if first {
			p.say("first shut")
		}
		if second {
			p.say("second shut")
		}
	}()
}

type link chan struct{}

func (l link) Closed() chan struct{} { return l }

func (p *Peer) watch(link link) {
	p.all.Add(3)
	go func() { // fix: yes
		<-link.Closed()
		p.say("closed")
		p.hello()
	}()
	go func() { // fix: yes
		defer close(link)
		p.hello()
	}()
}

func newLine(words []string, p *Peer) { p.say(strings.Join(words, " ")) }

func (p *Peer) gather(words chan string) {
	p.all.Add(2)
	go func() { // fix: yes
		var all []string
		for word := range words {
			all = append(all, word)
		}
		newLine(all, p)
	}()
	go func() { // fix: yes
		defer close(words)
		words <- "a"
		words <- "line"
		p.hello()
	}()
}

func (p *Peer) drop(name string) {
	go p.texts[name].Reset() // fix: yes
	delete(p.texts, name)
}

func (p *Peer) visit(string, fs.DirEntry, error) error {
	p.say("visited")
	return nil
}

func (p *Peer) walked() {
	p.all.Add(1)
	go filepath.WalkDir("not there", p.visit) // fix: yes
}

func (p *Peer) upload(body []string) {
	p.all.Add(len(body))
	// send the body asynchronously
	go func() { // fix: yes
		for _, line := range body {
			p.say(line)
		}
	}()
}

func (p *Peer) piped() {
	p.all.Add(3)
	takeFn := func(in chan string) { p.say("taken " + <-in) }
	giveFn := func(out chan string) { out <- "x"; out <- "x"; p.say("given") }
	beatFn := func(in chan string) { <-in; p.say("beaten") }
	go takeFn(p.in)  // fix: may
	go giveFn(p.out) // fix: may
	go beatFn(p.in)  // fix: may
	p.in, p.out = nil, nil
}

// Run says what all tasks have said, in an order of its own.
func Run() []string {
	c := make(chan string)
	p := &Peer{text: new(strings.Builder), texts: map[string]*strings.Builder{"a": new(strings.Builder)}, in: c, out: c}
	p.Reset()
	p.shut(true, true)
	p.watch(make(link))
	p.gather(make(chan string))
	p.drop("a")
	p.walked()
	p.upload([]string{"body"})
	p.piped()
	p.all.Wait()
	slices.Sort(p.said)
	return p.said
}
