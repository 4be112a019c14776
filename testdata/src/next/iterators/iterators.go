// Package iterators ranges over functions in all their forms.
package iterators

import (
	"iter"
	"os"
)

type list struct{ names []string }

func (l *list) each(yield func() bool) {
	for range l.names {
		if !yield() {
			return
		}
	}
}

func (l *list) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, n := range l.names {
			if !yield(n) {
				return
			}
		}
	}
}

// mapped is an iterator made by a method with a type parameter.
func (l *list) mapped[T any](f func(string) T) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, n := range l.names {
			if !yield(n, f(n)) {
				return
			}
		}
	}
}

func none(l *list) error {
	for range l.each {
		f, err := os.Open("a") // want `unclosed/leak`
		if err != nil {
			return err
		}
		if len(l.names) == 1 {
			return nil
		}
		f.Close()
	}
	return nil
}

func one(l *list) error {
	for name := range l.all() {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `unclosed/defer-in-loop`
	}
	return nil
}

func two(l *list) error {
	for name, size := range l.mapped(func(s string) int { return len(s) }) {
		f, err := os.Open(name) // want `unclosed/leak`
		if err != nil {
			return err
		}
		if size == 0 {
			continue
		}
		f.Close()
	}
	return nil
}

func explicit(l *list) {
	for name := range l.mapped[bool](nil) {
		f, err := os.Open(name)
		if err != nil {
			break
		}
		f.Close()
	}
}

func outer(l *list) error {
	f, err := os.Open("a") // want `unclosed/leak`
	if err != nil {
		return err
	}
	for name := range l.all() {
		if name == "" {
			return nil
		}
	}
	return f.Close()
}
