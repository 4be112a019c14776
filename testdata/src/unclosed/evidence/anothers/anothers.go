// Package anothers has values that are somebody else's, for all that the function can
// show, and those of which nothing is lost. It is quiet.
package anothers

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"

	"example.com/unclosed/evidence/below"
)

type conn interface {
	Ping() error
	Shared() bool
	Close() error
}

type pool interface {
	Get() conn
	Conn(ctx context.Context) (conn, error)
	Find(name string) (conn, bool)
	Put(c conn)
	Dial(network string) (net.Conn, error)
	Wrap(c net.Conn) (conn, error)
	Begin(ctx context.Context) (tx, error)
	Lookup(name string) (conn, bool, error)
	Reader(ref string) (io.ReadCloser, error)
	Upload() (upload, error)
	Current() conn
}

type tx interface {
	Exec() error
	Commit() error
	Rollback() error
}

type upload interface {
	io.Writer
	Abort() error
	Close() error
}

func cond() bool { return len(os.Args) > 3 }

func borrowed(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	return c.Ping()
}

// A cached connection that has gone bad.
func bad(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		c.Close()
		return err
	}
	return nil
}

func badToo(p pool) (conn, error) {
	c, err := p.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	if cond() {
		return nil, errors.New("closed")
	}
	if c.Ping() == nil {
		return c, nil
	}
	c.Close()
	return nil, errors.New("bad")
}

func badVoid(p pool) {
	c := p.Get()
	if c.Ping() == nil {
		return
	}
	c.Close()
}

func putBack(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		return err
	}
	if cond() {
		p.Put(c)
		return nil
	}
	return c.Close()
}

func putBackOrClose(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if cond() {
		return errors.New("no")
	}
	err = c.Ping()
	if err != nil {
		c.Close()
	} else {
		p.Put(c)
	}
	return err
}

func putBackByDefer(p pool) error {
	c := p.Get()
	broken := true
	if cond() {
		return errors.New("no")
	}
	defer func() {
		if broken {
			c.Close()
		} else {
			p.Put(c)
		}
	}()
	broken = c.Ping() != nil
	return nil
}

type server struct {
	mu    sync.Mutex
	cur   conn
	conns map[string]conn
	seen  map[conn]bool
	dial  func() (conn, error)
	pool  pool
}

// replace closes what is not the current one.
func (s *server) replace(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		return err
	}
	if c == s.cur {
		return nil
	}
	return c.Close()
}

