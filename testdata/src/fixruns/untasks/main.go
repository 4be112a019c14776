// Command untasks: launches that are no tasks as they stand.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	mu   sync.Mutex
	said = make(map[string]int)
)

func say(s string) {
	mu.Lock()
	defer mu.Unlock()
	said[s]++
}

func endless() {
	go func() { // fix: no
		for range time.Tick(time.Hour) {
			say("tick")
		}
	}()
	go func() { // fix: no
		t := time.NewTicker(time.Hour)
		for range t.C {
			say("tick")
		}
	}()
	go func() { // fix: no
		for {
			time.Sleep(time.Hour)
		}
	}()
	go func() { // fix: yes
		for i := 0; ; i++ {
			if i == 3 {
				return
			}
			say("three")
		}
	}()
}

var queue chan string

// work ends when queue is closed, which nobody does.
func work() {
	for s := range queue {
		say(s)
	}
}

type pool struct {
	jobs chan string
	stop chan struct{}
}

func newPool() *pool {
	jobs, stop := make(chan string), make(chan struct{})
	go func() { // fix: no
		for {
			select {
			case job := <-jobs:
				say(job)
			case <-stop:
				return
			}
		}
	}()
	return &pool{jobs: jobs, stop: stop}
}

type stopped struct {
	jobs chan string
	stop chan struct{}
}

func newStopped() *stopped {
	jobs, stop := make(chan string), make(chan struct{})
	go func() { // fix: yes
		for {
			select {
			case job := <-jobs:
				say(job)
			case <-stop:
				return
			}
		}
	}()
	return &stopped{jobs: jobs, stop: stop}
}

func (s *stopped) end() { close(s.stop) }

func each(in <-chan string) {
	for s := range in { // fix: no
		say(s)
	}
}

func feed(in chan string) {
	in <- "fed"
	close(in)
}

func channels() {
	queue = make(chan string, 1)
	go work() // fix: no
	queue <- "queued"
	newPool().jobs <- "pooled"
	s := newStopped()
	s.jobs <- "stopped"
	s.end()
	open, closed := make(chan string), make(chan string)
	go each(open) // fix: no
	open <- "open"
	go each(closed) // fix: yes
	feed(closed)
	server, serving := &http.Server{}, &http.Server{}
	l, other := nothing{}, nothing{}
	go server.Serve(l)      // fix: no
	go serving.Serve(other) // fix: yes
	serving.Close()
}

type atShutdown interface{ RegisterOnShutdown(f func()) }

// register cannot end the server that it is given.
func register(s atShutdown) { s.RegisterOnShutdown(func() {}) }

func end(s interface{ Close() error }) { s.Close() }

// servers go to others, by an interface that may end them or not.
func servers() {
	server, serving := &http.Server{}, &http.Server{}
	l, other := nothing{}, nothing{}
	register(server)
	register(serving)
	go server.Serve(l)      // fix: no
	go serving.Serve(other) // fix: yes
	end(serving)
}

// progress is made without the names of its fields.
type progress struct {
	name   string
	notify chan string
}

func (p *progress) tell() {
	for s := range p.notify {
		say(p.name + s)
	}
}

func newProgress() *progress {
	notify := make(chan string)
	p := &progress{"progress", notify}
	go p.tell() // fix: no
	return p
}

type told struct {
	name   string
	notify chan string
}

func (t *told) tell() {
	for s := range t.notify {
		say(t.name + s)
	}
}

func newTold(notify chan string) *told {
	t := &told{"told", notify}
	go t.tell() // fix: yes
	return t
}

func unnamed() {
	newProgress().notify <- ""
	notify := make(chan string)
	newTold(notify).notify <- ""
	close(notify)
}

var never = make(chan struct{})

// countdown ends the process, or nothing.
func countdown(n int) {
	for i := 0; n > i; i++ {
		<-never
	}
	os.Exit(2)
}

func exits() {
	go countdown(1) // fix: no
	go func() {     // fix: no
		<-never
		log.Fatal("never")
	}()
	go func() { // fix: no
		defer say("exits")
		<-never
		os.Exit(2)
	}()
	go func() { // fix: yes
		if len(os.Args) == 0 {
			os.Exit(2)
		}
		say("went on")
	}()
	go func() { // fix: yes
		say("gone")
		runtime.Goexit()
	}()
	go func() { // fix: yes
		defer func() {
			recover()
			say("recovered")
		}()
		panic("recovered")
	}()
}

// input is what whoever runs the program ends.
func input() {
	go io.Copy(io.Discard, os.Stdin) // fix: no
	go func() {                      // fix: no
		bufio.NewScanner(os.Stdin).Scan()
		say("read")
	}()
	var from io.Reader = strings.NewReader("")
	if len(os.Args) == 0 {
		from = os.Stdin
	}
	go io.Copy(io.Discard, from) // fix: no
	at := os.Stdin
	go io.Copy(io.Discard, at) // fix: no
	lines := bufio.NewScanner(os.Stdin)
	go func() { // fix: no
		for lines.Scan() {
			say(lines.Text())
		}
	}()
	size, _ := strconv.Atoi(os.Args[0])
	go func() { // fix: yes
		fmt.Fprint(io.Discard, size)
	}()
	in := strings.NewReader("text")
	go io.Copy(io.Discard, in) // fix: yes
	go func() {                // fix: yes
		fmt.Fprint(io.Discard, os.Args[0])
	}()
}

type nothing struct{ net.Listener }

func (nothing) Accept() (net.Conn, error) { return nil, net.ErrClosed }

func (nothing) Close() error { return nil }

func (nothing) Addr() net.Addr { return &net.TCPAddr{} }

func signals() {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	go func() { // fix: no
		<-ch
		say("interrupted")
	}()
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt)
	go func() { // fix: yes
		for range ended {
			say("interrupted")
		}
	}()
	signal.Stop(ended)
	close(ended)
	exits := make(chan os.Signal, 1)
	signal.Notify(exits, os.Interrupt)
	go func() { // fix: no
		if sig := <-exits; sig == nil {
			return
		}
		os.Exit(2)
	}()
	signal.Stop(exits)
	close(exits)
}

func later() {
	go func() { // fix: no
		time.Sleep(time.Millisecond)
		say("later")
	}()
}

func repeated(n int) {
	switch n {
	case 0:
		go say("again") // fix: no
	case 1:
		go say("again") // fix: no
	case 2:
		go say("again") // fix: no
	case 3:
		go say("again") // fix: no
	default:
		go say("once") // fix: yes
	}
}

var _ = support

func main() {
	endless()
	channels()
	signals()
	later()
	servers()
	unnamed()
	exits()
	input()
	for n := range 5 {
		repeated(n)
	}
	for {
		mu.Lock()
		if said["three"] == 3 && said["later"] == 1 && said["again"] == 4 && said["once"] == 1 &&
			said["progress"]+said["told"]+said["went on"]+said["read"]+said["gone"]+said["recovered"] == 6 &&
			said["queued"]+said["pooled"]+said["stopped"]+said["open"]+said["fed"] == 5 {
			fmt.Println(said)
			return
		}
		mu.Unlock()
	}
}
