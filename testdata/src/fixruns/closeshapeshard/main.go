// Command closeshapeshard: shapes of a check that say less than they seem to.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

var errOther = errors.New("other")

func other() error { return errOther }

// The error is another one by then.
func reassigned(path string) (n int) {
	f, err := os.Open(path) // fix: no
	err = other()
	if err == nil {
		n = len(f.Name())
	}
	return n
}

// Another condition in front of the error.
func swapped(path string) int64 {
	f, err := os.Open(path) // fix: no
	if path == "" || err != nil {
		return -1
	}
	n, _ := io.Copy(io.Discard, f)
	return n
}

// The block gives it to somebody.
func given(path string, keep *io.Reader) (n int) {
	if f, err := os.Open(path); err == nil {
		*keep = bufio.NewReader(f)
		n = 1
	}
	return n
}

// The branch with the error goes on in an else if, so the defer has a check of its own before it.
func chain(path string, deep bool) string {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return "none"
	} else if deep {
		return filepath.Base(f.Name())
	}
	return "flat"
}

// The file is renamed where the block has written it, and read again.
func written(path string) (string, error) {
	f, err := os.Create(path + ".tmp")
	if err == nil {
		_, err = f.WriteString("text")
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		return "", err
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return "", err
	}
	b, err := os.ReadFile(path)
	return string(b), err
}

// The result of the block is read by who is launched.
func launched(path string) string {
	out := make(chan string, 1)
	if f, err := os.Open(path); err == nil { // fix: may
		go func() { // fix: may
			b, _ := io.ReadAll(f)
			out <- string(b)
		}()
	} else {
		out <- "none"
	}
	return <-out
}

// A function that is deferred before reads what it has buffered.
func deferred(path string) {
	var r *bufio.Reader
	defer func() {
		if r != nil {
			line, err := r.ReadString(0)
			fmt.Println(len(line), errors.Is(err, io.EOF))
		}
	}()
	if f, err := os.Open(path); err == nil { // fix: no
		r = bufio.NewReader(f)
	}
}

// The variable of the block hides one that is used later.
func hidden(path string) string {
	f := "outer"
	if f, err := os.Open(path); err == nil { // fix: yes
		fmt.Println(filepath.Base(f.Name()))
	}
	return f
}

// The comment of the block's first line stays there.
func commented(path string) {
	if f, err := os.Open(path); err == nil { // fix: yes
		// The name is enough.

		fmt.Println(filepath.Base(f.Name()))
	}
}

// An empty block has no place.
func empty(path string) bool {
	f, err := os.Open(path) // fix: no
	if err == nil {
	}
	return f != nil
}

// The block is short.
func oneLine(path string) (n int) {
	f, err := os.Open(path) // fix: yes
	if err == nil {
		n = len(filepath.Base(f.Name()))
	}
	return n
}

// In a loop a defer would pile up, whatever statement comes next.
func looped(paths []string) (n int, _ error) {
	for _, path := range paths {
		f, err := os.Open(path) // fix: no
		if err != nil {
			return n, err
		}
		if n > 9 {
			return n, errOther
		}
		n += len(filepath.Base(f.Name()))
		f.Close()
	}
	for i := range paths {
		f, err := os.Open(paths[i]) // fix: no
		if err != nil || n > 9 {
			return n, errOther
		}
		for range 2 {
			n++
		}
		f.Close()
	}
	for i := range paths {
		if f, err := os.Open(paths[i]); err == nil { // fix: no
			if n > 9 {
				return n, errOther
			}
			f.Close()
		}
	}
	return n, nil
}

func main() {
	dir, err := os.MkdirTemp("", "closeshapeshard")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name, none := filepath.Join(dir, "a"), filepath.Join(dir, "none")
	fmt.Println(written(name))
	var keep io.Reader
	for _, path := range []string{name, none} {
		fmt.Println(reassigned(path), swapped(path), given(path, &keep), chain(path, true), chain(path, false))
		fmt.Println(launched(path), hidden(path), empty(path), oneLine(path))
		deferred(path)
		commented(path)
	}
	fmt.Println(looped([]string{name, name}))
	b, err := io.ReadAll(keep)
	fmt.Println(string(b), err)
}
