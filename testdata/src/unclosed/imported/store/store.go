// Package store is what package imported uses: all that is known of it there
// are the summaries of its functions.
package store

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

// A Store owns a file.
type Store struct{ f *os.File }

func Open(path string) (*Store, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &Store{f}, nil
}

func (s *Store) Len() (int64, error) { return s.f.Seek(0, io.SeekEnd) }
func (s *Store) File() *os.File      { return s.f }
func (s *Store) Close() error        { return s.f.Close() }

// A View has a Close that closes nothing.
type View struct{ s *Store }

func NewView(s *Store) *View { return &View{s} }

func (v *View) Close() error { v.s = nil; return nil }

func CloseQuietly(c io.Closer) { _ = c.Close() }

func Length(s *Store) int64 {
	n, err := s.Len()
	if err != nil {
		return 0
	}
	return n
}

// Fatal never returns.
func Fatal(err error) {
	println(err.Error())
	os.Exit(1)
}

// Locked returns the function that unlocks.
func Locked(path string) (func(), error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return func() { CloseQuietly(f) }, nil
}

// OpenValue returns a struct, an empty one beside an error.
func OpenValue(path string) (Store, error) {
	f, err := os.Open(path)
	if err != nil {
		return Store{}, err
	}
	return Store{f}, nil
}

// TryLock says by a boolean whether there is a file.
func TryLock(path string) (*os.File, bool, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return f, true, nil
}

// OpenUnless says by a boolean that there is none.
func OpenUnless(path string) (f *os.File, skipped bool, err error) {
	if path == "" {
		return nil, true, nil
	}
	f, err = os.Open(path)
	if err != nil {
		return nil, false, err
	}
	return f, false, nil
}

// Create says by a boolean whether the file is new: it is there in any case.
func Create(path string) (*os.File, bool, error) {
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		return f, true, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	return f, false, nil
}

// Must is generic.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A Server gives its listener to Serve.
type Server struct{ l net.Listener }

func Listen(addr string) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Server{l}, nil
}

func (s *Server) Run() error   { return http.Serve(s.l, nil) }
func (s *Server) Addr() string { return show(s.l) }
func (s *Server) Close() error { return s.l.Close() }

func show(l net.Listener) string { return l.Addr().String() }

var failures []func()

// OnFailure keeps what is to be called when something fails.
func OnFailure(f func()) { failures = append(failures, f) }

// Check fails.
func Check() {
	for _, f := range failures {
		f()
	}
}

// IsOK says of an error whether there is none.
func IsOK(err error) bool {
	if err != nil {
		log.Print(err)
		return false
	}
	return true
}

// Each calls what it is given, and keeps it not.
func Each(fn func()) { fn() }

// RegisterAddr is named as one that keeps what it is given.
func RegisterAddr(interface{ Addr() string }) {}

// A Holder has a file.
type Holder struct{ F *os.File }

var kept []*os.File

// Keep keeps the file, and not who has it.
func Keep(h *Holder) { kept = append(kept, h.F) }

// OpenAnyway gives a store beside its error, too.
func OpenAnyway(path string) (*Store, error) {
	f, err := os.Open(path)
	if err != nil {
		return &Store{}, err
	}
	return &Store{f}, nil
}
