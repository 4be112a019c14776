package defers

import (
	"errors"
	"io"
	"os"
)

// A return sets the named result before what is deferred looks at it.

func namedNil(path string) (f *os.File, err error) {
	f, err = os.Open(path) // want `f opened by os\.Open is not closed when namedNil returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err := f.Seek(10, io.SeekStart); err != nil {
		return nil, err
	}
	return f, nil
}

func namedBare(path string) (f *os.File, err error) {
	f, err = os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	_, err = f.Seek(10, io.SeekStart)
	return
}

func namedItself(path string) (f *os.File, err error) {
	f, err = os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err := f.Seek(10, io.SeekStart); err != nil {
		return f, err
	}
	return f, nil
}

func namedOther(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Read(nil)
}

func namedAlways(path string) (f *os.File, err error) {
	if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed when namedAlways returns at line [0-9]+.*\(unclosed/leak\)`
		return nil, err
	}
	defer func() { f.Close() }()
	_, err = f.Seek(10, io.SeekStart)
	return nil, err
}
