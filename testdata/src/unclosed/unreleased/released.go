package unreleased

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
)

func listen() (net.Listener, error) { return net.Listen("tcp", ":0") }

// launched closes in the goroutine that it launches.
type launched struct {
	l    net.Listener
	quit chan struct{}
}

func newLaunched() (*launched, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	s := &launched{l: l, quit: make(chan struct{})}
	go s.run()
	return s, nil
}

func (s *launched) run() {
	defer s.l.Close()
	<-s.quit
}

func (s *launched) Close() { close(s.quit) }

// inLiteral closes in a literal, through the local.
type inLiteral struct {
	l    net.Listener
	quit chan struct{}
}

func newInLiteral() (*inLiteral, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	s := &inLiteral{l: l, quit: make(chan struct{})}
	go func() {
		<-s.quit
		l.Close()
	}()
	return s, nil
}

func (s *inLiteral) Close() { close(s.quit) }

// once closes once.
type once struct {
	l    net.Listener
	once sync.Once
}

func newOnce() (*once, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	return &once{l: l}, nil
}

func (o *once) Close() error {
	o.once.Do(func() { o.l.Close() })
	return nil
}

// helped closes through a function of the package.
type helped struct{ l net.Listener }

func newHelped() (*helped, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	return &helped{l: l}, nil
}

func quietly(c io.Closer) {
	if c != nil {
		_ = c.Close()
	}
}

func (h *helped) Close() { quietly(h.l) }

// listed closes all that it has in a loop.
type listed struct {
	l net.Listener
	f *os.File
}

func newListed() (*listed, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	f, err := os.Open("f")
	if err != nil {
		l.Close()
		return nil, err
	}
	return &listed{l: l, f: f}, nil
}

func (l *listed) Close() {
	for _, c := range []io.Closer{l.l, l.f} {
		c.Close()
	}
}

// appended keeps how to undo it.
type appended struct {
	l       net.Listener
	closers []func() error
}

func newAppended() (*appended, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	a := &appended{l: l}
	a.closers = append(a.closers, a.l.Close)
	return a, nil
}

func (a *appended) Close() {
	for _, c := range a.closers {
		c()
	}
}

// asValue gives its release away.
type asValue struct{ l net.Listener }

func newAsValue(t *testing.T) (*asValue, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	a := &asValue{l: l}
	t.Cleanup(func() { a.l.Close() })
	return a, nil
}

func (a *asValue) Close() {}

// aliased closes what it has taken out under a lock.
type aliased struct {
	mu sync.Mutex
	l  net.Listener
}

func newAliased() (*aliased, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	return &aliased{l: l}, nil
}

func (a *aliased) Close() error {
	a.mu.Lock()
	l := a.l
	a.l = nil
	a.mu.Unlock()
	if l == nil {
		return nil
	}
	return l.Close()
}

// owned is closed by the type that has it.
type owned struct{ f *os.File }

func newOwned() (*owned, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &owned{f: f}, nil
}

func (o *owned) Stop() {}

type parent struct{ o *owned }

func (p *parent) Close() error { return p.o.f.Close() }

// wrapped is closed by what wraps it.
type wrapped struct {
	conn net.Conn
	tls  *tls.Conn
}

func newWrapped() (*wrapped, error) {
	c, err := net.Dial("tcp", "a:1")
	if err != nil {
		return nil, err
	}
	return &wrapped{conn: c, tls: tls.Client(c, nil)}, nil
}

func (w *wrapped) Close() error { return w.tls.Close() }

// serving has given its listener to a server.
type serving struct {
	l   net.Listener
	srv *http.Server
}

func newServing() (*serving, error) {
	l, err := listen()
	if err != nil {
		return nil, err
	}
	s := &serving{l: l, srv: new(http.Server)}
	go s.srv.Serve(s.l)
	return s, nil
}

func (s *serving) Close() error { return s.srv.Close() }

// exported can be closed by anybody.
type exported struct{ File *os.File }

func newExported() (*exported, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &exported{f}, nil
}

func (e *exported) Close() error { return nil }

