// Command closerefused: leaks that a deferred close would make worse.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

var errShort = errors.New("short")

// returned on another path: it is closed where it is lost.
func returned(path string, want bool) (*os.File, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return nil, err
	}
	if !want {
		return nil, errShort
	}
	return f, nil
}

type holder struct{ f *os.File }

// stored on another path.
func (h *holder) stored(path string, want bool) error {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return err
	}
	if !want {
		return errShort
	}
	h.f = f
	return nil
}

// wrapped and returned on another path.
func wrapped(path string) (io.Reader, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(f)
	if _, err := r.Peek(1); err != nil {
		return nil, err
	}
	return r, nil
}

// loops leak in each turn.
func loops(paths []string) (n int64, err error) {
	for _, path := range paths {
		f, err := os.Open(path) // fix: no
		if err != nil {
			return 0, err
		}
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		n += info.Size()
	}
	return n, nil
}

// closure is kept by a closure on another path.
func closure(path string, want bool) (func() error, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return nil, err
	}
	if !want {
		return nil, errShort
	}
	return func() error { return f.Close() }, nil
}

// sent on another path.
func sent(path string, ch chan *os.File, want bool) error {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return err
	}
	if !want {
		return errShort
	}
	ch <- f
	return nil
}

func main() {
	dir, err := os.MkdirTemp("", "close-refused")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		log.Fatal(err)
	}
	f, err := returned(path, true) // fix: may
	fmt.Println(f != nil, err)
	fmt.Println(returned(path, false)) // fix: may
	h := new(holder)
	fmt.Println(h.stored(path, false), h.stored(path, true))
	b := make([]byte, 4)
	n, err := h.f.Read(b)
	fmt.Println(n, err)
	r, err := wrapped(path)
	fmt.Println(r != nil, err)
	text, err := io.ReadAll(r)
	fmt.Println(string(text), err)
	fmt.Println(loops([]string{path, path}))
	fn, err := closure(path, true)
	fmt.Println(fn(), err)
	ch := make(chan *os.File, 1)
	fmt.Println(sent(path, ch, true))
	fmt.Println((<-ch).Close())
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
