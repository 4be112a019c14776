// Command launchoperand: what a launched function is given may be what somebody waits for.
package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/tetherlint/tether/tracked"
)

func run(f func()) { f() }

type server struct {
	once sync.Once
	done chan struct{}
	name string
}

func (s *server) finish() { close(s.done) }

func (s *server) note() { _ = len(s.name) }

// reject: tracked.Go(context.Background(), "viaLiteral
func viaLiteral() {
	done := make(chan struct{})
	go run(func() { close(done) }) // fix: yes
	<-done
}

// reject: tracked.Go(context.Background(), "server.finish
func viaMethod(s *server) {
	go run(s.finish) // fix: yes
	<-s.done
}

func viaOnce() {
	s := &server{done: make(chan struct{})}
	go s.once.Do(func() { s.finish() }) // fix: yes
	<-s.done
}

func viaVariable() {
	done := make(chan struct{})
	f := func() { close(done) }
	go run(f) // fix: yes
	<-done
}

// What it may call is not known.
func notAwaited(s *server) {
	go run(s.note) // fix: yes
}

func main() {
	_ = tracked.Shutdown(context.Background())
	viaLiteral()
	viaMethod(&server{done: make(chan struct{})})
	viaOnce()
	viaVariable()
	notAwaited(&server{name: "n"})
	fmt.Println("end")
}
