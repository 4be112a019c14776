// Command closeshapes: an error may be looked at in other ways than by an early return.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// want: func equal(path string) (n int) { f, err := os.Open(path) if err == nil { defer f.Close() s := bufio.NewScanner(f)
func equal(path string) (n int) {
	f, err := os.Open(path) // fix: yes
	if err == nil {
		s := bufio.NewScanner(f)
		for s.Scan() {
			n++
		}
	}
	return n
}

// want: err == nil { defer f.Close() // lines are counted s := bufio.NewScanner(f)
func initial(path string) (n int) {
	if f, err := os.Open(path); err == nil { // fix: yes
		// lines are counted
		s := bufio.NewScanner(f)
		for s.Scan() {
			n++
		}
	}
	return n
}

// want: n = -1 } else { defer f.Close() s := bufio.NewScanner(f)
func otherwise(path string) (n int) {
	if f, err := os.Open(path); err != nil { // fix: yes
		n = -1
	} else {
		s := bufio.NewScanner(f)
		for s.Scan() {
			n++
		}
	}
	return n
}

// want: if err == nil { defer f.Close() } if err != nil || path == "" { return -1 }
func either(path string) int64 {
	f, err := os.Open(path) // fix: yes
	if err != nil || path == "" {
		return -1
	}
	n, _ := io.Copy(io.Discard, f)
	return n
}

// want: if err == nil { defer f.Close() } if err != nil || path == "/" { return -1 } n, _ := io.Copy
// reject: return -1 } defer f.Close() n, _
func raised(path string) int64 {
	f, err := os.Open(path) // fix: yes
	if err != nil || path == "/" {
		return -1
	}
	defer f.Close()
	n, _ := io.Copy(io.Discard, f)
	return n
}

// want: if err == nil { defer f.Close() if path == "/" { return 0, errRoot } return io.Copy(io.Discard, f) }
func raisedInside(path string) (int64, error) {
	f, err := os.Open(path) // fix: yes
	if err == nil {
		if path == "/" {
			return 0, errRoot
		}
		defer f.Close()
		return io.Copy(io.Discard, f)
	}
	return 0, err
}

var errRoot = errors.New("root")

// The error of the written file is kept where the block does not hide it.
func written(path string) (err error) {
	f, err := os.Create(path) // fix: yes
	if err == nil {
		_, err = io.WriteString(f, "text\n")
	}
	return err
}

// Each one is used when the loop is over.
func looped(paths []string) {
	for _, path := range paths {
		if f, err := os.Open(path); err == nil { // fix: no
			fmt.Println(filepath.Base(f.Name()))
		}
	}
}

// What is read goes on to be read.
func handed(path string) io.Reader {
	if f, err := os.Open(path); err == nil {
		return bufio.NewReader(f)
	}
	return nil
}

// Another condition beside it says nothing where it does not hold.
func both(path string) {
	f, err := os.Open(path) // fix: no
	if err == nil && path != "/" {
		fmt.Println(filepath.Base(f.Name()))
	}
}

// Nobody looks at the error here.
func touch(path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	_, err := os.Create(path + ".new") // fix: no
	return err
}

// want: if f, err := os.Create(path + ".made"); err == nil { defer f.Close() fmt.Println("made") }
func make1(path string) {
	if _, err := os.Create(path + ".made"); err == nil { // fix: yes
		fmt.Println("made")
	}
}

func main() {
	dir, err := os.MkdirTemp("", "closeshapes")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name, none := filepath.Join(dir, "a"), filepath.Join(dir, "none")
	fmt.Println(written(name), errors.Is(written(filepath.Join(none, "x")), os.ErrNotExist))
	for _, path := range []string{name, none, "/", ""} {
		fmt.Println(equal(path), initial(path), otherwise(path), either(path), raised(path))
		n, err := raisedInside(path)
		fmt.Println(n, err == nil, err == errRoot)
		both(path)
	}
	looped([]string{name, none})
	fmt.Println(handed(none) == nil, touch(none) != nil, touch(name))
	make1(name)
	_, err = os.Stat(name + ".made")
	fmt.Println(err)
}
