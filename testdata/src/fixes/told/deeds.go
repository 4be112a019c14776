package told

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"sync"
)

type spring struct {
	mu      sync.Mutex
	cond    sync.Cond
	conns   sync.WaitGroup
	hooks   []func()
	done    chan struct{}
	in      chan string
	watches bool
	log     *slog.Logger
}

func (f *spring) read() error             { <-f.done; return nil }
func (f *spring) halt()                   { <-f.done }
func (f *spring) clear()                  { <-f.done }
func (f *spring) poll()                   { <-f.done }
func (f *spring) listen()                 { <-f.done }
func (f *spring) dial() (net.Conn, error) { <-f.done; return nil, nil }

// The task runs what the callback is told the end of.
func (f *spring) begun(onEnd func(error)) {
	go func() { // want `raw-go`
		onEnd(f.read())
	}()
}

// What waits for a group is told so.
func (f *spring) awaited() chan struct{} {
	ended := make(chan struct{})
	go func() { // want `raw-go`
		defer close(ended)
		f.conns.Wait()
	}()
	return ended
}

// It begins a loop, whose task is that of the spring.
func (f *spring) start(ctx context.Context) {
	go func() { // want `raw-go`
		for {
			select {
			case <-f.in:
				f.clear()
			case <-ctx.Done():
				return
			}
		}
	}()
}

// It only wakes others.
func (f *spring) wake(ctx context.Context) {
	go func() { // want `raw-go`
		<-ctx.Done()
		f.mu.Lock()
		f.cond.Broadcast()
		f.mu.Unlock()
	}()
}

// Neither of two ways is the task.
func (f *spring) changes() {
	go func() { // want `raw-go`
		if !f.watches {
			f.poll()
			return
		}
		f.listen()
	}()
	go f.read() // want `raw-go`
}

// It may do without.
func (f *spring) ended(early bool) {
	go func() { // want `raw-go`
		defer close(f.in)
		if early {
			f.clear()
		}
	}()
}

// What comes behind is about how it has gone.
func (f *spring) connected(ctx context.Context, out chan net.Conn) {
	go func() { // want `raw-go`
		conn, err := f.dial()
		if err != nil {
			f.log.Error("no connection")
			return
		}
		select {
		case out <- conn:
		case <-ctx.Done():
			f.clear()
		}
	}()
}

// The loggers say nothing of it.
func (f *spring) stopped(ctx context.Context) {
	go func() { // want `raw-go`
		<-ctx.Done()
		logger := slog.With("feed", "one")
		logger.Info("stops")
		f.halt()
	}()
}

// A list of functions is named by where it comes from.
func (f *spring) hooked() {
	if fns := f.hooks; len(fns) > 0 {
		go func() { // want `raw-go`
			for _, fn := range fns {
				fn()
			}
		}()
	}
}

func copyConn(dst io.Writer, src io.Reader, errs chan error) {
	_, err := io.Copy(dst, src)
	errs <- err
}

func joined(client, backend net.Conn) error {
	errs := make(chan error, 2)
	go copyConn(client, backend, errs) // want `raw-go`
	go copyConn(backend, client, errs) // want `raw-go`
	return <-errs
}

// A launch within is a task of its own.
func (f *spring) readied() *spring {
	go func() { // want `raw-go`
		f.clear()
		go f.poll() // want `raw-go`
	}()
	return f
}

type page struct{ done chan struct{} }

func (pg *page) turn() { <-pg.done }

type cursor struct{ p *page }

func (c *cursor) loadSession() *spring { return nil }

// Variables are called as the methods of their type call theirs, and without the verb.
func (c *cursor) moved(next *page) {
	go c.p.turn() // want `raw-go`
	c.p = next
	go c.loadSession().poll() // want `raw-go`
}

func (f *spring) copyToPeer(ch chan int)   { ch <- 1 }
func (f *spring) copyFromPeer(ch chan int) { ch <- 1 }

func (f *spring) copied(ch chan int) {
	go f.copyToPeer(ch)   // want `raw-go`
	go f.copyFromPeer(ch) // want `raw-go`
	<-ch
}

type opened struct {
	once    sync.Once
	handler func()
	state   State
}

func (o *opened) handled() {
	if handler := o.handler; handler != nil {
		go o.once.Do(handler) // want `raw-go`
	}
}

// State is copied.
type State struct{ n int }

// Copy returns another one.
func (s State) Copy() State { return s }

func (o *opened) saved(ctx context.Context, state State, out io.Writer) {
	go o.save(ctx, state.Copy()) // want `raw-go`
	go o.both(ctx, out)          // want `raw-go`
}

func (o *opened) save(ctx context.Context, state State) error { <-ctx.Done(); return nil }

func (o *opened) isOver(ctx context.Context) bool { return o.state.n > 0 }

func (o *opened) both(ctx context.Context, out io.Writer) {
	errs := make(chan error, 2)
	go func() { // want `raw-go`
		errs <- json.NewEncoder(out).Encode(o.state)
	}()
	go func() { // want `raw-go`
		if o.isOver(ctx) {
			return
		}
		errs <- o.save(ctx, o.state)
	}()
	<-errs
	<-errs
}

// The directive is about the copying.
func pump(dst io.Writer, src net.Conn) {
	go io.Copy(dst, src) // nolint: errcheck // want `raw-go`
	_ = src.Close()
}

// GoSafely is a helper, for which the config is.
func GoSafely(f func()) {
	go func() { // want `it runs whatever GoSafely is given, for which one name says nothing`
		defer func() { _ = recover() }()
		f()
	}()
}

// The function has returned before it ends, so that what is said of it is its name.
func (f *spring) counted() {
	// Update the counters once all of them
	// have been read.
	go func() { // want `raw-go`
		f.poll()
		f.clear()
	}()
}
