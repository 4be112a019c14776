// Package imported knows its callees by their summaries only.
package imported

import (
	"os"

	"example.com/unclosed/imported/store"
)

func Forgotten(path string) (int64, error) {
	s, err := store.Open(path) // want `s opened by store\.Open is not closed when Forgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return s.Len()
}

func Closed(path string) (int64, error) {
	s, err := store.Open(path)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	return s.Len()
}

func Dropped(path string) error {
	_, err := store.Open(path) // want `the result of store\.Open is discarded.*\(unclosed/discarded\)`
	return err
}

// Lent gives the store to a function that only uses it.
func Lent(path string) (int64, error) {
	s, err := store.Open(path) // want `s opened by store\.Open is not closed when Lent returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return store.Length(s), nil
}

// Viewed closes the view, and not the store.
func Viewed(path string) error {
	s, err := store.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	v := store.NewView(s)
	return v.Close()
}

func Helped(path string) {
	f, err := os.Open(path)
	if err != nil {
		store.Fatal(err)
	}
	defer store.CloseQuietly(f)
}

// Getter has nothing to close.
func Getter(s *store.Store) error {
	f := s.File()
	return f.Sync()
}

func Unlocked(path string) error {
	unlock, err := store.Locked(path)
	if err != nil {
		return err
	}
	defer unlock()
	return nil
}

func LeftLocked(path string, ok bool) error {
	unlock, err := store.Locked(path) // want `unlock opened by store\.Locked is not called when LeftLocked returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if !ok {
		return os.ErrInvalid
	}
	unlock()
	return nil
}
