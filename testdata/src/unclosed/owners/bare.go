package owners

import (
	"errors"
	"io"
	"os"
)

// A bare return gives what the named result has: what was opened, or nil.

func openBare(path string) (f *os.File, err error) {
	if f, err = os.Open(path); err != nil {
		return
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	_, err = f.Seek(10, io.SeekStart)
	return
}

func useBare(path string) error {
	f, err := openBare(path) // want `f opened by owners\.openBare is not closed when useBare returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	return f.Close()
}

// What was given from elsewhere, too, may be anybody's.
func openOrGiven(path string, given *os.File) (f *os.File, err error) {
	if f = given; f != nil {
		return
	}
	f, err = os.Open(path)
	return
}

func useOrGiven(path string, given *os.File) error {
	f, err := openOrGiven(path, given)
	if err != nil {
		return err
	}
	_, err = f.Seek(0, io.SeekEnd)
	return err
}

// So may what has been closed.
func openClosed(path string) (f *os.File, err error) {
	if f, err = os.Open(path); err != nil {
		return
	}
	if _, err = f.Seek(10, io.SeekStart); err != nil {
		f.Close()
		return
	}
	return
}

func useClosed(path string) error {
	f, err := openClosed(path)
	if f == nil {
		return errors.Join(err)
	}
	_, err = f.Seek(0, io.SeekEnd)
	return err
}
