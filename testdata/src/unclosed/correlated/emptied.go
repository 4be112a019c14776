package correlated

import (
	"errors"
	"os"
)

// A list that something is appended to is not empty: nothing of it is lost where it is.

var errNone = errors.New("none")

func NoneOpened(paths []string) error {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

func Fewer(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	files := []*os.File{f}
	if 1 > len(files) {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

func SomeOpened(path string) error {
	var files []*os.File
	if f, err := os.Open(path); err == nil {
		files = append(files, f)
	}
	if len(files) != 0 {
		for _, f := range files {
			f.Close()
		}
		return nil
	}
	return errNone
}

// Two are more than there may be.
func Pair(paths []string) error {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when Pair returns at line 70.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	if len(files) < 2 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

// The list is cut, so that it may be empty where one is left.
func Cut(paths []string) error {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when Cut returns.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	files = files[:len(files)/2]
	if len(files) == 0 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}
