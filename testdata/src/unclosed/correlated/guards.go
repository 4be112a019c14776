package correlated

import (
	"errors"
	"io/fs"
	"log"
	"os"
)

// NotAmong knows of one way what the mode is, and of the other only what it is not.
func NotAmong(p, mode string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when NotAmong returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if mode == "a" {
		return f.Close()
	}
	if mode == "b" {
		log.Print(mode)
	}
	switch mode {
	case "a", "b":
		return f.Close()
	}
	return nil
}

// NorAmong is the same the other way round.
func NorAmong(p, mode string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when NorAmong returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if mode == "a" {
		return f.Close()
	}
	if mode != "b" {
		log.Print(mode)
	}
	switch mode {
	case "a", "b":
		return f.Close()
	}
	return nil
}

// NeverSo has a state that is empty, or what it is set to.
func NeverSo(p string) error {
	var mode string
	if cond() {
		mode = "a"
	}
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if mode == "b" {
		return nil
	}
	return f.Close()
}

// MissingKept keeps in a variable what it asks of the error.
func MissingKept(p string) error {
	f, err := os.Open(p)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// Tried calls a literal that fails in any case.
func Tried(p string) error {
	err := func() error {
		if cond() {
			return errors.New("a")
		}
		return errors.New("b")
	}()
	f, openErr := os.Open(p)
	if openErr != nil {
		return openErr
	}
	if err == nil {
		return nil
	}
	f.Close()
	return err
}

// ManyWays leaves more states than are kept apart: those that have the file under
// another name are not mixed with those that have not.
func ManyWays(p string, a, b, c, d, e, f, g, other bool) error {
	file, err := os.Open(p)
	if err != nil {
		return err
	}
	var named *os.File
	if other {
		named = file
	}
	if a {
		log.Print("a")
	}
	if b {
		log.Print("b")
	}
	if c {
		log.Print("c")
	}
	if d {
		log.Print("d")
	}
	if e {
		log.Print("e")
	}
	if f {
		log.Print("f")
	}
	if g {
		log.Print("g")
	}
	if other {
		return named.Close()
	}
	return file.Close()
}
