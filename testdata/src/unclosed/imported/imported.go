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
	unlock, err := store.Locked(path) // want `unlock from store\.Locked is not called when LeftLocked returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if !ok {
		return os.ErrInvalid
	}
	unlock()
	return nil
}

func Value(path string) (int64, error) {
	s, err := store.OpenValue(path) // want `s opened by store\.OpenValue is not closed when Value returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return s.Len()
}

func ValueClosed(path string) (int64, error) {
	s, err := store.OpenValue(path)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	return s.Len()
}

// Lock: where there is no lock there is no file.
func Lock(path string) error {
	f, got, err := store.TryLock(path)
	if err != nil {
		return err
	}
	if !got {
		return os.ErrExist
	}
	defer f.Close()
	return nil
}

func LockLost(path string) error {
	f, got, err := store.TryLock(path) // want `f opened by store\.TryLock is not closed when LockLost returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil || !got {
		return err
	}
	_, err = f.Stat()
	return err
}

func Skipped(path string) error {
	f, skipped, err := store.OpenUnless(path)
	if err != nil {
		return err
	}
	if skipped {
		return nil
	}
	return f.Close()
}

// Created knows that there is a file in any case.
func Created(path string) error {
	f, isNew, err := store.Create(path) // want `f opened by store\.Create is not closed when Created returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if !isNew {
		return nil
	}
	return f.Close()
}

func MustLost(path string) string {
	f := store.Must(os.Open(path)) // want `the result of os\.Open is not closed when MustLost returns at line [0-9]+.*\(unclosed/leak\)`
	return f.Name()
}

func MustClosed(path string) string {
	f := store.Must(os.Open(path))
	defer f.Close()
	return f.Name()
}

// Runs ends what the server holds.
func Runs(addr string) error {
	s, err := store.Listen(addr)
	if err != nil {
		return err
	}
	return s.Run()
}

func Asks(addr string) (string, error) {
	s, err := store.Listen(addr) // want `s opened by store\.Listen is not closed when Asks returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return s.Addr(), nil
}

// FlagHandedOut lets another package keep what sets the flag.
func FlagHandedOut(path string) error {
	failed := false
	store.OnFailure(func() { failed = true })
	failed = false
	s, err := store.Open(path) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	store.Check()
	if failed {
		return nil
	}
	return s.Close()
}

// Asked is told by a function of another package that there is no error.
func Asked(path string) {
	f, err := os.Open(path)
	if !store.IsOK(err) {
		return
	}
	defer f.Close()
}

// Deferred closes in a function that is called at once, in each iteration.
func Deferred(paths []string) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		store.Each(func() {
			defer f.Close()
		})
	}
}

// InCallback is as callback of a function that keeps it not.
func InCallback(path string) error {
	var f *os.File
	store.Each(func() {
		if f != nil {
			f.Sync()
		}
	})
	var err error
	f, err = os.Create(path) // want `f opened by os\.Create is not closed when InCallback returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// Registered gives the server to a function that only is named as one that keeps it.
func Registered(addr string) error {
	s, err := store.Listen(addr) // want `s opened by store\.Listen is not closed when Registered returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	store.RegisterAddr(s)
	return nil
}

// KeptOfHolder gives a file away in something that stays its own.
func KeptOfHolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	store.Keep(&store.Holder{F: f})
	return nil
}

// BesideAnyway leaves by an error that comes with a store.
func BesideAnyway(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when BesideAnyway returns`
	if err != nil {
		return err
	}
	s, err := store.OpenAnyway(path)
	if err != nil && s != nil {
		return err
	}
	s.Close()
	return f.Close()
}
