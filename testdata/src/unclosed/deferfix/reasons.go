package deferfix

import (
	"context"
	"errors"
	"io"
	"os"
)

// None of these has a fix, and the message says truly why.

// What the variable is declared as has no Close.
func narrowed(name string) error {
	var r io.Reader
	var err error
	r, err = os.Open(name) // want `no safe fix: its type has no method Close \(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = io.ReadAll(r)
	return err
}

// There is no error that could be checked: what counts is who has the context.
func dropped(ctx context.Context) context.Context {
	ctx, _ = context.WithTimeout(ctx, 1) // want `no safe fix: what was given the context may outlive the function \(unclosed/discarded\)`
	return ctx
}

// The name means something else where it would have to be closed.
func hidden(name string, bad bool) (*os.File, error) {
	f, err := os.Open(name) // want `no safe fix: f means something else there \(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	if bad {
		f := "bad"
		return nil, errors.New(f)
	}
	return f, nil
}

// What is deferred reads it.
func read(name string, bad bool) (f *os.File, err error) {
	f, err = os.Open(name) // want `no safe fix: what is deferred may use it after that \(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_, _ = io.ReadAll(f)
		}
	}()
	if bad {
		return nil, errors.New("bad")
	}
	return f, nil
}

// The error may look at it when it is asked.
type lazy struct{ r io.Reader }

func (l *lazy) Error() string { b, _ := io.ReadAll(l.r); return string(b) }

func made(r *os.File) error { return &lazy{r} }

func tells(name string, bad bool) (*os.File, error) {
	f, err := os.Open(name) // want `no safe fix: what is returned there may still use it \(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	if bad {
		return nil, made(f)
	}
	return f, nil
}
