package correlated

import (
	"io"
	"os"
)

// A parameter that cannot be closed is given a file: nobody can close it by that name.
func readGivenOrFile(in io.Reader, name string) error {
	if name != "" {
		f, err := os.Open(name) // want `f opened by os\.Open is not closed when readGivenOrFile returns`
		if err != nil {
			return err
		}
		in = f
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

func readGivenOrFileClosed(in io.Reader, name string) error {
	if name != "" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

// Here somebody asks whether it can be closed.
func readGivenAsked(in io.Reader, name string) error {
	if name != "" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		in = f
	}
	if c, ok := in.(io.Closer); ok {
		defer c.Close()
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

// What can be closed may be closed for others, too.
func readGivenCloser(in io.ReadCloser, name string) error {
	if name != "" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		in = f
	}
	_, err := io.Copy(io.Discard, in)
	return err
}
