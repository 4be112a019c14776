// Package told has launches whose tasks are told apart in a list of all that a process runs:
// what many packages could have, such as cmd.Run or collect, is said to be of which.
package told

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

type channel struct {
	ch   chan int
	done chan struct{}
}

func (c *channel) send(v int)      { c.ch <- v }
func (c *channel) sendAll(v []int) { c.ch <- len(v) }

// Server is known to others.
type Server struct {
	h       func(net.Conn)
	conns   map[string]func(int)
	mu      sync.Mutex
	records map[string]int
	next    Writer
}

// A Writer has a getter.
type Writer interface{ Status() chan int }

func (s *Server) Loop() { <-s.next.Status() }
func collect(int)       {}
func collectAll(int)    {}

// Logs has names that many tasks of a process would have.
func (s *Server) Logs(c *channel, cmd, otherCmd *exec.Cmd, srv *http.Server, l net.Listener) {
	errs := make(chan error, 1)
	go func() { // want `raw-go`
		errs <- cmd.Run()
	}()
	<-errs
	go func() { // want `raw-go`
		errs <- otherCmd.Run()
	}()
	<-errs
	go func() { errs <- srv.Serve(l) }() // want `raw-go`
	<-errs
	go func() { // want `raw-go`
		errs <- http.Serve(l, nil)
	}()
	<-errs
	go c.send(1)          // want `raw-go`
	go c.sendAll([]int{}) // want `raw-go`
	go s.Loop()           // want `raw-go`
	go collect(1)         // want `raw-go`
	go collectAll(1)      // want `raw-go`
}

// Drop only drains a channel.
func (s *Server) Drop(in <-chan int, wg *sync.WaitGroup) {
	go func() { // want `raw-go`
		for range in {
			wg.Done()
		}
	}()
}

// Discard does so until it is told to end.
func (s *Server) Discard(ctx context.Context, in <-chan int) {
	go func() { // want `raw-go`
		for {
			select {
			case <-ctx.Done():
				return
			case <-in:
			}
		}
	}()
}

// Show only prints.
func (s *Server) Show(out io.Writer, containerID string) {
	done := make(chan struct{})
	go func() { // want `raw-go`
		defer close(done)
		_, _ = fmt.Fprintln(out, containerID)
	}()
	<-done
}

// Remove only deletes.
func (s *Server) Remove(key string) {
	done := make(chan struct{})
	go func() { // want `raw-go`
		defer close(done)
		s.mu.Lock()
		delete(s.records, key)
		s.mu.Unlock()
	}()
	<-done
}

// Feed only sends, one by one.
func (s *Server) Feed(layers []string) {
	tasks := make(chan int)
	go func() { // want `raw-go`
		for i := range layers {
			tasks <- i
		}
		close(tasks)
	}()
	for n := range tasks {
		fmt.Println(n)
	}
}

// Tee gets a status, which is none of its work.
func Tee(w Writer, ch chan int) {
	st := make(chan int)
	go func() { // want `raw-go`
		for v := range st {
			w.Status() <- v
			ch <- v
		}
		close(ch)
	}()
	close(st)
}

// Register calls what it is given, which has a name.
func (s *Server) Register(onCreate func(int), fn func()) {
	go onCreate(1) // want `raw-go`
	go fn()        // want `raw-go`
}

// accept is a task, and launches one for each connection.
func (s *Server) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go s.h(conn) // want `raw-go`
	}
}

// Listen launches accept.
func (s *Server) Listen(l net.Listener) {
	go s.accept(l) // want `raw-go`
}

// Watch is launched, too, and gets what it launches out of a map.
func (s *Server) watch(events chan int) {
	for e := range events {
		h, ok := s.conns["x"]
		if ok {
			go h(e) // want `raw-go`
		}
	}
}

// Follow launches watch.
func (s *Server) Follow(events chan int) {
	go s.watch(events) // want `raw-go`
	close(events)
}

// Each launches one for each within another.
func Each(containers []string, op func(string) error) {
	out := make(chan error, len(containers))
	sem := make(chan struct{}, 1)
	go func() { // want `raw-go`
		for _, c := range containers {
			sem <- struct{}{}
			go func(container string) { // want `raw-go`
				out <- op(container)
				<-sem
			}(c)
		}
	}()
	for range containers {
		<-out
	}
}

