// Package store has constructors of many shapes.
package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Store owns a file.
type Store struct {
	f  *os.File
	bw *bufio.Writer
	n  int
}

func Open(p string) (*Store, error) {
	f, err := os.OpenFile(p, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return &Store{f: f, bw: bufio.NewWriter(f)}, nil
}

func (s *Store) Close() error { return errors.Join(s.bw.Flush(), s.f.Close()) }
func (s *Store) Put(k string) error {
	_, err := fmt.Fprintln(s.bw, k)
	return err
}
func (s *Store) File() *os.File { return s.f }

// OpenVal returns a struct.
func OpenVal(p string) (Store, error) {
	f, err := os.Open(p)
	if err != nil {
		return Store{}, err
	}
	return Store{f: f, bw: bufio.NewWriter(f)}, nil
}

// OpenNamed has named results.
func OpenNamed(p string) (s *Store, err error) {
	s = new(Store)
	s.f, err = os.Open(p)
	if err != nil {
		return nil, err
	}
	s.bw = bufio.NewWriter(s.f)
	return s, nil
}

// OpenInit opens in a method.
func OpenInit(p string) (*Store, error) {
	s := &Store{}
	if err := s.init(p); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) init(p string) (err error) {
	s.f, err = os.Open(p)
	if err != nil {
		return err
	}
	s.bw = bufio.NewWriter(s.f)
	return nil
}

// Backend is an interface.
type Backend interface {
	io.Closer
	Get(k string) string
}

type file struct{ f *os.File }

func (b *file) Close() error        { return b.f.Close() }
func (b *file) Get(k string) string { return b.f.Name() + k }

type mem struct{}

func (mem) Close() error        { return nil }
func (mem) Get(k string) string { return k }

// OpenBackend returns an interface, always of a file.
func OpenBackend(p string) (Backend, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &file{f}, nil
}

// OpenAny returns one that may own nothing.
func OpenAny(p string) (Backend, error) {
	if p == ":memory:" {
		return mem{}, nil
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &file{f}, nil
}

// Getter of a registry.
var (
	mu  sync.Mutex
	reg = map[string]*Store{}
)

func Shared(p string) (*Store, error) {
	mu.Lock()
	defer mu.Unlock()
	if s := reg[p]; s != nil {
		return s, nil
	}
	s, err := Open(p)
	if err != nil {
		return nil, err
	}
	reg[p] = s
	return s, nil
}

// NoOwner holds a file, but its Close does not close it.
type NoOwner struct{ f *os.File }

func (n *NoOwner) Close() error { return nil }

// Borrow wraps the caller's.
func Borrow(f *os.File) *NoOwner { return &NoOwner{f} }

// Adopt takes the caller's.
func Adopt(f *os.File) *Store { return &Store{f: f, bw: bufio.NewWriter(f)} }

// AdoptErr takes the caller's where it succeeds.
func AdoptErr(f *os.File) (*Store, error) {
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	return &Store{f: f, bw: bufio.NewWriter(f)}, nil
}

// Lock returns the release as a function.
func Lock(p string) (release func(), err error) {
	f, err := os.OpenFile(p, os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return func() {
		f.Close()
		os.Remove(p)
	}, nil
}

// LockErr returns a func with an error.
func LockErr(p string) (func() error, error) {
	f, err := os.OpenFile(p, os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

// Get gives the body.
func Get(ctx context.Context, u string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", u, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != 200 {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp.Body, nil
}

// GetJSON closes it.
func GetJSON(ctx context.Context, u string, v any) error {
	rc, err := Get(ctx, u)
	if err != nil {
		return err
	}
	defer rc.Close()
	return json.NewDecoder(rc).Decode(v)
}

// Gz reads gzip.
type Gz struct {
	*gzip.Reader
	f *os.File
}

func (g *Gz) Close() error { return errors.Join(g.Reader.Close(), g.f.Close()) }

func OpenGz(p string) (*Gz, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &Gz{zr, f}, nil
}

// Pair owns two.
type Pair struct{ a, b net.Conn }

func DialPair(x, y string) (*Pair, error) {
	a, err := net.Dial("tcp", x)
	if err != nil {
		return nil, err
	}
	b, err := net.Dial("tcp", y)
	if err != nil {
		a.Close()
		return nil, err
	}
	return &Pair{a, b}, nil
}

func (p *Pair) Stop() {
	p.a.Close()
	p.b.Close()
}

// Many gathers in a loop.
type Many struct{ fs []*os.File }

func OpenMany(ps ...string) (*Many, error) {
	m := &Many{}
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			m.Close()
			return nil, err
		}
		m.fs = append(m.fs, f)
	}
	return m, nil
}

func (m *Many) Close() {
	for _, f := range m.fs {
		f.Close()
	}
}

// OpenManyLeaky forgets those that were opened.
func OpenManyLeaky(ps ...string) (*Many, error) {
	m := &Many{}
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return nil, err
		}
		m.fs = append(m.fs, f)
	}
	return m, nil
}

// DB wraps sql.
type DB struct{ db *sql.DB }

func NewDB(dsn string) (*DB, error) {
	db, err := sql.Open("x", dsn)
	if err != nil {
		return nil, err
	}
	return &DB{db}, nil
}

func (d *DB) Close() error { return d.db.Close() }
func (d *DB) Ping() error  { return d.db.Ping() }

// OpenOut has an out-parameter.
func OpenOut(p string, out **Store) error {
	s, err := Open(p)
	if err != nil {
		return err
	}
	*out = s
	return nil
}

// Temp makes a temporary file and its cleanup.
func Temp() (*os.File, func(), error) {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return nil, nil, err
	}
	return f, func() {
		f.Close()
		os.Remove(f.Name())
	}, nil
}

