// Package errflow opens files, and looks at the error in every way there is.
package errflow

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"testing"
)

// NestedShadow shadows err, and leaks on the inner one.
func NestedShadow(path string) ([]byte, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when NestedShadow returns at line [0-9]+.*\(unclosed/leak\)`
	if err == nil {
		b, err := io.ReadAll(f)
		if err != nil {
			return nil, err
		}
		f.Close()
		return b, nil
	}
	return nil, err
}

func ThreeOpens(a, b, c string) error {
	fa, err := os.Open(a) // want `fa opened by os\.Open is not closed when ThreeOpens returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fb, err := os.Open(b) // want `fb opened by os\.Open is not closed when ThreeOpens returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		fa.Close()
		return err
	}
	fc, err := os.Open(c)
	if err != nil {
		return err
	}
	defer fa.Close()
	defer fb.Close()
	defer fc.Close()
	return nil
}

// WrongErr looks at the other error first.
func WrongErr(path string) error {
	f, oerr := os.Open(path) // want `f opened by os\.Open is not closed when WrongErr returns at line [0-9]+.*\(unclosed/leak\)`
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if oerr != nil {
		return oerr
	}
	defer f.Close()
	_ = st
	return nil
}

type state struct {
	err error
	f   *os.File
	log []string
}

// ErrField keeps the error in a field.
func ErrField(path string) error {
	var s state
	var f *os.File
	f, s.err = os.Open(path) // want `f opened by os\.Open is not closed when ErrField returns at line [0-9]+.*\(unclosed/leak\)`
	if s.err != nil {
		return s.err
	}
	_, s.err = io.Copy(io.Discard, f)
	if s.err != nil {
		return s.err
	}
	return f.Close()
}

func ErrFieldQuiet(path string) error {
	var s state
	var f *os.File
	f, s.err = os.Open(path)
	if s.err != nil {
		return s.err
	}
	defer f.Close()
	_, s.err = io.Copy(io.Discard, f)
	return s.err
}

// TypeSwitchErrLeak is safe as far as the switch; what follows it leaks.
func TypeSwitchErrLeak(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when TypeSwitchErrLeak returns at line [0-9]+.*\(unclosed/leak\)`
	switch e := err.(type) {
	case nil:
	case *fs.PathError:
		return e.Err
	default:
		return e
	}
	if _, err := f.Stat(); err != nil {
		return err
	}
	return f.Close()
}

func IgnoredErr(path string) int {
	f, _ := os.Open(path) // want `f opened by os\.Open is not closed when IgnoredErr returns at line [0-9]+.*\(unclosed/leak\)`
	var b [8]byte
	n, _ := f.Read(b[:])
	return n
}

func FallbackOpen(a, b string) ([]byte, error) {
	f, err := os.Open(a)
	if err != nil {
		f, err = os.Open(b)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func FallbackNotExist(a, b string) ([]byte, error) {
	f, err := os.Open(a)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.Open(b)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// OpenOrCreate holds a file after either open.
func OpenOrCreate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		if !os.IsNotExist(err) {
			return err
		}
		if f, err = os.Create(path); err != nil {
			return err
		}
	}
	defer f.Close()
	return nil
}

func Fatal(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		log.Fatalf("open: %v", err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		log.Fatal(err)
	}
	return b
}

func die(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format, args...)
	os.Exit(1)
}

// Die does not come back from die.
func Die(path string) int64 {
	f, err := os.Open(path)
	if err != nil {
		die("open: %v", err)
	}
	st, err := f.Stat()
	if err != nil {
		die("stat: %v", err)
	}
	defer f.Close()
	return st.Size()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func Must(path string) []byte {
	f := must(os.Open(path))
	defer f.Close()
	return must(io.ReadAll(f))
}

func MustForgotten(path string) []byte {
	f := must(os.Open(path)) // want `the result of os\.Open is not closed when MustForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	return must(io.ReadAll(f))
}

func tempFile(t testing.TB) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "x")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// UseTemp owes nothing: the test closes the file.
func UseTemp(t *testing.T) {
	f := tempFile(t)
	fmt.Fprintln(f, "x")
}

func BoolFromErr(path string) bool {
	f, err := os.Open(path)
	ok := err == nil
	if ok {
		defer f.Close()
		return f.Name() != ""
	}
	return false
}

// AsReassign takes an error that has a type for an error.
func AsReassign(path string) error {
	f, err := os.Open(path)
	var e *os.PathError
	switch {
	case errors.As(err, &e):
		return e.Err
	case err != nil:
		return err
	default:
		defer f.Close()
	}
	return nil
}

func openOK(path string) (f *os.File, ok bool) {
	f, err := os.Open(path)
	return f, err == nil
}

func UseOpenOK(path string) string {
	if f, ok := openOK(path); ok {
		defer f.Close()
		return f.Name()
	}
	return ""
}

func isOK(err error) bool { return err == nil }

// Predicate asks a function about the error.
func Predicate(path string) {
	f, err := os.Open(path)
	if !isOK(err) {
		return
	}
	defer f.Close()
}

func handled(err error) bool {
	if err != nil {
		log.Print(err)
		return true
	}
	return false
}

