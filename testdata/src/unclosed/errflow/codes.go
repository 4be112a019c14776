package errflow

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// An error is seen through what a call makes of it: a code, a text, a status, a part of several.

func exitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, os.ErrNotExist):
		return 2
	}
	return 1
}

func Code(path string) int {
	f, err := os.Open(path)
	code := exitCode(err)
	if code != 0 {
		return code
	}
	defer f.Close()
	return 0
}

func CodeAbove(path string) int {
	f, err := os.Open(path)
	if code := exitCode(err); code > 0 {
		return code
	}
	f.Close()
	return 0
}

func CodeBelow(path string) int {
	f, err := os.Open(path)
	if 1 > exitCode(err) {
		f.Close()
	}
	return 0
}

func CodeAmong(path string) int {
	f, err := os.Open(path)
	switch code := exitCode(err); code {
	case 1, 2:
		return code
	}
	f.Close()
	return 0
}

// CodeOfOther asks for the code of what came later.
func CodeOfOther(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when CodeOfOther returns.*\(unclosed/leak\)`
	if err != nil {
		return 1
	}
	_, err = io.Copy(io.Discard, f)
	if code := exitCode(err); code != 0 {
		return code
	}
	f.Close()
	return 0
}

// CodeReversed closes where there is nothing.
func CodeReversed(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when CodeReversed returns.*\(unclosed/leak\)`
	if exitCode(err) == 0 {
		return 0
	}
	f.Close()
	return 1
}

func reason(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

func Text(path string) string {
	f, err := os.Open(path)
	if text := reason(err); len(text) > 0 {
		return text
	}
	f.Close()
	return ""
}

type status struct {
	code int
	err  error
}

func newStatus(err error) *status {
	if err == nil {
		return nil
	}
	return &status{1, err}
}

func Status(path string) *status {
	f, err := os.Open(path)
	if s := newStatus(err); s != nil {
		return s
	}
	f.Close()
	return nil
}

func (s *status) ok() bool { return s.err == nil }

func StatusAsked(path string) int {
	f, err := os.Open(path)
	s := &status{err: err}
	if !s.ok() {
		return s.code
	}
	f.Close()
	return 0
}

func report(err error) (int, bool) {
	if err != nil {
		fmt.Println(err)
		return 1, false
	}
	return 0, true
}

func Reported(path string) int {
	f, err := os.Open(path)
	code, ok := report(err)
	if !ok {
		return code
	}
	f.Close()
	return 0
}

// ReportedTwice knows it by either result, and leaks by the other.
func ReportedTwice(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ReportedTwice returns.*\(unclosed/leak\)`
	code, ok := report(err)
	if code == 0 && path == "" {
		return code
	}
	if ok {
		f.Close()
	}
	return code
}

// Printed says something of the error that is not known here.
func Printed(path string) string {
	f, err := os.Open(path)
	if text := fmt.Sprint(err); text != "<nil>" {
		return text
	}
	f.Close()
	return ""
}

// Retry asks what a call says of the error, and then for what it made of it.
func Retry(path string) (bool, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Retry returns.*\(unclosed/leak\)`
	retry, err := mayRetry(err)
	if retry {
		return true, err
	}
	if err != nil {
		return false, err
	}
	return f.Name() == path, nil
}

func mayRetry(err error) (bool, error) {
	if err == nil {
		return false, nil
	}
	err = fmt.Errorf("once more: %w", err)
	return errors.Is(err, os.ErrExist), err
}

// An outcome is made of the error, and asked by a field or a method.
type outcome struct {
	code int
	text string
}

func (s outcome) ok() bool { return s.code == 0 }

func outcomeOf(err error) outcome {
	if err != nil {
		return outcome{1, err.Error()}
	}
	return outcome{}
}

func ByMethod(p string) outcome {
	f, err := os.Open(p)
	if s := outcomeOf(err); !s.ok() {
		return s
	}
	defer f.Close()
	return outcome{}
}

func ByField(p string) outcome {
	f, err := os.Open(p)
	s := outcomeOf(err)
	if s.code != 0 {
		return s
	}
	defer f.Close()
	return outcome{}
}

// A result with a name that each return gives says as much; one that a bare return gives may not.
func named(err error) (code int) {
	if err != nil {
		return 1
	}
	return 0
}

func NamedCode(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when NamedCode returns at line [0-9]+.*\(unclosed/leak\)`
	if named(err) != 0 {
		return 1
	}
	println(f.Name())
	return 0
}

func bare(err error) (code int) {
	code = 1
	if err == nil {
		return
	}
	return 1
}

func BareCode(path string) int {
	f, err := os.Open(path)
	if bare(err) != 0 {
		return 1
	}
	println(f.Name())
	return 0
}

func late(err error) (code int) {
	defer func() { code = 1 }()
	if err != nil {
		return 1
	}
	return 0
}

func LateCode(path string) int {
	f, err := os.Open(path)
	if late(err) != 0 {
		return 1
	}
	println(f.Name())
	return 0
}
