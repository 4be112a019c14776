package outparams

import (
	"errors"
	"os"

	"example.com/unclosed/outparams/opener"
)

// What a callee stores wherever it gives no error is asked for by its error, or by itself.

func EitherAsked(path, other string) error {
	g, err := os.Open(other)
	if err != nil {
		return err
	}
	var f *os.File
	defer func() { closeSome(f) }()
	err = openInto(&f, path)
	if err != nil || f != nil {
		defer g.Close()
		return err
	}
	return nil // never: it has opened, or failed
}

func NilAsked(path, other string) error {
	g, err := os.Open(other)
	if err != nil {
		return err
	}
	var f *os.File
	defer func() { closeSome(f) }()
	err = checkedInto(&f, path)
	if f != nil || err != nil {
		defer g.Close()
		return err
	}
	return nil // never
}

func ImportedAsked(path, other string) error {
	g, err := os.Open(other)
	if err != nil {
		return err
	}
	var f *os.File
	defer func() { closeSome(f) }()
	err = opener.Into(&f, path)
	if err != nil || f != nil {
		defer g.Close()
		return err
	}
	return nil // never
}

// PerhapsAsked asks who may store nothing, and give no error.
func PerhapsAsked(path, other string) error {
	g, err := os.Open(other) // want `g opened by os\.Open is not closed when PerhapsAsked returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var f *os.File
	defer func() { closeSome(f) }()
	err = perhapsInto(&f, path)
	if err != nil || f != nil {
		defer g.Close()
		return err
	}
	return nil
}

// EmptiedAsked asks who takes back what it has stored.
func EmptiedAsked(path, other string) error {
	g, err := os.Open(other) // want `g opened by os\.Open is not closed when EmptiedAsked returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var f *os.File
	defer func() { closeSome(f) }()
	err = emptiedInto(&f, path)
	if err != nil || f != nil {
		defer g.Close()
		return err
	}
	return nil
}

// FailsWith asks who may give both.
func FailsWith(path, other string) error {
	g, err := os.Open(other) // want `g opened by os\.Open is not closed when FailsWith returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var f *os.File
	defer func() { closeSome(f) }()
	err = bothInto(&f, path)
	if err == nil || f == nil {
		defer g.Close()
		return err
	}
	return nil
}

func closeSome(f *os.File) {
	if f != nil {
		f.Close()
	}
}

func openInto(f **os.File, path string) (err error) {
	*f, err = os.Open(path)
	return err
}

func checkedInto(f **os.File, path string) error {
	if path == "" {
		return errors.New("no path")
	}
	opened, err := os.Open(path)
	if err != nil {
		return err
	}
	*f = opened
	return nil
}

func perhapsInto(f **os.File, path string) (err error) {
	if path != "" {
		*f, err = os.Open(path)
		if err != nil {
			return err
		}
	}
	return err
}

func emptiedInto(f **os.File, path string) error {
	opened, err := os.Open(path)
	if err != nil {
		return err
	}
	*f = opened
	if path == "" {
		opened.Close()
		*f = nil
	}
	return nil
}

func bothInto(f **os.File, path string) error {
	opened, err := os.Open(path)
	if err != nil {
		return err
	}
	*f = opened
	if path == "" {
		return errors.New("no path")
	}
	return nil
}
