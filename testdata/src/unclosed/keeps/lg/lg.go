// Package lg keeps what it is given, or does not, and ends it by methods of many names.
package lg

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"sync"
)

var (
	out  io.Writer = os.Stderr
	all  []any
	byID = map[string]*Sink{}
)

type Sink struct {
	mu sync.Mutex
	w  io.Writer
	ws []io.Writer
}

func Over(w io.Writer) *Sink { return &Sink{w: w} }

func (s *Sink) To(w io.Writer)         { s.mu.Lock(); defer s.mu.Unlock(); s.w = w }
func (s *Sink) Also(w io.Writer) *Sink { s.ws = append(s.ws, w); return s }
func (s *Sink) Print(x string)         { io.WriteString(s.w, x) }
func (s *Sink) Each(f func(io.Writer)) {
	for _, w := range s.ws {
		f(w)
	}
}

// To replaces where the package writes.
func To(w io.Writer) { out = w }

// Keep keeps anything.
func Keep(x any) { all = append(all, x) }

func Name(id string, s *Sink) { byID[id] = s }

// Fill stores in what it is given.
func Fill(s *Sink, w io.Writer) { s.w = w }

func Tee(w io.Writer) io.Writer { return io.MultiWriter(w, out) }

func Count(r io.Reader) (n int64, err error) { return io.Copy(io.Discard, r) }

type Doc struct{ Fields map[string]any }

func Decode(r io.Reader) (*Doc, error) {
	d := new(Doc)
	err := json.NewDecoder(r).Decode(&d.Fields)
	return d, err
}

func Scan(r io.Reader) (lines []*string, err error) {
	for s := bufio.NewScanner(r); s.Scan(); {
		line := s.Text()
		lines = append(lines, &line)
	}
	return lines, nil
}

type Lines struct{ s *bufio.Scanner }

func NewLines(r io.Reader) *Lines { return &Lines{bufio.NewScanner(r)} }

// Conn owns a connection.
type Conn struct {
	c    net.Conn
	done func() error
}

func Wrap(c net.Conn) *Conn { return &Conn{c: c, done: c.Close} }

func (c *Conn) Ping() error {
	_, err := c.c.Write(nil)
	return err
}

// Leave ends it by what it keeps.
func (c *Conn) Leave() error { return c.done() }

func (c *Conn) Abort() { c.end() }

func (c *Conn) end() { c.c.Close() }

// Half closes nothing.
func (c *Conn) Half() {}

// Group gathers.
type Group struct{ cs []io.Closer }

func (g *Group) Put(c io.Closer) { g.cs = append(g.cs, c) }

func (g *Group) Dismiss() (err error) {
	for _, c := range g.cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

type Runner interface{ Run() error }

type fn func() error

func (f fn) Run() error { return f() }

func Closing(c io.Closer) Runner { return fn(c.Close) }

func Nothing(c io.Closer) Runner { return fn(func() error { return nil }) }

func Into(err *error, r Runner) { *err = errors.Join(*err, r.Run()) }

func Call(f func() error) error { return f() }

var later []func() error

func Later(f func() error) { later = append(later, f) }

// DB gives out transactions, which end for themselves.
type DB struct{ f *os.File }

func OpenDB(p string) (*DB, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &DB{f}, nil
}

func (d *DB) Close() error { return d.f.Close() }

func (d *DB) Begin() *Tx { return &Tx{d: d} }

type Tx struct {
	d    *DB
	undo []func()
}

func (t *Tx) Close() {
	for _, u := range t.undo {
		u()
	}
}

func (t *Tx) Get() *Item { return &Item{t} }

type Item struct{ t *Tx }

func (i *Item) Value() []byte { return nil }
