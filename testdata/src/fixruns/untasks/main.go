// Command untasks: launches that are no tasks as they stand.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
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

func main() {
	endless()
	channels()
	signals()
	later()
	for n := range 5 {
		repeated(n)
	}
	for {
		mu.Lock()
		if said["three"] == 3 && said["later"] == 1 && said["again"] == 4 && said["once"] == 1 &&
			said["queued"]+said["pooled"]+said["stopped"]+said["open"]+said["fed"] == 5 {
			fmt.Println(said)
			return
		}
		mu.Unlock()
	}
}
