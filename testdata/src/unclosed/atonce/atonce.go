// Package atonce has function literals that are called where they stand: what they do
// on some of their paths only is not done on the others.
package atonce

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
)

func cond() bool { return len(os.Args) > 3 }
func try() error { return os.Chdir("x") }

func Some() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Some returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	func() {
		if cond() {
			f.Close()
		}
	}()
	return nil
}

func DefersTooLate() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when DefersTooLate returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	func() {
		if cond() {
			return
		}
		defer f.Close()
	}()
	return nil
}

func Result() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Result returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return func() error {
		if err := try(); err != nil {
			return err
		}
		return f.Close()
	}()
}

// Rest closes where the literal has not.
func Rest() error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	err = func() error {
		if err := try(); err != nil {
			return err
		}
		return f.Close()
	}()
	if err != nil {
		f.Close()
		return err
	}
	return nil
}

// Said has the literal say whether it has closed.
func Said() error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	closed := func() bool {
		switch {
		case cond():
			f.Close()
			return true
		}
		return false
	}()
	if !closed {
		return f.Close()
	}
	return nil
}

func Looped() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Looped returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	func() {
		for cond() {
			f.Close()
			return
		}
	}()
	return nil
}

func Argument() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Argument returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	func(c *os.File) {
		if cond() {
			c.Close()
		}
	}(f)
	return nil
}

func Nested() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Nested returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	func() {
		func() {
			if cond() {
				f.Close()
			}
		}()
	}()
	return nil
}

func Always() error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	func() {
		defer f.Close()
		if cond() {
			return
		}
		f.Stat()
	}()
	return nil
}

func EachWay() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	func() {
		if cond() {
			err = f.Close()
			return
		}
		err = errors.Join(try(), f.Close())
	}()
	return err
}

// HandedOver keeps the file on one path and closes it on the other.
func HandedOver(keep map[string]*os.File) error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	func() {
		if cond() {
			keep["x"] = f
			return
		}
		f.Close()
	}()
	return nil
}

// A function in a variable is believed: it may be called again.
func Bound() error {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	done := func() {
		if cond() {
			f.Close()
		}
	}
	done()
	return nil
}

// A deferred one is not: nobody else can release what it does not, and nobody else asks.
func Deferred() error {
	f, err := os.Open("x") // want `f opened by os.Open is not closed`
	if err != nil {
		return err
	}
	defer func() {
		if cond() {
			f.Close()
		}
	}()
	return nil
}

// What only buffers owes nothing where its literal fails, whoever gets the error.
func Piped(in io.Reader) io.Reader {
	r, w := io.Pipe()
	go func() {
		zw := gzip.NewWriter(w)
		w.CloseWithError(func() error {
			if _, err := io.Copy(zw, in); err != nil {
				return err
			}
			return zw.Close()
		}())
	}()
	return r
}

func PipedLost(in io.Reader) io.Reader {
	r, w := io.Pipe()
	go func() {
		zw := gzip.NewWriter(w) // want `zw opened by gzip\.NewWriter is not closed when the function literal returns at line.*\(unclosed/leak\)`
		w.CloseWithError(func() error {
			if _, err := io.Copy(zw, in); err != nil {
				return err
			}
			if cond() {
				return nil
			}
			return zw.Close()
		}())
	}()
	return r
}
