// Command tasknames: a task is named for what it does, and a handle after its task.
package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// want: tracked.Start(context.Background(), "lookup: published release lookup")
// want: draftTask := tracked.Start(context.Background(), "draft")
// want: tracked.Start(context.Background(), "server.serve")
// want: tracked.Start(context.Background(), "server.start: flush")
// want: tracked.Start(context.Background(), "server.start: http.Client.CloseIdleConnections")
// want: tracked.Start(context.Background(), "collect: close all")
// want: tracked.Start(context.Background(), "refresh: send to results")
// want: tracked.Start(context.Background(), "handlers.OnStart: send to results")
// want: tracked.Start(context.Background(), "called")
// want: tracked.Start(context.Background(), "march: send jobs")
// want: tracked.Start(context.Background(), "march: discard the remaining jobs")
// want: tracked.Start(context.Background(), "march: http.NewServeMux")
// want: tracked.Start(context.Background(), "getter.details")
// want: tracked.Start(context.Background(), "file.Close")
// want: tracked.Start(context.Background(), "taker")
// want: tracked.Start(context.Background(), "both: left to right")
// want: tracked.Start(context.Background(), "both: right to left")
// want: tracked.Start(context.Background(), "both")
// want: tracked.Start(context.Background(), "onQuit: draft")
// want: tracked.Start(context.Background(), "late: draft")
// want: tracked.Start(context.Background(), "registry.serve")
// want: tracked.Start(context.Background(), "listed: print lines")
// want: tracked.Start(context.Background(), "relayed: send to out")
// want: tracked.Start(context.Background(), "rounds: say")
// reject: func1
// reject: TODO say

var results = make(chan string, 16)

func lookup() {
	// published release lookup
	go func() { // fix: yes
		s := fmt.Sprint("published")
		results <- s
	}()
	<-results

	go func() { // fix: yes
		results <- draft()
	}()
	<-results
}

func draft() string { return "draft" }

type server struct {
	mu     sync.Mutex
	client *http.Client
}

func (s *server) serve() { results <- "serve" }
func (s *server) flush() { results <- "flush" }
func (s *server) reset() {}

func (s *server) start() {
	// TODO say why
	go func() { // fix: yes
		s.mu.Lock()
		defer s.mu.Unlock()
		time.Sleep(time.Millisecond)
		fmt.Println("serving")
		s.serve()
	}()
	<-results
	go func() { // fix: yes
		s.reset()
		s.flush()
	}()
	<-results
	go func() { // fix: yes
		s.client.CloseIdleConnections()
		results <- "idle"
	}()
	<-results
}

func collect() {
	var wg sync.WaitGroup
	all := make(chan int)
	wg.Add(1)
	go func() { // fix: may
		defer wg.Done()
		all <- 1
	}()
	go func() { // fix: yes
		wg.Wait()
		close(all)
	}()
	for n := range all {
		fmt.Println(n)
	}
}

type hooks struct{ OnStart func(string) }

func handlers() hooks {
	return hooks{OnStart: func(name string) {
		go func() { // fix: yes
			results <- name
		}()
	}}
}

func called(f func()) {
	go f() // fix: yes
	<-results
}

// march has launches that say what they do, and one that only makes something.
func march(jobs []string) {
	in := make(chan string)
	go func() { // fix: yes
		for _, job := range jobs {
			in <- job
		}
	}()
	// Discard the remaining jobs on the way out
	// to unblock who sends them.
	done := make(chan struct{})
	go func() { // fix: yes
		for range jobs {
			<-in
		}
		close(done)
	}()
	<-done
	var mux *http.ServeMux
	go func() { // fix: yes
		mux = http.NewServeMux()
		results <- "made"
	}()
	fmt.Println(<-results, mux != nil)
}

type getter struct{}

func (getter) getPart(name string) string { return name }

func (getter) choose(part string) { results <- "chosen " + part }

// details asks for one thing and does another with it.
func (g getter) details(name string) {
	go func() { // fix: yes
		part := g.getPart(name)
		g.choose(part)
	}()
	fmt.Println(<-results)
}

