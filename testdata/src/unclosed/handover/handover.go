// Package handover gives resources away, or only lends them.
package handover

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

var (
	global  *os.File
	files   = map[string]*os.File{}
	stack   []io.Closer
	current atomic.Pointer[os.File]
	anyv    atomic.Value
	smap    sync.Map
)

type svc struct {
	mu    sync.Mutex
	conns map[string]net.Conn
	list  []net.Conn
	f     *os.File
	out   io.Writer
	inner struct{ f *os.File }
	done  chan net.Conn
	log   *log.Logger
	on    func()
}

type result struct {
	f   *os.File
	err error
}

func ReturnStruct(path string) (result, error) {
	f, err := os.Open(path)
	if err != nil {
		return result{}, err
	}
	return result{f: f}, nil
}

func ReturnResult(path string) result {
	f, err := os.Open(path)
	return result{f, err}
}

func Send(path string, ch chan<- *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	ch <- f
	return nil
}

func SendSelect(ctx context.Context, path string, ch chan<- *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	select {
	case ch <- f:
		return nil
	case <-ctx.Done():
		return errors.Join(ctx.Err(), f.Close())
	}
}

func Global(path string) (err error) {
	global, err = os.Open(path)
	return err
}

func GlobalMap(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	files[path] = f
	return nil
}

func SyncMap(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	smap.Store(path, f)
	return nil
}

func (s *svc) Field(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	s.f = f
	return nil
}

func (s *svc) Append(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.list = append(s.list, c)
	s.mu.Unlock()
	return nil
}

func (s *svc) Callback(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s.on = func() { c.Close() }
	return nil
}

func (s *svc) Logger(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	s.log = log.New(f, "", 0)
	return nil
}

func SlogDefault(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(f, nil)))
	return nil
}

func SetOutput(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	log.SetOutput(io.MultiWriter(os.Stderr, f))
	return nil
}

func Stderr(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	os.Stderr = f
	return nil
}

func AppendParam(path string, list *[]*os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	*list = append(*list, f)
	return nil
}

func MapParam(path string, m map[string]io.Closer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	m[path] = f
	return nil
}

func GoLit(path string) error {
	f, err := os.Open(path)
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

func borrow(c net.Conn) { io.Copy(io.Discard, c) }

func GoNamed(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go handle(c)
	return nil
}

func (s *svc) GoStruct(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	w := &worker{c: c}
	go w.run()
	return nil
}

type worker struct{ c net.Conn }

func (w *worker) run() {
	defer w.c.Close()
	io.Copy(w.c, w.c)
}

func Serve(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return http.Serve(l, nil)
}

func ServeServer(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	srv := &http.Server{ReadHeaderTimeout: time.Second}
	go func() {
		if err := srv.Serve(l); err != nil {
			log.Print(err)
		}
	}()
	return nil
}

func UnknownConn(addr string, h func(net.Conn)) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	h(c)
	return nil
}

type handler interface{ Handle(c net.Conn) }

type sink interface {
	AddAny(v any)
	Add(c ...io.Closer)
}

func IfaceVariadic(path string, s sink) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	s.Add(f)
	return nil
}

func ReturnFunc(path string) (func() error, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

// ReturnReaderAndFunc returns a function that closes.
func ReturnReaderAndFunc(path string) (io.Reader, func(), error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	return bufio.NewReader(f), func() { f.Close() }, nil
}

func UseReturnReaderAndFuncLeak(path string) error {
	r, done, err := ReturnReaderAndFunc(path) // want `done from handover\.ReturnReaderAndFunc is not called when UseReturnReaderAndFuncLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	done()
	return nil
}

func NamedResultStruct(path string) (r result) {
	r.f, r.err = os.Open(path)
	return
}

// GoBorrow launches a function that does not close.
func GoBorrow(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when GoBorrow returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	go borrow(c)
	return nil
}

func GoLitNoClose(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when GoLitNoClose returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	go func() {
		io.Copy(os.Stdout, c)
	}()
	return nil
}

func ReaderParam(path string, fn func(io.Reader) error) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ReaderParam returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return fn(f)
}

// LocalLogger drops the logger, and the file with it.
func LocalLogger(path string) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when LocalLogger returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	l := log.New(f, "", 0)
	l.Print("x")
	return nil
}

// SendOrDrop forgets the file where nobody receives.
func SendOrDrop(path string, ch chan<- *os.File) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when SendOrDrop returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	select {
	case ch <- f:
	default:
	}
	return nil
}

// LocalChan gets back what it sent.
func LocalChan(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	ch := make(chan *os.File, 1)
	ch <- f
	g := <-ch
	return g.Close()
}

func ListenerInfo(addr string) (int, error) {
	l, err := net.Listen("tcp", addr) // want `l opened by net\.Listen is not closed when ListenerInfo returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, nil
}

// CompareOnly compares the file, which keeps nothing.
func CompareOnly(path string) bool {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when CompareOnly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return false
	}
	return f == os.Stdin
}

// ListenAndUse gives the listener to Serve, except for one return.
func ListenAndUse(addr string, srv *http.Server) error {
	l, err := net.Listen("tcp", addr) // want `l opened by net\.Listen is not closed when ListenAndUse returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if srv.Handler == nil {
		return errors.New("no handler")
	}
	return srv.Serve(l)
}

// lease is what the methods of a resource's own type make of it.
type lease struct{ f *os.File }

func open(name string) (*lease, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &lease{f}, nil
}

func (l *lease) Close() error { return l.f.Close() }

type view struct{ l *lease }

func (v *view) Close() error { return v.l.Close() }

func (l *lease) view() *view  { return &view{l} }
func (l *lease) self() *lease { return l }
func (l *lease) size() int    { return 0 }

// Viewed returns what a method of the resource wraps it in.
func Viewed(name string) (*view, error) {
	l, err := open(name)
	if err != nil {
		return nil, err
	}
	return l.view(), nil
}

func Fluent(name string) (*lease, error) {
	l, err := open(name)
	if err != nil {
		return nil, err
	}
	return l.self().self(), nil
}

func Sized(name string) (int, error) {
	l, err := open(name) // want `l opened by handover\.open is not closed when Sized returns`
	if err != nil {
		return 0, err
	}
	return l.self().size(), nil
}

var leases []*lease

func (l *lease) register() { leases = append(leases, l) }

// Registered is kept by a method of its own.
func Registered(name string) error {
	l, err := open(name)
	if err != nil {
		return err
	}
	l.register()
	return nil
}

// Sequence closes each of a list by calling what goes over it.
func Sequence(paths []string) error {
	var all []*os.File
	defer func() {
		slices.Values(all)(func(f *os.File) bool {
			f.Close()
			return true
		})
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	return nil
}
