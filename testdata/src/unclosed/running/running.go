// Package running has values behind which a goroutine runs, which ends only when a method of theirs is called: whoever has one owes that call.
package running

import (
	"context"
	"net"
	"os"
	"sync"
	"time"

	"example.com/unclosed/running/lib"
)

// With cancel.
type loop struct {
	cancel context.CancelFunc
	n      int
}

func newLoop() *loop {
	ctx, cancel := context.WithCancel(context.Background())
	l := &loop{cancel: cancel}
	go l.run(ctx)
	return l
}

func (l *loop) run(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			l.n++
		}
	}
}

func (l *loop) Halt() { l.cancel() }

func useLoop() int {
	l := newLoop() // want `l from running.newLoop, which runs a goroutine, is not ended when useLoop returns at line \d+; defer l.Halt\(\) right after this call \(unclosed/leak\)`
	return l.n
}

func useLoopHalted() int {
	l := newLoop()
	defer l.Halt()
	return l.n
}

// With a WaitGroup and a literal.
type pool struct {
	in chan func()
	wg sync.WaitGroup
}

func newPool(n int) *pool {
	p := &pool{in: make(chan func())}
	for range n {
		p.wg.Add(1)
		go func() {
			defer p.wg.Done()
			for f := range p.in {
				f()
			}
		}()
	}
	return p
}

func (p *pool) Close() {
	close(p.in)
	p.wg.Wait()
}

func usePool(f func(), skip bool) {
	p := newPool(3) // want `unclosed/leak`
	p.in <- f
	if skip {
		return
	}
	p.Close()
}

func usePoolClosed(f func()) {
	p := newPool(3)
	defer p.Close()
	p.in <- f
}

// With a conn.
type client struct {
	c    net.Conn
	done chan struct{}
}

func dial(a string) (*client, error) {
	c, err := net.Dial("tcp", a)
	if err != nil {
		return nil, err
	}
	cl := &client{c: c, done: make(chan struct{})}
	go cl.read()
	return cl, nil
}

func (c *client) read() {
	defer close(c.done)
	var b [10]byte
	for {
		if _, err := c.c.Read(b[:]); err != nil {
			return
		}
	}
}

func (c *client) Close() error {
	err := c.c.Close()
	<-c.done
	return err
}

func (c *client) send(b []byte) error {
	_, err := c.c.Write(b)
	return err
}

func once(a string, b []byte) error {
	c, err := dial(a) // want `unclosed/leak`
	if err != nil {
		return err
	}
	return c.send(b)
}

func onceClosed(a string, b []byte) error {
	c, err := dial(a)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.send(b)
}

// Of another package.
func useLib() int {
	p := lib.New() // want `unclosed/leak`
	return p.N()
}

func useLibStopped() int {
	p := lib.New()
	defer p.Stop()
	return p.N()
}

// It ends by itself.
type once2 struct{ done chan struct{} }

func newOnce() *once2 {
	o := &once2{done: make(chan struct{})}
	go func() {
		defer close(o.done)
		println("x")
	}()
	return o
}

func (o *once2) Close() { <-o.done }

func useOnce() {
	o := newOnce()
	_ = o
}

// The context that was given ends it.
type ctxLoop struct{ n int }

func newCtxLoop(ctx context.Context) *ctxLoop {
	l := &ctxLoop{}
	go func() {
		<-ctx.Done()
		l.n++
	}()
	return l
}

func (l *ctxLoop) Close() {}

func useCtxLoop(ctx context.Context) int {
	l := newCtxLoop(ctx)
	return l.n
}

// returned, stored: whoever has it.
type app struct{ p *lib.Poller }

func newApp() *app { return &app{p: lib.New()} }

func (a *app) Stop() { a.p.Stop() }

func useApp() {
	a := newApp() // want `unclosed/leak`
	_ = a.p.N()
}

func useAppStopped() {
	a := newApp()
	defer a.Stop()
	_ = a.p.N()
}

