// Package store is what package imported uses: all that is known of it there
// are the summaries of its functions.
package store

import (
	"io"
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
