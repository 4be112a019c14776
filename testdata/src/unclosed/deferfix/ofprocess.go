package deferfix

import (
	"io"
	"os"
)

func outputFor(path string) (*os.File, error) {
	if path == "-" {
		return os.Stdout, nil
	}
	return os.Create(path)
}

// What is lost may be the standard output, which others write to.
func Keeps(path string, check func() error) (io.Writer, error) {
	f, err := outputFor(path) // want `f opened by deferfix\.outputFor is not closed when Keeps returns at line [0-9]+.*; no safe fix: it may be something that lives as long as the process`
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		return nil, err
	}
	return f, nil
}
