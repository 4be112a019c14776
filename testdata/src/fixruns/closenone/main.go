// Command closenone: what there may be none of, without an error.
package main

import (
	"errors"
	"fmt"
	"os"
)

type trace struct {
	f    *os.File
	name string
}

func (t *trace) Close() error { return t.f.Close() }
func (t *trace) Name() string {
	if t == nil {
		return "none"
	}
	return t.name
}

// open gives none where there is no name.
func open(name string) (*trace, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &trace{f, name}, nil
}

// It leaks on each path.
// want: if t != nil { defer t.Close() } return t.Name(), nil
func leaks(name string) (string, error) {
	t, err := open(name) // fix: yes
	if err != nil {
		return "", err
	}
	return t.Name(), nil
}

// It leaks on one.
func leaksOne(name string) (string, error) {
	t, err := open(name) // fix: no
	if err != nil {
		return "", err
	}
	if t.Name() == "b" {
		return "", errors.New("b")
	}
	if t != nil {
		t.Close()
	}
	return t.Name(), nil
}

// It is deferred late.
func late(name string) (string, error) {
	t, err := open(name) // fix: no
	if err != nil {
		return "", err
	}
	if t.Name() == "b" {
		return "", errors.New("b")
	}
	if t == nil {
		return "nothing", nil
	}
	defer t.Close()
	return t.Name(), nil
}

// It is closed by hand.
func byHand(name string) (string, error) {
	t, err := open(name) // fix: no
	if err != nil {
		return "", err
	}
	if t == nil {
		return "", errors.New("none")
	}
	n := len(t.Name())
	if n > 3 {
		t.Close()
		return "long", nil
	}
	t.Close()
	return fmt.Sprint(n), nil
}

// An interface.
type closer interface{ Close() error }

func openAny(name string) (closer, error) {
	if name == "" {
		return nil, nil
	}
	return os.Open(name)
}

func anyLeaks(name string) error {
	c, err := openAny(name) // fix: no
	if err != nil {
		return err
	}
	fmt.Println(c != nil)
	if name == "b" {
		return errors.New("b")
	}
	if c != nil {
		c.Close()
	}
	return nil
}

// Without an error at all.
func find(name string) *trace {
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	return &trace{f, name}
}

func finds(name string) string {
	t := find(name) // fix: yes
	return t.Name()
}

// want: if t == nil { return "nil" } defer t.Close() return t.Name()
func findsChecked(name string) string {
	t := find(name) // fix: yes
	if t == nil {
		return "nil"
	}
	return t.Name()
}

func findsLate(name string) (string, error) {
	t := find(name) // fix: no
	if t.Name() == "b" {
		return "", errors.New("b")
	}
	if t == nil {
		return "", errors.New("nil")
	}
	defer t.Close()
	return t.Name(), nil
}

// In an else.
func orElse(name string) (n int) {
	t, err := open(name) // fix: yes
	if err != nil {
		n = -1
	} else {
		n = len(t.Name())
		if n > 10 {
			return -2
		}
	}
	return n
}

func main() {
	dir, _ := os.MkdirTemp("", "red")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	os.WriteFile("a", []byte("one\ntwo\n"), 0o600)
	os.WriteFile("b", []byte("b"), 0o600)
	for _, n := range []string{"", "a", "b", "c"} {
		func() {
			defer func() {
				if r := recover(); r != nil {
					fmt.Println("panic", r)
				}
			}()
			for _, f := range []func(string) (string, error){leaks, leaksOne, late, byHand, findsLate} {
				s, err := f(n)
				fmt.Println(s, err)
			}
			fmt.Println(anyLeaks(n), finds(n), findsChecked(n), orElse(n))
		}()
	}
}
