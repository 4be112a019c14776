// Package deferfix has leaks that a deferred release mends, and some that it
// would not.
package deferfix

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func Plain(path string) (string, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Plain returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return bufio.NewReader(f).ReadString('\n')
}

// Comment keeps what stands behind and below the check.
func Comment(path string) (string, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Comment returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	} // the check
	// The first line will do.
	return bufio.NewReader(f).ReadString('\n')
}

func Body(url string) (int, error) {
	resp, err := http.Get(url) // want `resp opened by http\.Get is not closed when Body returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, resp.Body)
	return int(n), err
}

// Writer has a place for the error of the close.
func Writer(path string) (err error) {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when Writer returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, path)
	return err
}

// Cerr has its own use for the usual name.
func Cerr(path string) (cerr error) {
	f, cerr := os.Create(path) // want `f opened by os\.Create is not closed when Cerr returns at line [0-9]+.*\(unclosed/leak\)`
	if cerr != nil {
		return cerr
	}
	_, cerr = fmt.Fprintln(f, path)
	return cerr
}

// NoName has none.
func NoName(path string) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when NoName returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, path)
	return err
}

// Shadowed has one that is hidden where the defer goes.
func Shadowed(path string) (err error) {
	if path != "" {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600) // want `f opened by os\.OpenFile is not closed when Shadowed returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(f, path); err != nil {
			return err
		}
	}
	return nil
}

// Reader has a named result too, but nothing that was written.
func Reader(path string) (n int, err error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Reader returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return f.Read(make([]byte, 8))
}

// Explicit closes on the other path; that close stays.
func Explicit(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Explicit returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		return err
	}
	return f.Close()
}

// Returned is closed only where it is lost: another path hands it over.
func Returned(path string) (*os.File, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Returned returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	return f, nil
}

// Loop would defer too late.
func Loop(paths []string) {
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed before the next iteration opens another.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		fmt.Println(f.Name())
	}
}

// Unchecked has no safe place.
func Unchecked(path string) string {
	f, _ := os.Open(path) // want `f opened by os\.Open is not closed when Unchecked returns at line [0-9]+.*\(unclosed/leak\)`
	return f.Name()
}

// A release that wants arguments is nothing to defer unseen.
type server struct{ l net.Listener }

func (s *server) Shutdown(context.Context) error { return s.l.Close() }

func newServer(addr string) (*server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &server{l: l}, nil
}

func argument(addr string) error {
	s, err := newServer(addr) // want `defer s.Shutdown\(...\)`
	if err != nil {
		return err
	}
	_ = s.l.Addr()
	return nil
}

// What has been given the owner keeps nothing.
func given(addr string) error {
	o, err := newOwner(addr) // want `unclosed/leak`
	if err != nil {
		return err
	}
	register(o)
	return nil
}

type owner struct{ l net.Listener }

func (o *owner) Close() error { return o.l.Close() }
func (o *owner) Addr() string { return o.l.Addr().String() }

func newOwner(addr string) (*owner, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &owner{l: l}, nil
}

type addresser interface{ Addr() string }

func register(addresser) {}