var global = lib.New()

// value, not pointer, struct results with error
type ticker struct {
	stop chan struct{}
	C    chan int
}

func newTicker() (ticker, error) {
	t := ticker{stop: make(chan struct{}), C: make(chan int)}
	go t.run()
	return t, nil
}

func (t ticker) run() {
	for {
		select {
		case t.C <- 1:
		case <-t.stop:
			return
		}
	}
}

func (t ticker) Close() error { close(t.stop); return nil }

func useTicker() (int, error) {
	t, err := newTicker() // want `unclosed/leak`
	if err != nil {
		return 0, err
	}
	return <-t.C, nil
}

// What is dropped at once can never be ended.
func drop() {
	newLoop() // want `unclosed/discarded`
}

// Released at the end, if by no defer: there is nothing to lose in between.
func released() int {
	l := newLoop()
	n := l.n
	l.Halt()
	return n
}

// Only some of them run something.
func newMaybe(run bool) *loop {
	ctx, cancel := context.WithCancel(context.Background())
	l := &loop{cancel: cancel}
	if run {
		go l.run(ctx)
	}
	return l
}

func useMaybe() int {
	l := newMaybe(false)
	return l.n
}

// One for the whole process.
var shared *loop

func sharedLoop() *loop {
	if shared == nil {
		shared = newLoop()
	}
	return shared
}

func useShared() int { return sharedLoop().n }

// A registry knows it, and ends it.
type registry struct{ all map[string]*loop }

func (r *registry) newLoop(name string) *loop {
	l := newLoop()
	r.all[name] = l
	return l
}

func (r *registry) Close() {
	for _, l := range r.all {
		l.Halt()
	}
}

func useRegistry(r *registry) int {
	l := r.newLoop("a")
	return l.n
}

// Whoever gets it.
func give() *loop { return newLoop() }

func useGiven() int {
	l := give() // want `unclosed/leak`
	return l.n
}

func stored(a *struct{ l *loop }) { a.l = newLoop() }

func sent(c chan *loop) { c <- newLoop() }

func ended(l *loop) { l.Halt() }

func passed() {
	l := newLoop()
	ended(l)
}

func kept() func() {
	l := newLoop()
	return l.Halt
}

// It ends by itself after a while.
type idle struct {
	work chan func()
	quit chan struct{}
}

func newIdle() *idle {
	i := &idle{work: make(chan func()), quit: make(chan struct{})}
	go func() {
		for {
			select {
			case f := <-i.work:
				f()
			case <-i.quit:
				return
			case <-time.After(time.Minute):
				return
			}
		}
	}()
	return i
}

func (i *idle) Close() { close(i.quit) }

func useIdle() {
	i := newIdle()
	i.work <- func() {}
}

// An owner of a file that launches on itself is one all the same.
type logger struct {
	f          *os.File
	stop, done chan struct{}
}

func newLogger() (*logger, error) {
	f, err := os.Create("x")
	if err != nil {
		return nil, err
	}
	l := &logger{f: f, stop: make(chan struct{}), done: make(chan struct{})}
	go l.run()
	return l, nil
}

func (l *logger) run() {
	defer close(l.done)
	<-l.stop
}

func (l *logger) Close() error {
	close(l.stop)
	<-l.done
	return l.f.Close()
}

func useLogger() error {
	l, err := newLogger() // want `l opened by running.newLogger is not closed`
	if err != nil {
		return err
	}
	_, err = l.f.Write(nil)
	return err
}

// A spinner's goroutine neither ends nor lets go of what it has.
type spinner struct {
	f *os.File
	n int
}

func newSpinner(p string) (*spinner, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &spinner{f: f}, nil
}

func (s *spinner) spin() {
	for {
		s.n++
	}
}

func (s *spinner) Close() error { return s.f.Close() }

func Spins(p string) error {
	s, err := newSpinner(p) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	go s.spin()
	return nil
}
