// Package lib keeps things, or does not.
package lib

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
)

// Sink has no release.
type Sink struct{ out io.Writer }

func (s *Sink) SetFile(f *os.File) { s.out = f }
func (s *Sink) Print(x string)     { io.WriteString(s.out, x) }

// Set has a Close that closes all.
type Set struct {
	mu sync.Mutex
	cs []io.Closer
}

func (s *Set) Add(c io.Closer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cs = append(s.cs, c)
}

func (s *Set) Close() (err error) {
	for _, c := range s.cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

// Conns has a Close that closes none.
type Conns struct{ m map[net.Conn]bool }

func (c *Conns) Track(x net.Conn) { c.m[x] = true }
func (c *Conns) Close() error     { return nil }

var def Set

// Register keeps it for the process.
func Register(c io.Closer) { def.Add(c) }

// Name borrows.
func Name(f *os.File) string { return f.Name() }

// Dup gives another one of the same file.
func Dup(f *os.File) (*os.File, error) { return os.Open(f.Name()) }

// Same gives it back.
func Same(f *os.File) *os.File { return f }

// Either closes it where it fails.
func Either(f *os.File) (*Set, error) {
	if _, err := f.Stat(); err != nil {
		f.Close()
		return nil, err
	}
	s := new(Set)
	s.Add(f)
	return s, nil
}
