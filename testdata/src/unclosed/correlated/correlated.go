// Package correlated has releases that depend on what is known of other values.
package correlated

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
)

func cond() bool   { return len(os.Args) > 3 }
func try() error   { return os.Chdir("x") }
func count() int   { return len(os.Args) }
func name() string { return os.Args[0] }

func Twin() error {
	a, err := os.Open("a")
	if err != nil {
		return err
	}
	b, err := os.Open("b")
	if err != nil {
		a.Close()
		return err
	}
	if a != nil {
		return errors.Join(a.Close(), b.Close())
	}
	return nil
}

// TwinOfOther asks another twin than the one that is checked.
func TwinOfOther() error {
	a, _ := os.Open("a")
	b, err := os.Open("b") // want `b opened by os\.Open is not closed when TwinOfOther returns at line.*\(unclosed/leak\)`
	if err != nil {
		if a != nil {
			a.Close()
		}
		return err
	}
	if a != nil {
		return errors.Join(a.Close(), b.Close())
	}
	return nil
}

type thing struct{ n int }

func newThing() *thing { return &thing{} }

func loadThing(p string) (*thing, error) {
	if p == "" {
		return nil, errors.New("no name")
	}
	t := &thing{len(p)}
	return t, nil
}

func findThing(p string) (*thing, error) {
	if p == "" {
		return nil, nil
	}
	return &thing{}, nil
}

func Made() error {
	t := newThing()
	f, err := os.Open("f")
	if err != nil {
		return err
	}
	if t == nil {
		return errors.New("never")
	}
	return f.Close()
}

func Loaded(p string) error {
	t, err := loadThing(p)
	if err != nil {
		return err
	}
	f, err := os.Open("f")
	if err != nil {
		return err
	}
	switch t {
	case nil:
		return nil
	}
	return f.Close()
}

// FoundNone may find nothing, without an error.
func FoundNone(p string) error {
	t, err := findThing(p)
	if err != nil {
		return err
	}
	f, err := os.Open("f") // want `f opened by os\.Open is not closed when FoundNone returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if t == nil {
		return nil
	}
	return f.Close()
}

func Number() error {
	n := 0
	if cond() {
		n = 1
	}
	b, err := os.Open("b")
	if err != nil {
		return err
	}
	if n == 0 {
		err = b.Close()
	}
	if n == 1 {
		err = b.Close()
	}
	return err
}

func State() (err error) {
	b, err := os.Open("b")
	if err != nil {
		return err
	}
	state := "open"
	if cond() {
		err = b.Close()
		state = "closed"
	}
	switch state {
	case "open":
		err = b.Close()
	case "closed":
	}
	return err
}

const (
	idle = iota
	busy
	done
)

// Named has its states as named constants, and a default that never comes.
func Named() error {
	state := idle
	for try() != nil {
		if cond() {
			state = busy
		} else {
			state = done
		}
	}
	b, err := os.Open("b")
	if err != nil {
		return err
	}
	switch state {
	case idle, busy:
		return b.Close()
	case done:
		return b.Close()
	default:
		return errors.New("never")
	}
}

// Open has a state that may be anything.
func Open() error {
	state := idle
	if cond() {
		state = count()
	}
	b, err := os.Open("b") // want `b opened by os\.Open is not closed when Open returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch state {
	case idle, busy, done:
		return b.Close()
	}
	return nil
}

// Excluded is one and so not the other.
func Excluded(mode string) error {
	var f *os.File
	if mode == "file" {
		var err error
		if f, err = os.Open("x"); err != nil {
			return err
		}
	}
	if mode == "none" {
		return nil
	}
	if mode == "file" {
		return f.Close()
	}
	return nil
}

func WrongState() error {
	b, err := os.Open("b") // want `b opened by os\.Open is not closed when WrongState returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	state := "open"
	if cond() {
		state = "closed"
	}
	if state == "open" {
		return b.Close()
	}
	return nil
}

type machine struct{ state int }

// InField has the state in a field of a struct of its own.
func InField() error {
	var m machine
	b, err := os.Open("b")
	if err != nil {
		return err
	}
	if cond() {
		err = b.Close()
		m.state = done
	} else {
		m.state = busy
	}
	if m.state == busy {
		return b.Close()
	}
	return err
}

func Returned() error {
	b, err := os.Open("b")
	if err != nil {
		return err
	}
	how := func() int {
		if cond() {
			b.Close()
			return done
		}
		return busy
	}()
	if how == busy {
		return b.Close()
	}
	return nil
}

// Missing has no error where it asks what error it is.
func Missing() error {
	_, err := os.Stat("x")
	if err != nil {
		return err
	}
	f, ferr := os.Open("x")
	if ferr != nil {
		return ferr
	}
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return f.Close()
}

func MissingLater() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when MissingLater returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	if os.IsNotExist(err) {
		return err
	}
	return f.Close()
}

func Once() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	for range 1 {
		err = f.Close()
	}
	return err
}

func Many() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	for i := range 10 {
		if err = f.Close(); err == nil || i == 3 {
			break
		}
	}
	return err
}

