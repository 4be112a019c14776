// Package handover has forms of handing over.
package handover

import (
	"bufio"
	"container/list"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"sync"
	"sync/atomic"
)

var (
	logFile *os.File
	files   = map[string]*os.File{}
	all     []io.Closer
	pool    sync.Pool
	cur     atomic.Pointer[os.File]
	val     atomic.Value
	smap    sync.Map
	lst     = list.New()
	ch      = make(chan *os.File, 1)
)

func H1(p string) (err error) {
	logFile, err = os.Open(p)
	return err
}

func H2(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	files[p] = f
	return nil
}

func H3(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	all = append(all, f)
	return nil
}

func H4(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	ch <- f
	return nil
}

func H5(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	select {
	case ch <- f:
		return nil
	default:
		f.Close()
		return errors.New("full")
	}
}

// H6: full: leaks in default.
func H6(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	select {
	case ch <- f:
		return nil
	default:
		return errors.New("full")
	}
}

func H7(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	pool.Put(f)
	return nil
}

func H8(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if old := cur.Swap(f); old != nil {
		old.Close()
	}
	return nil
}

func H9(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	val.Store(f)
	smap.Store(p, f)
	return nil
}

func H10(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	lst.PushBack(f)
	return nil
}

func H11(p string) error {
	f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	log.SetOutput(f)
	return nil
}

func H12(p string) (*log.Logger, error) {
	f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return log.New(f, "", 0), nil
}

// H13: a logger that is only used.
func H13(p string) error {
	f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0o600) // want "unclosed/leak"
	if err != nil {
		return err
	}
	l := log.New(f, "", 0)
	l.Print("x")
	return nil
}

func H14(p string) error {
	f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(f, nil)))
	return nil
}

// H15: borrowed by a decoder.
func H15(p string, v any) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return json.NewDecoder(f).Decode(v)
}

type server struct {
	f  *os.File
	r  *bufio.Reader
	mu sync.Mutex
}

func H16(p string) (*server, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &server{f: f, r: bufio.NewReader(f)}, nil
}

func H17(p string) (*server, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	s := new(server)
	s.f = f
	return s, nil
}

// H18: stored in a local struct that dies.
func H18(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	s := &server{f: f}
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Println(s.f.Name())
	return nil
}

func (s *server) H19(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s.f = f
	return nil
}

// H20: stored, then a later step fails: the owner has it.
func (s *server) H20(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s.f = f
	if _, err := f.Stat(); err != nil {
		return err
	}
	return nil
}

// H21: leaks before it is stored.
func (s *server) H21(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		return err
	}
	s.f = f
	return nil
}

// H22: goroutine takes: literal.
func H22(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	go func() {
		defer f.Close()
		io.Copy(io.Discard, f)
	}()
	return nil
}

func handle(c net.Conn) {
	defer c.Close()
	io.Copy(c, c)
}

func peek(c net.Conn) {
	c.Write([]byte("x"))
}

// H23: accept loop.
func H23(l net.Listener) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go handle(c)
	}
}

// H24: accept loop with a borrowing goroutine.
func H24(l net.Listener) error {
	for {
		c, err := l.Accept() // want "unclosed/leak"
		if err != nil {
			return err
		}
		go peek(c)
	}
}

type h interface{ Handle(net.Conn) }

// H25: unknown callee with a Conn takes.
func H25(l net.Listener, hh h) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go hh.Handle(c)
	}
}

// H26: unknown callee with a Reader borrows.
func H26(p string, fn func(io.Reader) error) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return fn(f)
}

// H27: unknown callee with a ReadCloser takes.
func H27(p string, fn func(io.ReadCloser) error) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	return fn(f)
}

// H28: any borrows? An any parameter has no release method.
func H28(p string, fn func(any) error) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return fn(f)
}

// H29: returned by closure that escapes.
func H29(p string) (func() error, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return func() error { return f.Close() }, nil
}

// H30: reader closure that escapes captures.
func H30(p string) (func([]byte) (int, error), error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return f.Read, nil
}

// H31: buffered reader returned: so is what it wraps.
func H31(p string) (*bufio.Reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

// H32: scanner over a file stored.
type scan struct{ sc *bufio.Scanner }

func H32(p string) (*scan, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &scan{bufio.NewScanner(f)}, nil
}

// H33: wrapper used and dropped.
func H33(p string) (n int, err error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		n++
	}
	return n, sc.Err()
}

