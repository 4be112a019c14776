// Command closeconstructorsuse: constructors that lose what they have opened.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
)

type conn struct {
	f    *os.File
	r    *bufio.Reader
	size int64
}

func (c *conn) Close() error { return c.f.Close() }

// A deferred function reads it when there is an error.
func deferredReads(name string, bad bool) (c *conn, err error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			b, rerr := io.ReadAll(f)
			fmt.Println(len(b), rerr)
		}
	}()
	if bad {
		return nil, errors.New("bad")
	}
	return &conn{f: f}, nil
}

// One that is deferred before.
func deferredBefore(name string, bad bool) (c *conn, err error) {
	var f *os.File
	defer func() {
		if f != nil && err != nil {
			st, serr := f.Stat()
			fmt.Println(st != nil, serr)
		}
	}()
	f, err = os.Open(name) // fix: no
	if err != nil {
		return nil, err
	}
	if bad {
		return nil, errors.New("bad")
	}
	return &conn{f: f}, nil
}

// A reader over it is what the deferred function reads.
func deferredOver(name string, bad bool) (c *conn, err error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(f)
	defer func() {
		if err != nil {
			s, rerr := r.ReadString('\n')
			fmt.Printf("%q %v\n", s, rerr)
		}
	}()
	if bad {
		return nil, errors.New("bad")
	}
	return &conn{f: f, r: r}, nil
}

// The error is made of it.
func tells(name string, bad bool) (*conn, error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return nil, err
	}
	if bad {
		return nil, fmt.Errorf("%s: %w", f.Name(), readError(f))
	}
	return &conn{f: f}, nil
}

func readError(f *os.File) error {
	b, err := io.ReadAll(f)
	return errors.Join(fmt.Errorf("read %d", len(b)), err)
}

type lazyError struct{ r io.Reader }

func (e *lazyError) Error() string {
	b, err := io.ReadAll(e.r)
	return fmt.Sprintf("lazy %d %v", len(b), err)
}

// The error reads it when it is printed.
func lazy(name string, bad bool) (*conn, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if bad {
		return nil, &lazyError{f}
	}
	return &conn{f: f}, nil
}

func newLazy(r *os.File) error { return &lazyError{r} }

// By a function.
func lazyByFunc(name string, bad bool) (*conn, error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return nil, err
	}
	if bad {
		return nil, newLazy(f)
	}
	return &conn{f: f}, nil
}

// On all paths.
func lazyAll(name string, bad bool) (*conn, error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return nil, err
	}
	if bad {
		return nil, newLazy(f)
	}
	return nil, nil
}

// The body is what is returned.
// want: resp.Body.Close() return nil, errors.New("not found")
// want: defer resp.Body.Close() return nil, statusError(resp)
func body(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == 404 {
		return nil, errors.New("not found")
	} else if resp.StatusCode != 200 {
		return nil, statusError(resp)
	}
	return resp.Body, nil
}

func statusError(resp *http.Response) error {
	b, err := io.ReadAll(resp.Body)
	return fmt.Errorf("%s: %s %v", resp.Status, b, err)
}

// In a switch.
func switched(name string, n int) (*conn, error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return nil, err
	}
	switch n {
	case 0:
		return nil, errors.New("zero")
	case 1:
		return nil, fmt.Errorf("one of %s", f.Name())
	}
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &conn{f: f, size: st.Size()}, nil
}

// The variable is another one where it is returned.
func shadowed(name string, bad bool) (*conn, error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return nil, err
	}
	if bad {
		f := "shadow"
		return nil, errors.New(f)
	}
	return &conn{f: f}, nil
}

// A loop in which it returns.
func looping(name string, n int) (*conn, error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return nil, err
	}
	for i := range n {
		if i == 2 {
			return nil, fmt.Errorf("%s %d", f.Name(), i)
		}
	}
	return &conn{f: f}, nil
}

func main() {
	dir, _ := os.MkdirTemp("", "red")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	os.WriteFile("a", []byte("one\ntwo\n"), 0o600)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ok":
			io.WriteString(w, "ok")
		case "/bad":
			w.WriteHeader(500)
			io.WriteString(w, "broken")
		default:
			w.WriteHeader(404)
		}
	}))
	defer srv.Close()
	for _, name := range []string{"a", "b"} {
		for _, bad := range []bool{true, false} {
			for _, f := range []func(string, bool) (*conn, error){deferredReads, deferredBefore, deferredOver, tells, lazy, lazyByFunc, lazyAll, shadowed} {
				c, err := f(name, bad)
				fmt.Println(c != nil, err)
				if c != nil {
					b, err := io.ReadAll(c.f)
					fmt.Println(len(b), err)
					c.Close()
				}
			}
		}
		for n := range 4 {
			c, err := switched(name, n) // fix: no
			fmt.Println(c != nil, err)
			c, err = looping(name, n) // fix: no
			fmt.Println(c != nil, err)
		}
	}
	for _, path := range []string{"/ok", "/bad", "/none"} {
		rc, err := body(srv.URL + path)
		fmt.Println(rc != nil, err)
		if rc != nil {
			b, err := io.ReadAll(rc)
			fmt.Println(string(b), err)
			rc.Close()
		}
	}
}
