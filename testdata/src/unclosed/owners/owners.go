// Package owners has constructors of types that own what they open.
package owners

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// Owner types

type Store struct {
	mu    sync.Mutex
	data  *os.File
	index *os.File
	w     *bufio.Writer
}

func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.w.Flush(), s.data.Close(), s.index.Close())
}

// Open two-step, safe.
func Open(dir string) (*Store, error) {
	data, err := os.OpenFile(filepath.Join(dir, "data"), os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	index, err := os.Open(filepath.Join(dir, "index"))
	if err != nil {
		data.Close()
		return nil, fmt.Errorf("index: %w", err)
	}
	return &Store{data: data, index: index, w: bufio.NewWriter(data)}, nil
}

// OpenLeak two-step, leaking the first.

// OpenLeak loses the first file where the second does not open.
func OpenLeak(dir string) (*Store, error) {
	data, err := os.OpenFile(filepath.Join(dir, "data"), os.O_RDWR, 0o600) // want `data opened by os\.OpenFile is not closed when OpenLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	index, err := os.Open(filepath.Join(dir, "index"))
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return &Store{data: data, index: index, w: bufio.NewWriter(data)}, nil
}

// OpenStep fills the struct as it goes and closes through it.
func OpenStep(dir string) (_ *Store, err error) {
	s := &Store{}
	s.data, err = os.Open(filepath.Join(dir, "data"))
	if err != nil {
		return nil, err
	}
	s.index, err = os.Open(filepath.Join(dir, "index"))
	if err != nil {
		s.data.Close()
		return nil, err
	}
	return s, nil
}

// OpenStepLeak does not.

// OpenStepLeak loses the struct, and what it holds.
func OpenStepLeak(dir string) (_ *Store, err error) {
	s := &Store{}
	s.data, err = os.Open(filepath.Join(dir, "data")) // want `s\.data opened by os\.Open is not closed when OpenStepLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	s.index, err = os.Open(filepath.Join(dir, "index"))
	if err != nil {
		return nil, err
	}
	return s, nil
}

func OpenInit(dir string) (*Store, error) {
	s := &Store{}
	if err := s.init(dir); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) init(dir string) error {
	var err error
	if s.data, err = os.Open(filepath.Join(dir, "data")); err != nil {
		return err
	}
	if s.index, err = os.Open(filepath.Join(dir, "index")); err != nil {
		s.data.Close()
		return err
	}
	return nil
}

func Use(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	return nil
}

func UseLeak(dir string) error {
	s, err := Open(dir) // want `s opened by owners\.Open is not closed when UseLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if s.w.Size() == 0 {
		return errors.New("size")
	}
	return s.Close()
}

func UseDiscard(dir string) error {
	_, err := Open(dir) // want `the result of owners\.Open is discarded.*\(unclosed/discarded\)`
	return err
}

func UseLoop(dirs []string) error {
	for _, d := range dirs {
		s, err := Open(d)
		if err != nil {
			return err
		}
		defer s.Close() // want `s opened by owners\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
	}
	return nil
}

func UseBefore(d string) error {
	s, err := Open(d)
	defer s.Close() // want `s opened by owners\.Open is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return nil
}

// Outer owns a Store.
type Outer struct {
	*Store
	name string
}

func NewOuter(dir string) (*Outer, error) {
	s, err := Open(dir)
	if err != nil {
		return nil, err
	}
	return &Outer{s, dir}, nil
}

func UseOuterLeak(dir string) (string, error) {
	o, err := NewOuter(dir) // want `o opened by owners\.NewOuter is not closed when UseOuterLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return o.name, nil
}

// Server has Shutdown.
// Noop has a Close with nothing to do.
type Noop struct{ n int }

func NewNoop() *Noop       { return &Noop{} }
func (*Noop) Close() error { return nil }

// UseNoop owes nothing: the Close does nothing.
func UseNoop() int { return NewNoop().n }

// Borrower holds what is not its own; its Close does not close it.
type Borrower struct{ r io.Reader }

func (b *Borrower) Close() error { b.r = nil; return nil }

// Options
type cfg struct{ w io.WriteCloser }
type Opt func(*cfg)

func WithWriter(w io.WriteCloser) Opt { return func(c *cfg) { c.w = w } }

type Log struct{ w io.WriteCloser }

func NewLog(opts ...Opt) *Log {
	var c cfg
	for _, o := range opts {
		o(&c)
	}
	return &Log{c.w}
}

func (l *Log) Close() error { return l.w.Close() }

// UseOptsClosed gives the file away through an option.
func UseOptsClosed(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	l := NewLog(WithWriter(f))
	defer l.Close()
	return nil
}

