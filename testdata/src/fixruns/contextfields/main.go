// Command contextfields: a loop that waits for the context of its owner has that, and one that waits for two has none of the launcher's.
package main

import (
	"context"
	"fmt"
)

// want: tracked.Start(s.ctx, "server.loop")
// want: tracked.Start(context.Background(), "merged.wait")
// want: tracked.Start(ctx, "moved.loop")

type server struct {
	ctx  context.Context
	work chan int
	out  chan string
}

func (s *server) loop() {
	for {
		select {
		case <-s.ctx.Done():
			s.out <- "stopped"
			return
		case n := <-s.work:
			s.out <- fmt.Sprint(n)
		}
	}
}

func (s *server) start(ctx context.Context) {
	go s.loop() // fix: yes
	s.work <- 1
	fmt.Println(ctx.Err(), <-s.out)
}

type merged struct {
	a, b context.Context
	out  chan string
}

func (m *merged) wait() {
	select {
	case <-m.a.Done():
	case <-m.b.Done():
	}
	m.out <- "merged"
}

func merge(a, b context.Context) string {
	m := &merged{a: a, b: b, out: make(chan string)}
	go m.wait() // fix: yes
	return <-m.out
}

type moved struct {
	ctx context.Context
	out chan string
}

func (m *moved) loop() {
	<-m.ctx.Done()
	m.out <- "moved"
}

func (m *moved) start(ctx context.Context) string {
	m.ctx = ctx
	go m.loop() // fix: yes
	return <-m.out
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{ctx: ctx, work: make(chan int), out: make(chan string)}
	s.start(context.Background())
	cancel()
	fmt.Println(<-s.out, merge(ctx, context.Background()))
	fmt.Println((&moved{out: make(chan string)}).start(ctx))
}
