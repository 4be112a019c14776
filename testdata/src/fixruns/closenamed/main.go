// Command closenamed: where the error of a close goes.
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

// want: func one(path string) (err error) { f, err := os.Create(path) if err != nil { return err } defer func() { if cerr := f.Close(); cerr != nil && err == nil { err = cerr } }()

func one(path string) (err error) {
	f, err := os.Create(path) // fix: yes
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(f, "one")
	return
}

// hidden hides its result where the file is opened.
func hidden(path string) (n int, err error) {
	if path != "" {
		f, err := os.Create(path) // fix: yes
		if err != nil {
			return 0, err
		}
		n, err = f.WriteString("hidden")
		return n, err
	}
	return 0, errors.New("no path")
}

// blank has a result without a name.
func blank(path string) (_ int, _ error) {
	f, err := os.Create(path) // fix: yes
	if err != nil {
		return 0, err
	}
	return fmt.Fprint(f, "blank")
}

// notLast has an error that is not last.
func notLast(path string) (err error, n int) {
	f, err := os.Create(path) // fix: yes
	if err != nil {
		return err, 0
	}
	n, err = fmt.Fprint(f, "not last")
	return err, n
}

// cerr is what the result is called.
func called(path string) (cerr error) {
	f, cerr := os.Create(path) // fix: yes
	if cerr != nil {
		return cerr
	}
	_, cerr = fmt.Fprint(f, "called")
	return cerr
}

// closure is in a function with a named error.
func closure(path string) (err error) {
	write := func() error {
		f, err := os.Create(path) // fix: yes
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(f, "closure")
		return err
	}
	return write()
}

// named is a closure with a named error itself.
func named(path string) error {
	write := func() (err error) {
		f, err := os.Create(path) // fix: yes
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(f, "named")
		return err
	}
	return write()
}

// custom has an error of its own type.
type myErr struct{}

func (*myErr) Error() string { return "my" }

func custom(path string) (err *myErr) {
	f, e := os.Create(path) // fix: yes
	if e != nil {
		return &myErr{}
	}
	if _, e := fmt.Fprint(f, "custom"); e != nil {
		return &myErr{}
	}
	return nil
}

// flags are computed.
func flags(path string, flag int) (err error) {
	f, err := os.OpenFile(path, flag, 0o600) // fix: yes
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// appends writes at the end.
func appends(path string) (err error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_RDWR, 0) // fix: yes
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, " more")
	return err
}

// buffered leaks a file under a buffer, which is flushed.
func buffered(path string) (err error) {
	f, err := os.Create(path) // fix: yes
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if _, err := w.WriteString("buffered"); err != nil {
		return err
	}
	return w.Flush()
}

// undeferred is closed without looking.
func undeferred(path string) (err error) {
	f, err := os.Create(path) // fix: may
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(f, "undeferred")
	f.Close()
	return err
}

// A sealer closes what it is made over.
type sealer struct {
	w *bufio.Writer
	f io.Closer
}

func (s *sealer) seal() error {
	if err := s.w.Flush(); err != nil {
		return err
	}
	return s.f.Close()
}

// sealed is closed by another, too, which a second close would make an error of.
func sealed(path string, fail bool) (err error) {
	f, err := os.Create(path) // fix: yes
	if err != nil {
		return err
	}
	if fail {
		return io.ErrUnexpectedEOF
	}
	s := &sealer{bufio.NewWriter(f), f} // fix: may
	if _, err := s.w.WriteString("sealed"); err != nil {
		return err
	}
	var e interface{ seal() error } = s
	return e.seal()
}

// want: defer f.Close() if fail { return io.ErrUnexpectedEOF }

func main() {
	dir, err := os.MkdirTemp("", "close-named")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	show := func() {
		text, err := os.ReadFile(path)
		fmt.Printf("%s %v\n", text, err)
	}
	fmt.Println(one(path), one(dir) != nil)
	show()
	fmt.Println(hidden(path))
	show()
	fmt.Println(blank(path))
	show()
	fmt.Println(notLast(path))
	show()
	fmt.Println(called(path))
	show()
	fmt.Println(closure(path), named(path), custom(path) == nil, flags(path, os.O_RDONLY), appends(path))
	show()
	fmt.Println(buffered(path), undeferred(path))
	show()
	fmt.Println(sealed(path, true), sealed(path, false))
	show()
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