// Singleton
var (
	once sync.Once
	def  *Store
)

// Lazily
// Files gathers.
type Files struct{ fs []*os.File }

func OpenFilesLeak(paths ...string) (*Files, error) {
	var x Files
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when OpenFilesLeak returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			return nil, err
		}
		x.fs = append(x.fs, f)
	}
	return &x, nil
}

func (x *Files) Close() (err error) {
	for _, f := range x.fs {
		err = errors.Join(err, f.Close())
	}
	return err
}

// Generic owner
type Box[T io.Closer] struct{ v T }

func NewBox[T io.Closer](v T) *Box[T] { return &Box[T]{v} }
func (b *Box[T]) Close() error        { return b.v.Close() }

func UseBox(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	b := NewBox(f)
	defer b.Close()
	return nil
}

// value receiver, by value
type val struct{ f *os.File }

func (v val) Close() error { return v.f.Close() }

func newVal(path string) (v val, err error) {
	v.f, err = os.Open(path)
	return v, err
}

func UseValLeak(path string) error {
	v, err := newVal(path) // want `v opened by owners\.newVal is not closed when UseValLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fmt.Println(v.f.Name())
	return nil
}

// interface result
type Backend interface {
	Get(string) string
	io.Closer
}

type fileBackend struct{ f *os.File }

func (b *fileBackend) Get(string) string { return b.f.Name() }
func (b *fileBackend) Close() error      { return b.f.Close() }

func NewBackend(path string) (Backend, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &fileBackend{f}, nil
}

func UseBackendLeak(path string) (string, error) {
	b, err := NewBackend(path) // want `b opened by owners\.NewBackend is not closed when UseBackendLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return b.Get("x"), nil
}

type memBackend struct{}

func (memBackend) Get(string) string { return "" }
func (memBackend) Close() error      { return nil }

// AnyBackend is fresh on some returns only.

// AnyBackend is fresh on some returns only.
func AnyBackend(path string) (Backend, error) {
	if path == "" {
		return memBackend{}, nil
	}
	return NewBackend(path)
}

// UseAnyBackend therefore owes nothing.
func UseAnyBackend() string {
	b, err := AnyBackend("")
	if err != nil {
		return ""
	}
	return b.Get("x")
}

// Close with cleanup funcs
type App struct{ cleanup []func() error }

func NewApp(dir string) (_ *App, err error) {
	a := &App{}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	s, err := Open(dir)
	if err != nil {
		return nil, err
	}
	a.cleanup = append(a.cleanup, s.Close)
	db, err := sql.Open("x", dir)
	if err != nil {
		return nil, err
	}
	a.cleanup = append(a.cleanup, db.Close)
	return a, nil
}

func (a *App) Close() (err error) {
	for _, c := range a.cleanup {
		err = errors.Join(err, c())
	}
	return err
}

func UseApp(dir string) error {
	a, err := NewApp(dir)
	if err != nil {
		return err
	}
	defer a.Close()
	return nil
}

// A nest has its file two levels down.
type nest struct{ in *egg }

type egg struct{ f *os.File }

func (n *nest) Close() error { return n.in.Close() }
func (e *egg) Close() error  { return e.f.Close() }

func newNest(path string) (*nest, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &nest{&egg{f}}, nil
}

func ByField(path string) error {
	n, err := newNest(path)
	if err != nil {
		return err
	}
	defer n.in.f.Close()
	println(n.in.f.Name())
	return nil
}

func TakeField(path string) (*egg, error) {
	n, err := newNest(path)
	if err != nil {
		return nil, err
	}
	return n.in, nil
}

func UseField(path string) error {
	n, err := newNest(path) // want `n opened by owners\.newNest is not closed when UseField returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = n.in.f.Stat()
	return err
}

// A sink is closed, or cancelled.
type sink interface {
	Write(b []byte) (int, error)
	Close() error
	Cancel() error
}

type fileSink struct{ f *os.File }

func (s *fileSink) Write(b []byte) (int, error) { return s.f.Write(b) }
func (s *fileSink) Close() error                { return s.f.Close() }
func (s *fileSink) Cancel() error               { return s.f.Close() }

func newSink(path string) (sink, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &fileSink{f}, nil
}

func Cancelled(path string) error {
	s, err := newSink(path)
	if err != nil {
		return err
	}
	return s.Cancel()
}

func NotCancelled(path string) error {
	s, err := newSink(path) // want `s opened by owners\.newSink is not closed when NotCancelled returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = s.Write(nil)
	return err
}