func Third() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	for i := 0; i < 3; i++ {
		if i == 2 {
			err = f.Close()
		}
	}
	return err
}

func Down() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	const n = 2
	for i := n; i >= 0; i-- {
		switch i {
		case 0:
			err = f.Close()
		}
	}
	return err
}

func Second() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	for i := range 2 {
		if i == 1 {
			err = f.Close()
		}
	}
	return err
}

func Hundred() (err error) {
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	for i := 0; i < 100; i++ {
		if try() == nil {
			break
		}
	}
	for i := 0; i < 100; i++ {
		return f.Close()
	}
	return err
}

func Names() error {
	names := []string{"a", "b"}
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	for _, n := range names {
		println(n)
		return f.Close()
	}
	return nil
}

// Fourth is no iteration of three.
func Fourth() (err error) {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Fourth returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for i := range 3 {
		if i == 3 {
			err = f.Close()
		}
	}
	return err
}

// Never runs its loop.
func Never() (err error) {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Never returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for i := 0; i < 0; i++ {
		err = f.Close()
	}
	return err
}

// Any may not run its loop.
func Any(n int) (err error) {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when Any returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for i := 0; i < n; i++ {
		return f.Close()
	}
	return err
}

// First opens in the first iteration alone, and the second one closes: that the counter is
// not other than 0 says which one is under way.
func First() error {
	var f *os.File
	for i := 0; i < 2; i++ {
		if i != 0 {
			return f.Close()
		}
		var err error
		f, err = os.Open("x")
		if err != nil {
			return err
		}
	}
	return nil
}

// FirstOfOne has no second iteration.
func FirstOfOne() error {
	var f *os.File
	for i := 0; i < 1; i++ {
		if i != 0 {
			return f.Close()
		}
		var err error
		f, err = os.Open("x") // want `f opened by os\.Open is not closed when FirstOfOne returns at line.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
	}
	return nil
}

// Reopens has one in the loop itself.
func Reopens() error {
	var f *os.File
	for range 1 {
		var err error
		if f, err = os.Open("x"); err != nil {
			return err
		}
	}
	return f.Close()
}

// Retries opens again what it has not closed.
func Retries() error {
	var f *os.File
	for range 3 {
		var err error
		if f, err = os.Open("x"); err != nil { // want `f opened by os\.Open is not closed before.*\(unclosed/leak\)`
			return err
		}
	}
	return f.Close()
}

func Network(network, addr string) error {
	var l net.Listener
	var err error
	switch network {
	case "unix", "unixpacket":
		l, err = net.Listen(network, addr)
	default:
		return errors.New("network")
	}
	if err != nil {
		return err
	}
	if network == "unix" || network == "unixpacket" {
		return l.Close()
	}
	return nil
}

func Prefix(network string) error {
	var f *os.File
	if strings.HasPrefix(network, "unix") {
		var err error
		if f, err = os.Open("x"); err != nil {
			return err
		}
	}
	err := try()
	if strings.HasPrefix(network, "unix") {
		return errors.Join(err, f.Close())
	}
	return err
}

func Extension(p string) error {
	var f *os.File
	if filepath.Ext(p) == ".gz" {
		var err error
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	err := try()
	switch filepath.Ext(p) {
	case ".gz":
		return errors.Join(err, f.Close())
	}
	return err
}

// OtherPrefix tests for another one.
func OtherPrefix(network string) error {
	var f *os.File
	if strings.HasPrefix(network, "unix") {
		var err error
		if f, err = os.Open("x"); err != nil { // want `f opened by os\.Open is not closed when OtherPrefix returns at line.*\(unclosed/leak\)`
			return err
		}
	}
	if strings.HasPrefix(network, "tcp") {
		return f.Close()
	}
	return nil
}

// Renamed is another one by then.
func Renamed(network string) error {
	var f *os.File
	if network == "unix" {
		var err error
		if f, err = os.Open("x"); err != nil { // want `f opened by os\.Open is not closed when Renamed returns at line.*\(unclosed/leak\)`
			return err
		}
	}
	network = name()
	if network == "unix" {
		return f.Close()
	}
	return nil
}

// Rewrapped has one writer under two names.
func Rewrapped(out io.Writer) error {
	bw := bufio.NewWriter(out)
	again := bufio.NewWriter(bw)
	if _, err := again.WriteString("x"); err != nil {
		return err
	}
	return again.Flush()
}

func RewrappedFirst(out io.Writer) error {
	bw := bufio.NewWriter(out)
	again := bufio.NewWriterSize(bw, 16)
	if _, err := again.WriteString("x"); err != nil {
		return err
	}
	return bw.Flush()
}

func Rewrapping(bw *bufio.Writer) {
	again := bufio.NewWriter(bw)
	again.WriteString("x")
}

func Table(out io.Writer) error {
	bw := bufio.NewWriter(out)
	cw := csv.NewWriter(bw)
	if err := cw.Write(nil); err != nil {
		return err
	}
	cw.Flush()
	return cw.Error()
}

// NotFlushed flushes neither.
func NotFlushed(out io.Writer) {
	bw := bufio.NewWriter(out) // want `is not flushed when NotFlushed returns`
	again := bufio.NewWriter(bw)
	again.WriteString("x")
}

func usage() {
	log.Print("usage")
	os.Exit(2)
}

func fail(err error) {
	switch {
	case err == nil:
		os.Exit(0)
	default:
		log.Fatal(err)
	}
}

// Exits ends the process on each path that keeps the file open.
func Exits() {
	f, err := os.Open("x")
	if err != nil {
		usage()
	}
	defer f.Close()
}

func ExitsLater() {
	f, err := os.Open("x")
	if err != nil {
		usage()
	}
	if _, err := f.Stat(); err != nil {
		fail(err)
	}
	f.Close()
	os.Exit(0)
}

func ExitsByVariable() error {
	die := func(err error) {
		log.Print(err)
		os.Exit(1)
	}
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	if err := try(); err != nil {
		die(err)
	}
	return f.Close()
}

func ExitsByValue() (err error) {
	fatal := log.Fatal
	f, err := os.Open("x")
	if err != nil {
		return err
	}
	if err := try(); err != nil {
		fatal(err)
		return err
	}
	return f.Close()
}

var exit = os.Exit

// ExitsByHook calls what a test may replace.
func ExitsByHook() error {
	f, err := os.Open("x") // want `f opened by os\.Open is not closed when ExitsByHook returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if cond() {
		exit(1)
		return nil
	}
	return f.Close()
}