// PredicateThatLogs asks one that is true where there is an error.
func PredicateThatLogs(path string) {
	f, err := os.Open(path)
	if handled(err) {
		return
	}
	defer f.Close()
	fmt.Fprintln(f)
}

func StartLeak(name string) (int, error) {
	p, err := os.StartProcess(name, nil, &os.ProcAttr{}) // want `p from os\.StartProcess is not released when StartLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return p.Pid, nil
}

// CmdPipes has pipes that Wait closes.
func CmdPipes(cmd *exec.Cmd) ([]byte, error) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	b, err := io.ReadAll(out)
	return b, errors.Join(err, cmd.Wait())
}

func RetryUntil(path string) (f *os.File, err error) {
	for i := 0; i < 3; i++ {
		if f, err = os.Open(path); err == nil {
			return
		}
	}
	return
}

func GotoOnError(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		goto fail
	}
	_, err = io.Copy(io.Discard, f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		return nil
	}
fail:
	return fmt.Errorf("goto: %w", err)
}

// MustFail ends the program where there is something to open.
func MustFail(path string) {
	if _, err := os.Open(path); err == nil {
		log.Fatal("it is there")
	}
}

func Probe(path string) bool {
	_, err := os.Open(path) // want `the result of os\.Open is discarded.*\(unclosed/discarded\)`
	return err == nil
}

type recorder struct{ err error }

// ErrInField keeps the error in a field of the receiver.
func (r *recorder) ErrInField(path string) {
	var f *os.File
	f, r.err = os.Open(path)
	if r.err != nil {
		return
	}
	defer f.Close()
}

func (r *recorder) ErrInFieldLost(path string) bool {
	var f *os.File
	if f, r.err = os.Open(path); r.err != nil { // want `f opened by os\.Open is not closed when \(\*recorder\)\.ErrInFieldLost returns at line [0-9]+.*\(unclosed/leak\)`
		return false
	}
	if _, r.err = f.Stat(); r.err != nil { // another error
		return false
	}
	f.Close()
	return true
}

func ErrInSlice(paths []string) []error {
	errs := make([]error, len(paths))
	for i, p := range paths {
		var f *os.File
		if f, errs[i] = os.Open(p); errs[i] != nil {
			continue
		}
		errs[i] = f.Close()
	}
	return errs
}

// BothJoined: where one of them has failed the other is open.
func BothJoined(a, b string) error {
	f, err1 := os.Open(a) // want `f opened by os\.Open is not closed when BothJoined returns at line [0-9]+.*\(unclosed/leak\)`
	g, err2 := os.Open(b) // want `g opened by os\.Open is not closed when BothJoined returns at line [0-9]+.*\(unclosed/leak\)`
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	defer f.Close()
	defer g.Close()
	return nil
}

func BothJoinedClosed(a, b string) error {
	f, err1 := os.Open(a)
	g, err2 := os.Open(b)
	if f != nil {
		defer f.Close()
	}
	if g != nil {
		defer g.Close()
	}
	return errors.Join(err1, err2)
}

func JoinedAlone(path string) error {
	f, err := os.Open(path)
	if err := errors.Join(err); err != nil {
		return err
	}
	return f.Close()
}

// opened says in several statements what isOK says in one.
func opened(path string, err error) bool {
	switch {
	case err == nil:
		return true
	case errors.Is(err, fs.ErrNotExist):
		return false
	}
	log.Print(path, err)
	return false
}

// Opened asks a function that does more than to look at the error.
func Opened(path string) {
	f, err := os.Open(path)
	if !opened(path, err) {
		return
	}
	defer f.Close()
}

// OpenedLost does not close where the function says that there is no error.
func OpenedLost(path string) string {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OpenedLost returns at line [0-9]+.*\(unclosed/leak\)`
	if opened(path, err) {
		return f.Name()
	}
	return ""
}

// retries says nothing of whether there is an error where it says no.
func retries(n int, err error) bool { return n < 3 && err != nil && err != io.EOF }

// Retried looks at the error once more.
func Retried(path string) (*os.File, error) {
	for n := 0; ; n++ {
		f, err := os.Open(path)
		if retries(n, err) {
			continue
		}
		return f, err
	}
}

// even and odd ask each other.
func even(n int, err error) bool {
	if n == 0 {
		return err == nil
	}
	return !odd(n-1, err)
}

func odd(n int, err error) bool { return !even(n-1, err) }

// Asked is told by functions of which one knows it.
func Asked(path string) {
	f, err := os.Open(path)
	if !even(4, err) {
		return
	}
	defer f.Close()
}

// isTransient is told by the type of the error, and there is one where it says yes.
func isTransient(err error) bool {
	_, ok := err.(interface{ Transient() bool })
	return ok
}

func isTransientOrAny(err error) bool {
	switch err.(type) {
	case interface{ Transient() bool }:
		return true
	}
	return err != nil
}

func Transient(path string) (*os.File, error) {
	f, err := os.Open(path)
	if isTransient(err) {
		return nil, errors.New("transient")
	}
	return f, err
}

func TransientOrAny(path string) (*os.File, error) {
	f, err := os.Open(path)
	if isTransientOrAny(err) {
		return nil, errors.New("transient")
	}
	return f, err
}
