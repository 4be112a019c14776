package correlated

import (
	"errors"
	"flag"
	"io"
	"os"
	"strings"
)

// One of several values, of which paths have found different ones before they meet.

func OneOfTwo(path string, mode int) error {
	if mode == 1 {
		print("one")
	} else if mode == 2 {
		print("two")
	} else {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	switch mode {
	case 1:
		return f.Close()
	case 2:
		f.Close()
	}
	return nil
}

func OneOfTwoLeaks(path string, mode int) error {
	if mode == 1 {
		print("one")
	} else if mode == 2 {
		print("two")
	} else {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OneOfTwoLeaks returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch mode {
	case 1:
		return f.Close()
	case 2:
		return errors.New("two")
	}
	return nil
}

func OneOfTwoOtherwise(path string, mode int) error {
	if mode == 2 {
		print("two")
	} else if mode == 1 {
		print("one")
	} else {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OneOfTwoOtherwise returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch mode {
	case 1:
		return f.Close()
	case 2:
		return errors.New("two")
	}
	return nil
}

// OneOrAny may have any value.
func OneOrAny(path string, mode int, any bool) error {
	if any {
		print("any")
	} else if mode != 1 {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OneOrAny returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if mode == 1 {
		return f.Close()
	}
	return nil
}

func OneOrOther(path string, mode int) error {
	if mode == 2 {
		print("two")
	} else if mode != 1 {
		print("other")
	} else {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OneOrOther returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch mode {
	case 1, 2:
		return f.Close()
	}
	return nil
}

func OtherOrOne(path string, mode int) error {
	if mode == 1 {
		print("one")
	} else if mode != 2 {
		print("other")
	} else {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OtherOrOne returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch mode {
	case 1, 2:
		return f.Close()
	}
	return nil
}

// DeferredOfEither defers on one path the release of the file, and on the other that of
// something else, and both have much to remember.
func DeferredOfEither(path string, x, a, b, c, d bool) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when DeferredOfEither returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var end io.Closer = io.NopCloser(strings.NewReader(""))
	if x {
		end = f
	}
	defer end.Close()
	for _, flag := range []bool{a, b, c, d} {
		if flag {
			print("x")
		}
	}
	if a {
		print("a")
	}
	if b {
		print("b")
	}
	if c {
		print("c")
	}
	if d {
		print("d")
	}
	if a && b || c && d {
		return errors.New("both")
	}
	return nil
}

func DeferredOfOther(path string, x, a, b, c, d bool) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when DeferredOfOther returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var end io.Closer = f
	if x {
		end = io.NopCloser(strings.NewReader(""))
	}
	defer end.Close()
	if a {
		print("a")
	}
	if b {
		print("b")
	}
	if c {
		print("c")
	}
	if d {
		print("d")
	}
	if a && b || c && d {
		return errors.New("both")
	}
	return nil
}

func forward(path string) (*os.File, error) { return os.Open(path) }

func partly(path string) (*os.File, error) {
	f, err := os.Open(path)
	if path == "" {
		return f, errors.New("empty")
	}
	return f, err
}

// NothingOnError asks for what a function gives, instead of for its error.
func NothingOnError(path, other string) error {
	f, err := os.Open(path) // want `\(unclosed/undeferred\)`
	if err != nil {
		return err
	}
	g, err := forward(other)
	if g != nil {
		f.Close()
		return g.Close()
	}
	if err == nil {
		return nil
	}
	f.Close()
	return err
}

// SomethingOnError is the same with one that may give something beside its error.
func SomethingOnError(path, other string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when SomethingOnError returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	g, err := partly(other) // want `\(unclosed/undeferred\)`
	if err != nil && g != nil {
		g.Close()
		return err
	}
	f.Close()
	if g != nil {
		g.Close()
	}
	return err
}

// EitherFails ends in one of two calls: what one gives says nothing of the other.
func EitherFails(path string, check func() error, bad bool) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when EitherFails returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	failed := func() error {
		if bad {
			return errors.New("bad")
		}
		return check()
	}()
	if failed != nil {
		f.Close()
		return failed
	}
	return nil
}

// ModeByFlag sets its mode through an address, too: it is not the one constant.
func ModeByFlag(path string) error {
	mode := "read"
	flag.StringVar(&mode, "mode", mode, "")
	flag.Parse()
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ModeByFlag returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if mode == "read" {
		return f.Close()
	}
	return nil
}

// ClosesAnother closes a channel that has nothing to do with the file.
func ClosesAnother(path string, ready chan struct{}) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ClosesAnother returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	close(ready)
	if _, err := f.Stat(); err != nil {
		return err
	}
	return f.Close()
}

// CopiedOut copies the list that has it to somebody else's.
func CopiedOut(path string, to []*os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	copy(to, []*os.File{f})
	return nil
}

// A call that gives two lists is the one argument of copy.
func CopiedBoth(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when CopiedBoth returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	println(f.Name(), copy(twoLists()))
	return nil
}

func twoLists() (to, from []*os.File) { return nil, nil }
