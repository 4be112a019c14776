// Package unreleased has types that own something: each release method that forgets it
// is reported at its name.
package unreleased

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
)

type pair struct{ a, b *os.File }

func newPair() (*pair, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	b, err := os.Open("b")
	if err != nil {
		a.Close()
		return nil, err
	}
	return &pair{a, b}, nil
}

func (p *pair) Close() error { return p.a.Close() } // want `^\(\*pair\)\.Close does not close p\.b, which newPair opens at line 22, and nothing else in the package does; close it there too; no safe fix: only the author can choose the order of release, and whose error counts \(unclosed/unreleased-field\)$`

// keyed is filled by name; nothing is closed.
type keyed struct {
	conn net.Conn
	log  *os.File
	n    int
}

func newKeyed() (*keyed, error) {
	c, err := net.Dial("tcp", "a:1")
	if err != nil {
		return nil, err
	}
	f, err := os.Create("log")
	if err != nil {
		c.Close()
		return nil, err
	}
	return &keyed{conn: c, log: f}, nil
}

func (k *keyed) Close() { k.n = 0 } // want `does not close k\.conn, which newKeyed opens at line 40, nor k\.log, which newKeyed opens at line 44, and nothing else in the package does; close them there too`

// assigned opens straight into its field.
type assigned struct {
	f    *os.File
	done bool
}

func (a *assigned) open(path string) (err error) {
	a.f, err = os.Open(path)
	return err
}

func (a *assigned) read(b []byte) (int, error) { return a.f.Read(b) }

func (a *assigned) Stop() { a.done = true } // want `\(\*assigned\)\.Stop does not close a\.f, which \(\*assigned\)\.open opens at line 61`

// cleaned closes where its constructor fails, and nowhere else.
type cleaned struct {
	l net.Listener
	f *os.File
}

func newCleaned() (*cleaned, error) {
	c := new(cleaned)
	var err error
	if c.l, err = net.Listen("tcp", ":0"); err != nil {
		return nil, err
	}
	if c.f, err = os.Open("f"); err != nil {
		c.l.Close()
		return nil, err
	}
	return c, nil
}

func (c *cleaned) Close() error { return c.f.Close() } // want `does not close c\.l, which newCleaned opens at line 78`

// deferring takes back what it has opened in a deferred function.
type deferring struct{ f, g *os.File }

func newDeferring() (d *deferring, err error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	g, err := os.Open("g")
	if err != nil {
		return nil, err
	}
	return &deferring{f: f, g: g}, nil
}

func (d *deferring) Close() error { return d.g.Close() } // want `does not close d\.f, which newDeferring opens at line 94`

// nested has something that has a Close of its own.
type nested struct{ inner *whole }

type whole struct{ f *os.File }

func newWhole() (*whole, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &whole{f}, nil
}

func (w *whole) Close() error { return w.f.Close() }

func newNested() (*nested, error) {
	w, err := newWhole()
	if err != nil {
		return nil, err
	}
	return &nested{w}, nil
}

func (n *nested) Shutdown(ctx context.Context) error { return ctx.Err() } // want `\(\*nested\)\.Shutdown does not close n\.inner, which newNested opens at line 128`

// value is no pointer.
type value struct{ f *os.File }

func newValue() (value, error) {
	f, err := os.Open("f")
	return value{f: f}, err
}

func (value) Close() error { return nil } // want `value\.Close does not close value\.f, which newValue opens at line 141`

// lazy opens when it is first asked.
type lazy struct{ db *sql.DB }

func (l *lazy) get() error {
	if l.db == nil {
		db, err := sql.Open("driver", "dsn")
		if err != nil {
			return err
		}
		l.db = db
	}
	return l.db.Ping()
}

func (l *lazy) Close() error { // want `does not close l\.db, which \(\*lazy\)\.get opens at line 152`
	l.db = nil
	return nil
}

// iface keeps a file as a reader and a closer.
type iface struct{ r io.ReadCloser }

func newIface() (*iface, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &iface{r: f}, nil
}

func (i *iface) Close() error { return nil } // want `does not close i\.r`

// generic is one type for all its instances.
type generic[T any] struct {
	f    *os.File
	last T
}

func newGeneric[T any]() (*generic[T], error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &generic[T]{f: f}, nil
}

func (g *generic[T]) Close() error { return nil } // want `\(\*generic\)\.Close does not close g\.f`

// body keeps the body of a response.
type body struct{ rc io.ReadCloser }

func newBody(url string) (*body, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &body{rc: resp.Body}, nil
}

func (b *body) Close() error { return nil } // want `does not close b\.rc`

// response keeps the response.
type response struct{ resp *http.Response }

func newResponse(url string) (*response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &response{resp: resp}, nil
}

func (r *response) Close() error { return nil } // want `does not close r\.resp`

// guarded looks for nil and does nothing.
type guarded struct{ f *os.File }

func newGuarded() (*guarded, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &guarded{f: f}, nil
}

func (g *guarded) Close() error { // want `does not close g\.f`
	if g.f == nil {
		return errors.New("closed")
	}
	return g.f.Sync()
}

// sub is part of something that has no release of its own; several releases, none of
// which does it: the usual one is reported.
type several struct{ f *os.File }

func (s *several) start() (err error) {
	s.f, err = os.Open("f")
	return err
}

func (s *several) Stop()        {}
func (s *several) Close() error { s.Stop(); return nil } // want `does not close s\.f`

// optional is opened on some paths only.
type optional struct{ f *os.File }

func newOptional(path string) (*optional, error) {
	var f *os.File
	if path != "" {
		var err error
		if f, err = os.Open(path); err != nil {
			return nil, err
		}
	}
	return &optional{f: f}, nil
}

func (o *optional) Close() error { return nil } // want `does not close o\.f`

// unexported has a release that only the package can call.
type unexported struct{ l net.Listener }

func newUnexported() (*unexported, error) {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return nil, err
	}
	return &unexported{l}, nil
}

func (u *unexported) addr() string { return u.l.Addr().String() }
func (u *unexported) close()       {} // want `does not close u\.l`

// borrowed is read by functions that only read.
type borrowed struct{ f *os.File }

func newBorrowed() (*borrowed, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	if err := check(f); err != nil {
		f.Close()
		return nil, err
	}
	return &borrowed{f}, nil
}

func check(r io.Reader) error {
	_, err := r.Read(nil)
	return err
}

func (b *borrowed) copy(w io.Writer) error {
	if err := check(b.f); err != nil {
		return err
	}
	_, err := io.Copy(w, b.f)
	return err
}

func (b *borrowed) Close() error { return nil } // want `does not close b\.f`

// based has its file by a struct that it embeds.
type base struct{ f *os.File }

type based struct {
	base
	n int
}

func newBased() (*based, error) {
	f, err := os.Open("f")
	if err != nil {
		return nil, err
	}
	return &based{base: base{f: f}}, nil
}

func (b *based) size() (int64, error) { return b.f.Seek(0, io.SeekEnd) }
func (b *based) Close() error         { return nil } // want `does not close b\.f`

// cancelling never ends what it has started.
type cancelling struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newCancelling() *cancelling {
	ctx, cancel := context.WithCancel(context.Background())
	return &cancelling{ctx, cancel}
}

func (c *cancelling) Stop() {} // want `does not call c\.cancel, which newCancelling makes at line \d+`