type file struct{ inner io.Closer }

func (f *file) Close() error {
	closed := make(chan error, 1)
	go func() { // fix: yes
		closed <- f.inner.Close()
	}()
	return <-closed
}

// taker has a loop of its own, which goes on when newTaker has returned.
type taker struct{ in chan string }

func (*taker) take(s string) { results <- s }

func (t *taker) stop() { close(t.in) }

func newTaker() *taker {
	t := &taker{make(chan string)}
	go func() { // fix: yes
		for s := range t.in {
			t.take(s)
		}
	}()
	return t
}

func say(what string) string { return what }

// both is a task itself, whose parts have the same to do.
func both() {
	go func() { // fix: yes
		results <- say("left to right")
	}()
	go func() { // fix: yes
		results <- say("right to left")
	}()
}

func onQuit(quit chan struct{}) {
	go func() { // fix: yes
		select {
		case <-quit:
			results <- draft()
		case <-time.After(time.Second):
		}
	}()
}

// late is for the most part a wait for quit.
func late(quit chan struct{}) {
	go func() { // fix: yes
		<-quit
		results <- draft()
	}()
}

type registry struct{ names map[string]bool }

func (r *registry) serve(name string) { results <- name }

func (r *registry) remove(name string) { delete(r.names, name) }

func (r *registry) handle(name string) {
	r.names[name] = true
	go func() { // fix: yes
		r.serve(name)
		r.remove(name)
		results <- "removed"
	}()
}

// listed prints in turn.
func listed(lines chan string) {
	ended := make(chan struct{})
	go func() { // fix: yes
		defer close(ended)
		for line := range lines {
			fmt.Println("line", line)
		}
	}()
	go func() { // fix: yes
		defer close(lines)
		lines <- "one"
	}()
	<-ended
}

type queue struct{ kept []string }

func (q *queue) Add(s string) { q.kept = append(q.kept, s) }
func (q *queue) Pop() (s string) {
	s, q.kept = q.kept[0], q.kept[1:]
	return s
}

// relayed keeps in between.
func relayed() {
	in, out := make(chan string, 1), make(chan string)
	go func() { // fix: yes
		defer close(out)
		var q queue
		for s := range in {
			q.Add(s)
			out <- q.Pop()
		}
	}()
	go func() { // fix: yes
		defer close(in)
		in <- "relayed"
	}()
	for s := range out {
		fmt.Println(s)
	}
}

// rounds has the name of a task itself.
func rounds(names []string) {
	for {
		if len(names) == 0 {
			return
		}
		go func() { // fix: yes
			s := draft()
			results <- s + say(names[0])
		}()
		fmt.Println(<-results)
		names = names[1:]
	}
}

func main() {
	t, quit := newTaker(), make(chan struct{})
	t.in <- "taken"
	t.stop()
	fmt.Println(<-results)
	go both() // fix: yes
	fmt.Println(len(<-results), len(<-results))
	onQuit(quit)
	late(quit)
	close(quit)
	fmt.Println(<-results, <-results)
	(&registry{make(map[string]bool)}).handle("handled")
	fmt.Println(<-results, <-results)
	listed(make(chan string))
	relayed()
	rounds([]string{"x", "y"})
	march([]string{"a", "b"})
	getter{}.details("part")
	fmt.Println((&file{io.NopCloser(strings.NewReader(""))}).Close())
	lookup()
	s := &server{client: http.DefaultClient}
	s.start()
	collect()
	refresh := func() {
		go func() { // fix: yes
			results <- "refreshed"
		}()
	}
	refresh()
	fmt.Println(<-results)
	handlers().OnStart("hook")
	fmt.Println(<-results)
	called(func() { results <- "called" })
	for range 2 {
		go func() { // fix: yes
			results <- "outer"
			go func() { // fix: yes
				results <- draft()
			}()
		}()
		fmt.Println(<-results, <-results)
	}
}