// H34: array.
func H34(a, b string) ([2]*os.File, error) {
	var fs [2]*os.File
	f, err := os.Open(a)
	if err != nil {
		return fs, err
	}
	fs[0] = f
	g, err := os.Open(b)
	if err != nil {
		f.Close()
		return [2]*os.File{}, err
	}
	fs[1] = g
	return fs, nil
}

// H35: pair of results; the first is lost when the second fails.
func H35(a, b string) (f, g *os.File, err error) {
	f, err = os.Open(a) // want "unclosed/leak"
	if err != nil {
		return nil, nil, err
	}
	g, err = os.Open(b)
	if err != nil {
		return nil, nil, err
	}
	return f, g, nil
}

// H36: naked return gives both.
func H36(a, b string) (f, g *os.File, err error) {
	f, err = os.Open(a)
	if err != nil {
		return
	}
	g, err = os.Open(b)
	if err != nil {
		f.Close()
		return
	}
	return
}

// H37: method on an interface value from a generic.
func keep[T io.Closer](m map[string]T, k string, v T) { m[k] = v }

func H37(m map[string]*os.File, p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	keep(m, p, f)
	return nil
}

func use[T io.Reader](v T) error {
	_, err := io.Copy(io.Discard, v)
	return err
}

// H38: a generic that borrows.
func H38(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return use(f)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// H39: must keeps the obligation.
func H39(p string) string {
	f := must(os.Open(p)) // want "unclosed/leak"
	return f.Name()
}

func H40(p string) string {
	f := must(os.Open(p))
	defer f.Close()
	return f.Name()
}

func with(p string, fn func(*os.File) error) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return fn(f)
}

// H41: borrowed param in callback.
func H41(p string) error {
	return with(p, func(f *os.File) error {
		_, err := f.Stat()
		return err
	})
}

// H42: out parameter.
func openTo(p string, dst *io.ReadCloser) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	*dst = f
	return nil
}

func H42(p string) error {
	var rc io.ReadCloser
	if err := openTo(p, &rc); err != nil { // want "unclosed/leak"
		return err
	}
	_, err := io.Copy(io.Discard, rc)
	return err
}

func H43(p string) error {
	var rc io.ReadCloser
	if err := openTo(p, &rc); err != nil {
		return err
	}
	defer rc.Close()
	_, err := io.Copy(io.Discard, rc)
	return err
}

type opts struct{ out io.Writer }

type option func(*opts)

func withOut(w io.Writer) option { return func(o *opts) { o.out = w } }

func build(os ...option) *opts {
	o := new(opts)
	for _, f := range os {
		f(o)
	}
	return o
}

// H44: an option that wraps it is given on.
func H44(p string) (*opts, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	return build(withOut(f)), nil
}

// H45: map of structs.
type entry struct {
	f *os.File
	n int
}

func H45(m map[string]entry, p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	m[p] = entry{f: f, n: 1}
	return nil
}

// H46: local map that is returned.
func H46(ps []string) (map[string]*os.File, error) {
	m := make(map[string]*os.File)
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return nil, err
		}
		m[p] = f
	}
	return m, nil
}

// H47: as H46, closing what was opened.
func H47(ps []string) (map[string]*os.File, error) {
	m := make(map[string]*os.File)
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			for _, g := range m {
				g.Close()
			}
			return nil, err
		}
		m[p] = f
	}
	return m, nil
}

// H48: returns m also with an error.
func H48(ps []string) (map[string]*os.File, error) {
	m := make(map[string]*os.File)
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return m, err
		}
		m[p] = f
	}
	return m, nil
}

// H49: struct by value returned.
func H49(p string) (entry, error) {
	f, err := os.Open(p)
	if err != nil {
		return entry{}, err
	}
	e := entry{}
	e.f = f
	return e, nil
}

// H50: struct by value, returned without it.
func H50(p string) (entry, error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return entry{}, err
	}
	e := entry{f: f}
	if _, err := e.f.Stat(); err != nil {
		return entry{}, err
	}
	return e, nil
}
