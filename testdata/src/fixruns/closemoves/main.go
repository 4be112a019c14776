// Command closemoves: a deferred close behind a check moves up to the error check, if it
// does nothing else and nothing is deferred in between.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// want: if err != nil { return "", err } defer f.Close() st, err := f.Stat()
// want: if err != nil { return err } defer func() { f.Close() }() if want
// reject: return "", io.EOF } defer

func content(path string) (string, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return "", err
	}
	st, err := f.Stat()
	if err != nil {
		return "", err
	}
	if st.IsDir() {
		return "", io.EOF
	}

	defer f.Close()

	b, err := io.ReadAll(f)
	return string(b), err
}

func literal(path string, want bool) error {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return err
	}
	if want {
		return errors.New("want")
	}
	defer func() {
		f.Close()
	}()
	_, err = f.Stat()
	return err
}

// says prints where it closes.
func says(path string, want bool) error {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return err
	}
	if want {
		return errors.New("want")
	}
	defer func() {
		fmt.Println("closed", f.Close())
	}()
	return nil
}

// ordered has another defer in between.
func ordered(path string, want bool) error {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return err
	}
	defer func() { _, err := f.Stat(); fmt.Println(err) }()
	if want {
		return errors.New("want")
	}
	defer f.Close()
	return nil
}

// inside defers in another block.
func inside(path string, want bool) error {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return err
	}
	if want {
		defer f.Close()
		return nil
	}
	return errors.New("not wanted")
}

func main() {
	fmt.Println(content("/dev/null"))
	fmt.Println(content("/dev"))
	fmt.Println(literal("/dev/null", true), literal("/dev/null", false))
	fmt.Println(says("/dev/null", true), says("/dev/null", false))
	fmt.Println(ordered("/dev/null", true), ordered("/dev/null", false))
	fmt.Println(inside("/dev/null", true), inside("/dev/null", false))
}