func openChecked(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	if cond() {
		f.Close()
		return nil, os.ErrInvalid
	}
	return f, nil
}

func openMaybe(p string) (*os.File, error) {
	if cond() {
		return nil, nil
	}
	return os.Open(p)
}

func openAs(p string) (*os.File, error) { return openChecked(p) }

// TwinChecked asks for nil what is none where there was no error.
func TwinChecked() error {
	a, err := openAs("a")
	if err != nil {
		return err
	}
	b, err := os.Open("b")
	if err != nil || a == nil {
		a.Close()
		return err
	}
	b.Close()
	return a.Close()
}

func TwinMaybe() error {
	a, err := openMaybe("a")
	if err != nil {
		return err
	}
	b, err := os.Open("b") // want `b opened by os\.Open is not closed when TwinMaybe returns at line.*\(unclosed/leak\)`
	if err != nil || a == nil {
		a.Close()
		return err
	}
	b.Close()
	return a.Close()
}

// OnNil calls a method on what is certainly nil: that fails.
func OnNil(p string) error {
	var none *os.File
	for cond() {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := none.Close(); err != nil {
			return err
		}
	}
	return nil
}

// What a parameter is the caller says, whatever it is given later.
func given(p, mode string, again bool) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when given returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if again {
		mode = "again"
	}
	if mode != "again" {
		return nil
	}
	return f.Close()
}

// A result is empty to begin with.
func result(p string, again bool) (mode string, err error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when result returns.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	if again {
		mode = "again"
	}
	if mode != "again" {
		return mode, nil
	}
	return mode, f.Close()
}

// MayNotRun closes in a loop over something else, which may have nothing to go over.
func MayNotRun(p string, names []string) error {
	f, err := os.Open(p) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for j := 0; j < len(names); j++ {
		println(names[j])
		return f.Close()
	}
	return nil
}

// KeepsSome hands some of what it opens over before it opens the next.
func KeepsSome(paths []string, keep func(string) bool) (kept []*os.File) {
	var f *os.File
	for _, p := range paths {
		if keep(p) {
			kept = append(kept, f)
		}
		f, _ = os.Open(p) // want `\(unclosed/leak\)`
	}
	return append(kept, f)
}

// TwinNotOnError asks for the other one where there is an error: it is not there.
func TwinNotOnError() error {
	a, err := os.Open("a")
	if err != nil {
		return err
	}
	b, err := os.Open("b")
	if err != nil && b != nil {
		return err
	}
	if b != nil && err != nil {
		return err
	}
	if b == nil && err == nil {
		return nil
	}
	b.Close()
	return a.Close()
}

// loadSome gives what it has together with the error.
func loadSome() (*thing, error) {
	if err := try(); err != nil {
		return &thing{}, err
	}
	return &thing{}, nil
}

func TwinOnError() error {
	f, err := os.Open("f") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	t, err := loadSome()
	if err != nil && t != nil {
		return err
	}
	return f.Close()
}

type option[T any] struct {
	v  T
	ok bool
	n  int
}

func some[T any](v T) option[T] { return option[T]{v, true, 1} }

// InOption asks what a callee has made of it whether it is in there.
func InOption(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	o := some(f)
	if o.ok {
		defer o.v.Close()
	}
	return nil
}

func InNumbered(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if o := some(f); o.n == 1 {
		return o.v.Close()
	}
	return nil
}

func InOptionOfOther(p string) error {
	f, err := os.Open(p) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if o := some(p); o.ok {
		return nil
	}
	return f.Close()
}

// AsType says that there is an error, as As does.
func AsType(path string) (string, error) {
	f, err := os.Open(path)
	if failed, ok := errors.AsType[*os.PathError](err); ok {
		return failed.Path, nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}
