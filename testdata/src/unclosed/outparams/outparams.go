// Package outparams gets resources through pointers to its variables.
package outparams

import (
	"io"
	"net"
	"os"

	"example.com/unclosed/outparams/opener"
)

func open(f **os.File, path string) (err error) {
	*f, err = os.Open(path)
	return err
}

func connect(addr string, c *net.Conn) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		*c = nil
		return err
	}
	*c = conn
	return nil
}

func Forgotten(path string) (string, error) {
	var f *os.File
	if err := open(&f, path); err != nil { // want `f opened by outparams\.open is not closed when Forgotten returns at line [0-9]+.*\(unclosed/leak\)`
		return "", err
	}
	return f.Name(), nil
}

func Closed(path string) (string, error) {
	var f *os.File
	if err := open(&f, path); err != nil {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}

func Early(addr string) error {
	var c net.Conn
	if err := connect(addr, &c); err != nil { // want `c opened by outparams\.connect is not closed when Early returns at line [0-9]+.*\(unclosed/leak\)`
		return err
	}
	if _, err := io.WriteString(c, "hello"); err != nil {
		return err
	}
	return c.Close()
}

func Imported(path string) (string, error) {
	var f *os.File
	err := opener.Into(&f, path) // want `f opened by opener\.Into is not closed when Imported returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

func ImportedClosed(path string) (string, error) {
	var f *os.File
	err := opener.Into(&f, path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}

func Returned(path string) (*os.File, error) {
	var f *os.File
	err := open(&f, path)
	return f, err
}

type holder struct{ f *os.File }

// Field has an owner.
func (h *holder) Field(path string) error { return open(&h.f, path) }

var shared *os.File

// maybe gives what others have too.
func maybe(f **os.File, path string) (err error) {
	if path == "" {
		*f = shared
		return nil
	}
	*f, err = os.Open(path)
	return err
}

func Shared(path string) (string, error) {
	var f *os.File
	if err := maybe(&f, path); err != nil {
		return "", err
	}
	return f.Name(), nil
}

// Through is given the variable, and gives it on.
func Through(f **os.File, path string) error { return open(f, path) }

func Twice(path string) (string, error) {
	var f *os.File
	if err := Through(&f, path); err != nil { // want `f opened by outparams\.Through is not closed when Twice returns at line [0-9]+.*\(unclosed/leak\)`
		return "", err
	}
	return f.Name(), nil
}

// Package has an owner for the life of the process.
func Package(path string) error { return open(&shared, path) }

// Typed asks for the type that it has.
func Typed(path string) {
	var f *os.File
	if err := open(&f, path); err != nil {
		return
	}
	switch c := any(f).(type) {
	case *os.File:
		c.Close()
	}
}

// TypedInterface asks for one of the types that it may have.
func TypedInterface(addr string) {
	var c net.Conn
	if err := connect(addr, &c); err != nil { // want `\(unclosed/leak\)`
		return
	}
	switch c := c.(type) {
	case *net.TCPConn:
		c.Close()
	}
}