// Toggle has an action within what it gives to somebody else.
func (s *Server) Toggle(ctx context.Context, queue func(func()), install bool) {
	action := func() {}
	if install {
		action = func() { fmt.Println("install") }
	}
	done := make(chan struct{})
	go func() { // want `raw-go`
		queue(func() {
			go func() { // want `raw-go`
				queue(func() {
					action()
					close(done)
				})
			}()
		})
	}()
	<-done
}

// Kill asks first.
func (s *Server) Kill(ctx context.Context, done chan struct{}, pid int) {
	go func() { // want `raw-go`
		select {
		case <-ctx.Done():
			_ = syscall.Kill(pid, syscall.SIGTERM)
			go func() { // want `raw-go`
				select {
				case <-done:
				case <-time.After(time.Second):
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			}()
		case <-done:
		}
	}()
}

// Stop kills what does not stop by itself.
func Stop(cmd *exec.Cmd, stopped chan struct{}) {
	go func() { // want `raw-go`
		select {
		case <-stopped:
		case <-time.After(time.Second):
			fmt.Println("killing")
			_ = cmd.Process.Kill()
		}
	}()
}

// Handles has a task and a handle of its own.
func Handles(ctx context.Context) {
	task, handle := 1, 2
	done := make(chan int)
	go func() { // want `raw-go`
		done <- task + handle
	}()
	<-done
}

// Report writes to a pipe that nobody may read any more.
func (s *Server) Report(ctx context.Context) error {
	pr, pw := io.Pipe()
	done := make(chan error, 1)
	go func() { // want `an io.Pipe whose reader nobody closes`
		done <- s.report(ctx, pw)
	}()
	if _, err := io.CopyN(io.Discard, pr, 8); err != nil {
		return err
	}
	return <-done
}

// ReportAll closes the reader.
func (s *Server) ReportAll(ctx context.Context) error {
	pr, pw := io.Pipe()
	defer pr.Close()
	done := make(chan error, 1)
	go func() { // want `raw-go`
		done <- s.report(ctx, pw)
	}()
	if _, err := io.CopyN(io.Discard, pr, 8); err != nil {
		return err
	}
	return <-done
}

func (s *Server) report(_ context.Context, w io.WriteCloser) error {
	_, err := w.Write([]byte("reported"))
	return errors.Join(err, w.Close())
}

func recovering(f func()) { f() }

type broker struct {
	mu    sync.Mutex
	queue []int
}

func (b *broker) up() (bool, error) { return b.queue != nil, nil }
func (b *broker) depth() int        { return len(b.queue) }
func (b *broker) Close() error      { return nil }
func (b *broker) next(int)          {}

// safeClose is what it does: that the broker is asked first whether it is up is not.
func safeClose(b *broker) {
	go recovering(func() { // want `raw-go`
		if up, _ := b.up(); up {
			if err := b.Close(); err != nil {
				b.queue = nil
			}
		}
	})
}

// forward asks how much there is before it does something.
func (b *broker) forward(list []int) {
	go func() { // want `raw-go`
		for _, v := range list {
			if b.depth() == 0 {
				return
			}
			b.next(v)
		}
	}()
	go func() { // want `raw-go`
		if up, err := b.up(); err == nil && up {
			return
		}
	}()
}

// each calls its function what many functions call theirs.
func (b *broker) each(list []int) {
	worker := func(v int) { b.next(v) }
	for _, v := range list {
		go worker(v) // want `raw-go`
	}
}

// all has one that a WaitGroup waits for, and that counts itself.
func (b *broker) all(list []int) {
	var wg sync.WaitGroup
	worker := func(v int) {
		defer wg.Done()
		b.next(v)
	}
	for _, v := range list {
		wg.Add(1)
		go worker(v) // want `no safe fix: a WaitGroup waits for it already, and would launch it by its Go if worker did not count itself`
	}
	wg.Wait()
}

type options struct {
	most  int
	names []string
}

func newRetries(o options) []string { return o.names }

// What stood on lines of its own stands on that of its variable.
func retried(say func([]string, bool)) {
	/* want `raw-go` */ go say(
		newRetries(options{
			most:  3,
			names: []string{"a"},
		}),
		true,
	)
}
