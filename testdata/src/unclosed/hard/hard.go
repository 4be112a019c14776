// Package hard has the functions on which control-flow graphs and SSA were compared;
// see docs/design.md.
package hard

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"os"
)

func work(io.Reader) error { return nil }

// OnlyOnError leaks: the deferred closure releases only where there is an error.
func OnlyOnError(p string) (err error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when OnlyOnError returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	return work(f)
}

type two struct{ a, b *os.File }

// Fields leaks the first file where the second cannot be opened.
func Fields(p, q string) (*two, error) {
	t := &two{}
	var err error
	if t.a, err = os.Open(p); err != nil { // want `t\.a opened by os\.Open is not closed when Fields returns at line [0-9]+.*\(unclosed/leak\)`
		return nil, err
	}
	if t.b, err = os.Open(q); err != nil {
		return nil, err
	}
	return t, nil
}

// Flag keeps in a boolean what is left to do.
func Flag(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			f.Close()
		}
	}()
	if err := work(f); err != nil {
		return err
	}
	done = true
	return f.Close()
}

// Shadowed leaks: the inner error hides the one that the caller gets.
func Shadowed(p string) (err error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Shadowed returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if n := len(p); n > 0 {
		err := work(f)
		if err != nil {
			return err
		}
	}
	return f.Close()
}

// SameCondition opens on a condition, and closes on the same.
func SameCondition(p string, use bool) error {
	var f *os.File
	if use {
		var err error
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
			return err
		}
	}
	err := work(nil)
	if use {
		f.Close()
	}
	return err
}

// OneCheckForTwo checks two errors at once.
func OneCheckForTwo(p, q string) error {
	f, err1 := os.Open(p)
	g, err2 := os.Open(q)
	if err := errors.Join(err1, err2); err != nil {
		if f != nil {
			f.Close()
		}
		if g != nil {
			g.Close()
		}
		return err
	}
	defer f.Close()
	defer g.Close()
	return nil
}

// RangeOverFunc leaks where it returns out of the range.
func RangeOverFunc(seq iter.Seq[string]) error {
	for p := range seq {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when RangeOverFunc returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if err := work(f); err != nil {
			return err
		}
		f.Close()
	}
	return nil
}

// Closers has a stack of things to undo.
func Closers(p string) error {
	var undo []func() error
	defer func() {
		for _, f := range undo {
			f()
		}
	}()
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	undo = append(undo, f.Close)
	return work(f)
}

// ReaderAndCloser returns the file inside something else.
func ReaderAndCloser(p string) (io.ReadCloser, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	br := bufio.NewReader(f)
	return struct {
		io.Reader
		io.Closer
	}{br, f}, nil
}

// Captured leaks: its variable has another file when the deferred closure runs.
func Captured(p, q string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Captured returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	if f, err = os.Open(q); err != nil {
		return err
	}
	return work(f)
}
