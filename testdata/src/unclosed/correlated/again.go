package correlated

import (
	"os"
	"strings"
)

// A call around the opening, or an element, is asked again before the close.

func wanted(p string) bool { return strings.HasPrefix(p, "log") }

func CalledAgain(p string) (err error) {
	var f *os.File
	if wanted(p) {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if !wanted(p) {
		return nil
	}
	return f.Close()
}

func ComparedAgain(p string, list []string, level func() int) (err error) {
	var f, g *os.File
	if list[0] == "-" {
		f = os.Stdin
	} else if f, err = os.Open(list[0]); err != nil { // want `\(unclosed/undeferred\)`
		return err
	}
	if level() > 2 {
		if g, err = os.Open(p); err != nil { // want `\(unclosed/undeferred\)`
			g = nil
		}
	}
	if list[0] != "-" {
		f.Close()
	}
	if level() >= 3 {
		g.Close()
	}
	return nil
}

// Another question on the same may be the same one.
func SwitchedAgain(p string, level func() int) (err error) {
	var f *os.File
	switch level() {
	case 2, 3:
		if f, err = os.Open(p); err != nil { // want `\(unclosed/undeferred\)`
			return err
		}
	}
	if level() > 1 {
		f.Close()
	}
	return nil
}

func InEachTurn(paths []string, wants []bool) (err error) {
	for i, p := range paths {
		var f *os.File
		if wants[i] {
			if f, err = os.Open(p); err != nil {
				return err
			}
		}
		if wants[i] {
			f.Close()
		}
	}
	return nil
}

// Of something else.
func AskedOfOther(p, q string) (err error) {
	var f *os.File
	if wanted(p) {
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed when AskedOfOther returns.*\(unclosed/leak\)`
			return err
		}
	}
	if wanted(q) {
		f.Close()
	}
	return nil
}

// Of what is something else by then.
func AskedOfChanged(p string, list []bool) (err error) {
	var f, g *os.File
	if wanted(p) {
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed when AskedOfChanged returns.*\(unclosed/leak\)`
			return err
		}
	}
	if list[0] {
		if g, err = os.Open(p); err != nil { // want `g opened by os\.Open is not closed when AskedOfChanged returns.*\(unclosed/leak\)`
			g = nil
		}
	}
	p = strings.TrimSpace(p)
	if wanted(p) {
		f.Close()
	}
	list[0] = cond()
	if list[0] {
		g.Close()
	}
	return nil
}

// Nothing depends on it that the file is open.
func AskedBehind(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when AskedBehind returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if wanted(p) {
		println(p)
	}
	if wanted(p) {
		return nil
	}
	return f.Close()
}

// A field that is assigned to may say otherwise from there on.

type rotation struct {
	size int
	full bool
}

var full bool

func (r *rotation) write() { r.full, full = cond(), cond() }

type writer struct{ r *rotation }

func (w *writer) write() { w.r.write() }

func newWriter(r *rotation) *writer { return &writer{r} }

func (r *rotation) AssignedBetween(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when \(\*rotation\)\.AssignedBetween returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if r.size > 0 {
		return f.Close()
	}
	r.size = len(p)
	if r.size > 0 {
		return nil
	}
	return f.Close()
}

// Whoever has the struct may assign to its field.
func WrittenByCallee(p string) error {
	var mode rotation
	w := newWriter(&mode)
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when WrittenByCallee returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	mode.full = false
	w.write()
	if mode.full {
		return nil
	}
	return f.Close()
}

func WrittenGlobally(p string, w *writer) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when WrittenGlobally returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	full = false
	w.write()
	if full {
		return nil
	}
	return f.Close()
}

// Nobody else has it, or nobody sets it.
func NotWritten(p string, w *writer) error {
	var mode rotation
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	mode.full, full = false, false
	println(wanted(p))
	if full {
		return nil
	}
	w.write()
	if mode.full {
		return nil
	}
	return f.Close()
}

// Where two ways have joined the first answer is not known, and the file is open on either.
func AskedOnEither(p string, hard bool) error {
	var f *os.File
	var err error
	if wanted(p) && hard {
		f, err = os.Create(p) // want `\(unclosed/(leak|undeferred)\)`
	} else {
		f, err = os.Open(p) // want `f opened by os\.Open is not closed when AskedOnEither returns.*\(unclosed/leak\)`
	}
	if err != nil {
		return err
	}
	if wanted(p) && !hard {
		println(p)
	}
	if cond() {
		return nil
	}
	return f.Close()
}