// With passes it to a function.
func With(p string, fn func(*Store) error) error {
	s, err := Open(p)
	if err != nil {
		return err
	}
	defer s.Close()
	return fn(s)
}

// Server starts in New and is stopped by Shutdown.
type Server struct {
	l  net.Listener
	hs *http.Server
}

func NewServer(addr string) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Server{l: l, hs: &http.Server{}}, nil
}

func (s *Server) Run() error   { return s.hs.Serve(s.l) }
func (s *Server) Start() error { return s.Run() }
func (s *Server) Addr() string { return s.l.Addr().String() }
func (s *Server) Shutdown(ctx context.Context) error {
	return errors.Join(s.l.Close(), s.hs.Shutdown(ctx))
}

// Fallback tries two paths.
func Fallback(a, b string) (*os.File, error) {
	if f, err := os.Open(a); err == nil {
		return f, nil
	}
	return os.Open(b)
}

// Rename closes before it renames.
func Rename(p string) error {
	f, err := os.CreateTemp(filepath.Dir(p), "x")
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), p)
}

// Timed has a context that it cancels.
type Timed struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func NewTimed(d time.Duration) *Timed {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	return &Timed{ctx, cancel}
}

func (t *Timed) Stop()      { t.cancel() }
func (t *Timed) Err() error { return t.ctx.Err() }

// Lazy opens when it is first used.
type Lazy struct {
	p string
	f *os.File
}

func NewLazy(p string) *Lazy { return &Lazy{p: p} }

func (l *Lazy) Read(b []byte) (int, error) {
	if l.f == nil {
		f, err := os.Open(l.p)
		if err != nil {
			return 0, err
		}
		l.f = f
	}
	return l.f.Read(b)
}

func (l *Lazy) Close() error {
	if l.f != nil {
		return l.f.Close()
	}
	return nil
}

// CloseAll closes what it is given.
func CloseAll(cs ...io.Closer) {
	for _, c := range cs {
		c.Close()
	}
}

// Drain reads, and does not close.
func Drain(r io.ReadCloser) { io.Copy(io.Discard, r) }

// DrainClose does both.
func DrainClose(r io.ReadCloser) {
	io.Copy(io.Discard, r)
	r.Close()
}

// CloseCapture is a team's helper.
func CloseCapture(err *error, c io.Closer) { *err = errors.Join(*err, c.Close()) }

// Fatal never returns.
func Fatal(v ...any) {
	fmt.Fprintln(os.Stderr, v...)
	os.Exit(1)
}

// Must is generic.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
