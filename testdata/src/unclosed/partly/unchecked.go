package partly

import (
	"compress/zlib"
	"errors"
	"io"
	"os"
)

// Releases that are deferred before the error is looked at.

type view struct{ b []byte }

func (v *view) Close() error { v.b = nil; return nil }

type safe struct{ b []byte }

func (s *safe) Close() error {
	if s == nil {
		return nil
	}
	s.b = nil
	return nil
}

func newView(n int) (*view, error) {
	if n < 0 {
		return nil, errors.New("negative")
	}
	return &view{make([]byte, n)}, nil
}

func newSafe(n int) (*safe, error) {
	if n < 0 {
		return nil, errors.New("negative")
	}
	return &safe{make([]byte, n)}, nil
}

func never(n int) (*view, error) { v := &view{}; return v, io.EOF }

func early(n int) error {
	v, err := newView(n)
	defer v.Close() // want `v opened by partly\.newView is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return nil
}

func earlyLiteral(r io.Reader) ([]byte, error) {
	z, err := zlib.NewReader(r)
	defer func() { z.Close() }() // want `z opened by zlib\.NewReader is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func earlyGuarded(r io.Reader) ([]byte, error) {
	z, err := zlib.NewReader(r)
	defer func() {
		if z != nil {
			z.Close()
		}
	}()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func earlySafe(n int) error {
	s, err := newSafe(n)
	defer s.Close()
	if err != nil {
		return err
	}
	return nil
}

func earlyNever(n int) error {
	v, err := never(n)
	defer v.Close()
	if err != nil {
		return err
	}
	return nil
}

func earlyDropped(r io.Reader) ([]byte, error) {
	z, _ := zlib.NewReader(r)
	defer z.Close()
	return io.ReadAll(z)
}

func right(r io.Reader) ([]byte, error) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(z)
}

func temp(p string) (*os.File, func(), error) {
	f, err := os.CreateTemp(p, "x")
	if err != nil {
		return nil, func() {}, err
	}
	return f, func() { f.Close(); os.Remove(f.Name()) }, nil
}

// The cleanup function does nothing where the call fails.
func cleaned(p string) error {
	f, clean, err := temp(p)
	defer clean()
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	return err
}

func dir(p string) (string, func() error, error) {
	f, err := os.Create(p)
	if err != nil {
		return "", nil, err
	}
	return f.Name(), f.Close, nil
}

func cleanedNil(p string) error {
	name, clean, err := dir(p)
	defer clean() // want `clean from partly\.dir is called by defer before its error is checked.*\(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return os.Chmod(name, 0o600)
}