func (s *server) cached(name string) error {
	c, ok := s.conns[name]
	if !ok {
		var err error
		if c, err = s.dial(); err != nil {
			return err
		}
	}
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

func (s *server) keep() error {
	c, err := s.dial()
	if err != nil {
		return err
	}
	s.cur = c
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

func (s *server) register() error {
	c, err := s.dial()
	if err != nil {
		return err
	}
	if cond() {
		return errors.New("no")
	}
	s.seen[c] = true
	defer c.Close()
	return c.Ping()
}

// get gives what is there: it can be seen.
func (s *server) get(name string) (conn, error) {
	if c, ok := s.conns[name]; ok {
		return c, nil
	}
	return nil, os.ErrNotExist
}

func (s *server) remove(name string) error {
	c, err := s.get(name)
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

// getOrDial gives what is there, or what it then keeps.
func (s *server) getOrDial(name string) (conn, error) {
	if c, ok := s.conns[name]; ok {
		return c, nil
	}
	c, err := s.dial()
	if err != nil {
		return nil, err
	}
	s.conns[name] = c
	return c, nil
}

func (s *server) drop(name string) error {
	c, err := s.getOrDial(name)
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

func lookup(p pool) error {
	c, found, err := p.Lookup("x")
	if err != nil || !found {
		return err
	}
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

func found(p pool) error {
	c, ok := p.Find("x")
	if !ok {
		return nil
	}
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

func current(p pool) error {
	c := p.Current()
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

// A connection that says that it is shared is left alone.
func shared(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if c.Shared() {
		return nil
	}
	defer c.Close()
	return c.Ping()
}

func owned(p pool) error {
	c, own, err := p.Lookup("x")
	if err != nil {
		return err
	}
	if !own {
		return c.Ping()
	}
	defer c.Close()
	return nil
}

func whenTold(p pool, drop bool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if cond() {
		return errors.New("no")
	}
	if drop {
		defer c.Close()
	}
	return nil
}

func whenToldInDefer(p pool, drop bool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if cond() {
		return errors.New("no")
	}
	defer func() {
		if drop {
			c.Close()
		}
	}()
	return nil
}

func onError(p pool) (_ conn, err error) {
	c, err := p.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	if cond() {
		return nil, errors.New("no")
	}
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	return c, c.Ping()
}

var pooled = sync.Pool{New: func() any { return nil }}

func fromSyncPool() error {
	c := pooled.Get().(conn)
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

func fromChannel(ch chan conn) error {
	c := <-ch
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

// The connection beneath is closed, and with it what is over it.
func over(p pool) error {
	nc, err := p.Dial("tcp")
	if err != nil {
		return err
	}
	defer nc.Close()
	c, err := p.Wrap(nc)
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		return err
	}
	return c.Close()
}

// Its other ways to end it are as good.
func aborted(p pool) error {
	u, err := p.Upload()
	if err != nil {
		return err
	}
	if _, err := u.Write(nil); err != nil {
		return errors.Join(err, u.Abort())
	}
	return u.Close()
}

func transaction(p pool) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	t, err := p.Begin(ctx)
	if err != nil {
		return err
	}
	if err := t.Exec(); err != nil {
		return err // the context ends it
	}
	return t.Commit()
}

func isNil(v any) bool { return v == nil }

// What is nil by any look at it is none.
func nilByHelper(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if isNil(c) {
		return errors.New("nil")
	}
	return c.Close()
}

// A type that it may have knows another way to end it.
func asserted(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	if err := c.Ping(); err != nil {
		if e, ok := c.(interface{ CloseWithError(error) error }); ok {
			_ = e.CloseWithError(err)
		} else {
			_ = c.Close()
		}
		return err
	}
	return c.Close()
}

type pipeline struct{ step int }

func (p *pipeline) Close() error { return nil }

// newPipeline can be seen: there is nothing to release.
func newPipeline() *pipeline {
	p := new(pipeline)
	return p
}

func made() error {
	p := newPipeline()
	if cond() {
		return errors.New("no")
	}
	return p.Close()
}

func right(p pool) error {
	r, err := p.Reader("x")
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		_ = r.Close()
		return err
	}
	return r.Close()
}

func rightInLoop(p pool, names []string) error {
	for _, name := range names {
		r, err := p.Reader(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// One of several, and nothing says which.
func oneOf(p pool, c conn) error {
	if c == nil {
		var err error
		if c, err = p.Conn(context.Background()); err != nil {
			return err
		}
		defer c.Close()
	}
	return c.Ping()
}

func last(r *below.Retry) error {
	rc, err := r.Last()
	if err != nil {
		return err
	}
	if cond() {
		return errors.New("no")
	}
	return rc.Close()
}

func cachedBelow(r *below.Retry) error {
	rc, err := r.Cached("x")
	if err != nil {
		return err
	}
	if cond() {
		return errors.New("no")
	}
	return rc.Close()
}

// Close here is only a way to interrupt.
func interrupted(p pool, stop chan struct{}) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	go func() {
		<-stop
		c.Close()
	}()
	return c.Ping()
}

func whenDone(p pool, ctx context.Context, done chan error) error {
	c, err := p.Conn(ctx)
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		c.Close()
		return ctx.Err()
	case err := <-done:
		return err
	}
}

func closeIdle(cs []conn, p pool) {
	for range cs {
		c := p.Get()
		if !cond() {
			continue
		}
		c.Close()
	}
}

// What is put into a slot of its own first.
type holder struct{ c conn }

func (h *holder) swap(p pool) error {
	c, err := p.Conn(context.Background())
	if err != nil {
		return err
	}
	old := h.c
	h.c = c
	if cond() {
		return errors.New("no")
	}
	if old != nil {
		return old.Close()
	}
	return c.Close()
}

func unread(h http.RoundTripper, r *http.Request, p pool) error {
	c := p.Get()
	defer p.Put(c)
	if err := c.Ping(); err != nil {
		return err
	}
	return nil
}
