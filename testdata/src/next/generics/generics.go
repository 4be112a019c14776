// Package generics has methods with type parameters, which Go 1.27 brought.
package generics

import (
	"io"
	"os"
)

type store struct{ dir string }

// open is a constructor: who calls it owes the release.
func (s *store) open[T any](name string, use func(T) bool) (*os.File, error) {
	return os.Open(s.dir + name)
}

func leaks(s *store) error {
	f, err := s.open[int]("a", nil) // want `f opened by .*open is not closed when leaks returns at line \d+.*unclosed/leak`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func inferred(s *store, use func(string) bool) error {
	f, err := s.open("a", use) // want `unclosed/leak`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func closes(s *store) error {
	f, err := s.open[int]("a", nil)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Stat()
	return err
}

// shut releases what it is given.
func (s *store) shut[C io.Closer](c C) error { return c.Close() }

// look does not.
func (s *store) look[R io.Reader](r R) int {
	n, _ := r.Read(nil)
	return n
}

func shuts(s *store) error {
	f, err := os.Open("a")
	if err != nil {
		return err
	}
	defer s.shut(f)
	_, err = f.Stat()
	return err
}

func looks(s *store) int {
	f, err := os.Open("a") // want `unclosed/leak`
	if err != nil {
		return 0
	}
	return s.look[*os.File](f)
}

// value is a method value with its type argument.
func value(s *store) error {
	f, err := os.Open("a")
	if err != nil {
		return err
	}
	shut := s.shut[*os.File]
	defer shut(f)
	_, err = f.Stat()
	return err
}
