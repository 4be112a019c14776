// Command deferloops: what is deferred in a loop ends with the iteration once its body is
// a function, and nothing else changes.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// want: for _, name := range names { if err := func() error { f, err := os.Open(name)
// want: defer f.Close() n, err := io.Copy(io.Discard, f) if err != nil { return err } total += n return nil }(); err != nil { return 0, err } } return total, nil
func sizes(names []string) (int64, error) {
	var total int64
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close() // fix: yes
		n, err := io.Copy(io.Discard, f)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// want: func() { f, err := os.Open(name) if err != nil { return } defer func() { _ = f.Close() }() first, _ := bufio.NewReader(f).ReadString('\n')
func firstLines(names []string) (lines []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue // it may be gone
		}
		defer func() { _ = f.Close() }() // fix: yes
		first, _ := bufio.NewReader(f).ReadString('\n')
		// A raw string keeps its lines.
		lines = append(lines, first+`
	indented`)
	}
	return lines
}

// A labelled continue of the very loop, an error that is made there, another result that is a variable.
func counted(names []string) (int, error) {
	count := 0
each:
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return count, fmt.Errorf("%d: %w", i, err)
		}
		defer f.Close() // fix: yes
		s := bufio.NewScanner(f)
		for s.Scan() {
			if s.Text() == "skip" {
				continue each
			}
			if s.Text() == "" {
				break
			}
		}
		count++
	}
	return count, nil
}

func once(ctx context.Context, n int) {
	for i := range n {
		ctx, cancel := context.WithTimeout(ctx, time.Hour)
		defer cancel() // fix: yes
		fmt.Println(i, ctx.Err())
	}
}

var errFound = errors.New("found")

// A break leaves the loop.
func search(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			break
		}
		defer f.Close() // fix: no
		fmt.Println(filepath.Base(f.Name()))
	}
}

// The error may be nil, so that the function ends with success.
func until(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		if fi, err := f.Stat(); fi.Size() > 3 {
			return err
		}
	}
	return errFound
}

// All are used when the loop is over.
func together(names []string) error {
	var readers []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		readers = append(readers, bufio.NewReader(f))
	}
	all, err := io.ReadAll(io.MultiReader(readers...))
	fmt.Printf("%q %v\n", all, err)
	return err
}

// The last one is used when the loop is over.
func last(names []string) error {
	var current *os.File
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		current = f
	}
	_, err := current.Stat()
	fmt.Println(err)
	return err
}

// What else is deferred says when the function is over.
func noisy(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		defer fmt.Println("over", filepath.Base(name))
	}
	fmt.Println("end")
	return nil
}

// The results are named, and a bare return gives them.
func named(names []string) (n int, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return n, err
		}
		defer f.Close() // fix: yes
		n++
	}
	return
}

func main() {
	dir, err := os.MkdirTemp("", "deferloops")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	var names []string
	for _, text := range []string{"a\nb\n", "skip\n", "x\n\ny\n"} {
		name := filepath.Join(dir, fmt.Sprint(len(names)))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			panic(err)
		}
		names = append(names, name)
	}
	fmt.Println(sizes(names))
	_, err = sizes([]string{names[0], filepath.Join(dir, "none")})
	fmt.Println(errors.Is(err, os.ErrNotExist))
	fmt.Printf("%q\n", firstLines(append(names, filepath.Join(dir, "none"))))
	fmt.Println(counted(names))
	once(context.Background(), 2)
	search(names)
	fmt.Println(until(names))
	fmt.Println(together(names), last(names), noisy(names))
	fmt.Println(named(names))
}
