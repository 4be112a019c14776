// Package losterror writes files and closes them.
package losterror

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

func named(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // want `the error of the deferred f.Close\(\) is lost: what was written to f opened by os.Create may not be there, and named does not say so; return that error`
	_, err = f.Write(data)
	return err
}

func unnamed(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { f.Close() }() // want `is lost.*no named error result`
	_, err = fmt.Fprintf(f, "%s", data)
	return err
}

func inRoot(root *os.Root, data []byte) (n int, failed error) {
	f, err := root.Create("x")
	if err != nil {
		return 0, err
	}
	// The deferred call has a comment.
	defer f.Close() // want `is lost`
	if n, err := f.Write(data); err != nil {
		return n, err
	}
	return len(data), nil
}

func shadowed(path string, data []byte) (err error) {
	{
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		defer f.Close() // want `is lost`
		_, err = f.Write(data)
		if err != nil {
			return err
		}
	}
	return nil
}

func syncedUnseen(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // want `is lost`
	if _, err := f.Write(data); err != nil {
		return err
	}
	f.Sync()
	return nil
}

func synced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

func kept(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	_, err = f.Write(data)
	return err
}

func closedTwice(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

func thoughtOf(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = f.Write(data)
	return err
}

func read(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var s string
	_, err = fmt.Fscan(f, &s)
	return s, err
}

func touched(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o600)
}

func temporary(data []byte, use func(string) error) error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return use(f.Name())
}

func write(f *os.File, data []byte) error {
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

// The callee closes it, the deferred call cleans up.
func closedByCallee(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, data)
}

func closedByName(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var w io.WriteCloser = f
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}

type box struct{ f *os.File }

func (b *box) Close() error { return b.f.Close() }

func closedByOwner(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b := &box{f}
	if _, err := fmt.Fprintf(f, "%s", data); err != nil {
		return err
	}
	return b.Close()
}

func closedBySender(url, path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	resp, err := http.Post(url, "text/plain", f)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