// settable may have been given what it has.
type settable struct{ f *os.File }

func newSettable() (*settable, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &settable{f}, nil
}

func (s *settable) set(f *os.File) { s.f = f }
func (s *settable) Close() error   { return nil }

// given has got what it has.
type given struct{ f *os.File }

func newGiven(f *os.File) *given { return &given{f} }
func (g *given) Close() error    { return nil }

// mixed has the process's own on some paths.
type mixed struct{ f *os.File }

func newMixed(path string) (*mixed, error) {
	f := os.Stdout
	if path != "" {
		var err error
		if f, err = os.Create(path); err != nil {
			return nil, err
		}
	}
	return &mixed{f}, nil
}

func (m *mixed) Close() error { return nil }

// returning lets others have it.
type returning struct{ f *os.File }

func newReturning() (*returning, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &returning{f}, nil
}

func (r *returning) file() *os.File { return r.f }
func (r *returning) Close() error   { return nil }

// byContext ends with a context that it was given.
type byContext struct{ w *watcher }

type watcher struct{ f *os.File }

func newWatcher(ctx context.Context) (*watcher, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	w := &watcher{f}
	context.AfterFunc(ctx, func() { w.Close() })
	return w, nil
}

func (w *watcher) Close() error { return w.f.Close() }

func newByContext(ctx context.Context) (*byContext, error) {
	w, err := newWatcher(ctx)
	if err != nil {
		return nil, err
	}
	return &byContext{w}, nil
}

func (b *byContext) Close() error { return nil }

// cancelled: what it was made from ends it.
type cancelled struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newCancelled(ctx context.Context) *cancelled {
	ctx, cancel := context.WithCancel(ctx)
	return &cancelled{ctx, cancel}
}

func (c *cancelled) Close() {}

// registered is in a map that others close.
type registered struct{ f *os.File }

var registry = map[string]*os.File{}

func newRegistered() (*registered, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	r := &registered{f}
	registry["f"] = r.f
	return r, nil
}

func (r *registered) Close() error { return nil }

// pooled goes back to where it came from.
type pooled struct{ f *os.File }

var pool sync.Pool

func newPooled() (*pooled, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &pooled{f}, nil
}

func (p *pooled) Close() error {
	pool.Put(p.f)
	return nil
}

// sent goes to another goroutine.
type sent struct {
	f   *os.File
	out chan *os.File
}

func newSent() (*sent, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &sent{f: f}, nil
}

func (s *sent) Close() { s.out <- s.f }

// buffered flushes and closes.
type buffered struct {
	f *os.File
	w *bufio.Writer
}

func newBuffered() (*buffered, error) {
	f, err := os.Create("f")
	if err != nil {
		return nil, err
	}
	return &buffered{f, bufio.NewWriter(f)}, nil
}

func (b *buffered) Close() error {
	err := b.w.Flush()
	if e := b.f.Close(); err == nil {
		err = e
	}
	return err
}

// embedding has the Close of what it embeds.
type embedding struct {
	*os.File
	n int
}

func newEmbedding() (*embedding, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &embedding{File: f}, nil
}

// reopening closes the old one before it opens another.
type reopening struct{ c net.Conn }

func (r *reopening) open() (err error) {
	if r.c != nil {
		r.c.Close()
	}
	r.c, err = net.Dial("tcp", "a:1")
	return err
}

func (r *reopening) Close() {}

// asserted is closed if it can be.
type asserted struct{ r io.Reader }

func newAsserted() (*asserted, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &asserted{r: f}, nil
}

func (a *asserted) Close() {
	if c, ok := a.r.(io.Closer); ok {
		c.Close()
	}
}

// captured is released by a closure that is kept.
type captured struct {
	f    *os.File
	undo func()
}

func newCaptured() (*captured, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &captured{f: f, undo: func() { f.Close() }}, nil
}

func (c *captured) Close() { c.undo() }

// unending has no release: it cannot forget.
type unending struct{ f *os.File }

func newUnending() (*unending, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &unending{f}, nil
}
