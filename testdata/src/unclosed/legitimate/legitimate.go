// Package legitimate is what correct programs look like: nothing here is reported.
package legitimate

import (
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// A stack of things to undo.
type undo struct{ steps []func() error }

func (u *undo) push(step func() error) { u.steps = append(u.steps, step) }

func (u *undo) run() (err error) {
	for i := len(u.steps) - 1; i >= 0; i-- {
		err = errors.Join(err, u.steps[i]())
	}
	return err
}

func Stack(a, b string) error {
	var u undo
	defer u.run()
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	u.push(f.Close)
	g, err := os.Open(b)
	if err != nil {
		return err
	}
	u.push(func() error { return g.Close() })
	return nil
}

func Gathered(paths []string) error {
	var closers []io.Closer
	defer func() {
		for _, c := range closers {
			c.Close()
		}
	}()
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		closers = append(closers, f)
	}
	return nil
}

func ByName(addrs []string) error {
	conns := map[string]net.Conn{}
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for _, addr := range addrs {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		conns[addr] = c
	}
	return nil
}

// Functional options.
type (
	server struct{ l net.Listener }
	option func(*server)
)

func WithListener(l net.Listener) option { return func(s *server) { s.l = l } }

func New(opts ...option) *server {
	s := &server{}
	for _, o := range opts {
		o(s)
	}
	return s
}

func (s *server) Close() error { return s.l.Close() }

func Configured(addr string) (*server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return New(WithListener(l)), nil
}

// Pools of files, and of connections.
var files = sync.Pool{New: func() any { f, _ := os.Open(os.DevNull); return f }}

func Pooled() string {
	f := files.Get().(*os.File)
	defer files.Put(f)
	return f.Name()
}

func Pool(addr string, n int) (chan net.Conn, error) {
	pool := make(chan net.Conn, n)
	for range n {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			return nil, err
		}
		pool <- c
	}
	return pool, nil
}

// Kept for the process.
var (
	db      *sql.DB
	current atomic.Pointer[os.File]
)

func Setup(dsn, log string) (err error) {
	if db, err = sql.Open("driver", dsn); err != nil {
		return err
	}
	f, err := os.OpenFile(log, os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if old := current.Swap(f); old != nil {
		old.Close()
	}
	return nil
}

// Servers.
func Serve(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return http.Serve(l, http.HandlerFunc(handler))
}

func handler(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(w, r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func Recorded() int {
	rec := httptest.NewRecorder()
	handler(rec, httptest.NewRequest(http.MethodGet, "/", http.NoBody))
	return rec.Result().StatusCode
}

func Accepting(l net.Listener) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go talk(c)
	}
}

func talk(c net.Conn) {
	defer c.Close()
	io.Copy(c, c)
}

func Downloaded(r io.Reader) error {
	rc := io.NopCloser(r)
	_, err := io.ReadAll(rc)
	return err
}

// Tests.
func Temporary(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	g, err := os.CreateTemp(t.TempDir(), "g")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
}

// Standard input, unless there is a file.
func Input(path string) ([]byte, error) {
	in := os.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(in)
}
