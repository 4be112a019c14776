package correlated

import (
	"errors"
	"io/fs"
	"os"
)

// Conditions of several parts that are kept in variables.

func KeptBoth(path string, n int) error {
	big := n > 10
	var f *os.File
	var err error
	if big {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	ok := err == nil && big
	if ok {
		f.Close()
	}
	return nil
}

func KeptEither(path string) error {
	f, err := os.Open(path)
	bad := err != nil || f == nil
	if bad {
		return err
	}
	return f.Close()
}

func KeptEitherLeaks(path string, n int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when KeptEitherLeaks returns at line [0-9]+.*\(unclosed/leak\)`
	bad := err != nil || n < 3
	if bad {
		return err
	}
	return f.Close()
}

func KeptNot(path string) error {
	f, err := os.Open(path)
	ok := !(err != nil)
	if ok {
		return f.Close()
	}
	return err
}

func KeptNotBoth(path string, n int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when KeptNotBoth returns at line [0-9]+.*\(unclosed/leak\)`
	ok := err == nil && n > 3
	if !ok {
		return err
	}
	return f.Close()
}

// KeptTwice asks the same condition twice, of which a part is not known.
func KeptTwice(path string, dry bool) (err error) {
	var f *os.File
	opens := !dry && path != ""
	if opens {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if opens {
		return f.Close()
	}
	return nil
}

func KeptAnswers(path string, a, b bool) error {
	var f *os.File
	var err error
	if a && b {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	both := a && b
	if both {
		return f.Close()
	}
	return nil
}

// KeptAnew has another condition in each iteration.
func KeptAnew(path string, list []string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when KeptAnew returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for _, x := range list {
		_, err := f.Stat()
		done := err != nil || x == ""
		if done {
			continue
		}
		if x == "stop" {
			return nil
		}
	}
	return f.Close()
}

func fine(f *os.File, err error) bool { return err == nil && f != nil }

// AskedOfBoth may return because there is no file.
func AskedOfBoth(path string) error {
	f, err := os.Open(path)
	if !fine(f, err) {
		return err
	}
	return f.Close()
}

func AskedOfBothInVariable(path string) error {
	f, err := os.Open(path)
	if ok := fine(f, err); ok {
		return f.Close()
	}
	return err
}

func failed(err error, n int) bool { return err != nil || n > 3 }

func AskedOfError(path string, n int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when AskedOfError returns at line [0-9]+.*\(unclosed/leak\)`
	if failed(err, n) {
		return err
	}
	return f.Close()
}

func isBad(err error) bool { return err != nil }

// KeptAnswer has what is said of its error in a variable.
func KeptAnswer(path string) error {
	f, err := os.Open(path)
	bad := isBad(err)
	if bad {
		return err
	}
	return f.Close()
}

func KeptAnswerOr(path string) error {
	f, err := os.Open(path)
	over := errors.Is(err, fs.ErrNotExist) || isBad(err)
	if over {
		return err
	}
	return f.Close()
}

func KeptAnswerLeaks(path string, n int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when KeptAnswerLeaks returns at line [0-9]+.*\(unclosed/leak\)`
	bad := isBad(err) || n == 0
	if bad {
		return err
	}
	return f.Close()
}

// KeptSentinel compares its error with another one first.
func KeptSentinel(path string) error {
	f, err := os.Open(path)
	closed := err == os.ErrClosed
	if closed {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func KeptOtherSentinel(path string) error {
	f, err := os.Open(path)
	other := err != os.ErrClosed && err != nil
	if other {
		return err
	}
	if err != nil {
		return nil
	}
	return f.Close()
}

func KeptNoSentinel(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when KeptNoSentinel returns at line [0-9]+.*\(unclosed/leak\)`
	other := err != os.ErrClosed
	if other {
		return err
	}
	if err != nil {
		return nil
	}
	return f.Close()
}
