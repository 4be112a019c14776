// Package captured has variables that only a function literal sets, or somebody who has
// their address: what they have at first says nothing of what they have later.
package captured

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"sync"
)

func run(f func())                { f() }
func runErr(f func() error) error { return f() }
func work() error                 { return errors.New("no") }

func Inner(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Inner returns at line 25.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var inner error
	run(func() { inner = work() })
	if inner != nil {
		return inner
	}
	return f.Close()
}

func Found(p string, m *sync.Map) error {
	found := false
	m.Range(func(k, v any) bool {
		found = true
		return false
	})
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Found returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if found {
		return nil
	}
	return f.Close()
}

func Decoded(p string, b []byte) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Decoded returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var names []string
	if err := json.Unmarshal(b, &names); err != nil {
		f.Close()
		return err
	}
	if names != nil {
		return nil
	}
	return f.Close()
}

func Flagged(p string) error {
	verbose := false
	flag.BoolVar(&verbose, "v", false, "")
	flag.Parse()
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Flagged returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if verbose {
		return nil
	}
	return f.Close()
}

func Launched(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Launched returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		failed = work()
	}()
	<-done
	if failed != nil {
		return failed
	}
	return f.Close()
}

func Waited(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Waited returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var failed error
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		failed = work()
	}()
	wg.Wait()
	if failed != nil {
		return failed
	}
	return f.Close()
}

type task struct{ run func() }

func (t *task) start() { t.run() }

func InField(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when InField returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var failed error
	t := &task{run: func() { failed = work() }}
	t.start()
	switch failed {
	case nil:
		return f.Close()
	default:
		return failed
	}
}

func Listed(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Listed returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var failed error
	for _, step := range []func(){func() { failed = work() }, func() {}} {
		step()
	}
	if failed != nil {
		return failed
	}
	return f.Close()
}

func ThroughHelper(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when ThroughHelper returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var failed error
	set := func(err error) { failed = err }
	run(func() { set(work()) })
	if failed != nil {
		return failed
	}
	return f.Close()
}

func Generic[T any](p string, each func(func(T))) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Generic returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var last *T
	each(func(t T) { last = &t })
	if last != nil {
		return nil
	}
	return f.Close()
}

type options struct{ quiet bool }

func configure(o *options) { o.quiet = true }

func Options(p string) error {
	o := options{quiet: false}
	configure(&o)
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Options returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if o.quiet {
		return nil
	}
	return f.Close()
}

// The error of the acquisition may be another one by then.
func Overwritten(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Overwritten returns at line.*\(unclosed/leak\)`
	run(func() { err = errors.Join(err, work()) })
	if err != nil {
		return err
	}
	return f.Close()
}

// Closes knows what its own function has set: nobody else has it.
func Closes(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	closed := false
	done := func() {
		if !closed {
			closed = true
			f.Close()
		}
	}
	if err := work(); err != nil {
		done()
		return err
	}
	run(func() {})
	done()
	return nil
}

// Copied passes a copy of what it asks later.
func Copied(p string) error {
	o := options{quiet: false}
	copied(o)
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if o.quiet {
		return nil
	}
	return f.Close()
}

func copied(options) {}

// Later sets the variable only when it is too late.
func Later(p string) (err error) {
	f, err := os.Open(p) // want `is closed, but not by defer`
	if err != nil {
		return err
	}
	keep := false
	if err := work(); err != nil {
		f.Close()
		return err
	}
	if keep {
		return nil
	}
	f.Close()
	run(func() { keep = true })
	return nil
}

// ByError closes where the function that it gave the literal to has failed.
func ByError(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	n := 0
	err = runErr(func() (err error) {
		n, err = f.Read(nil)
		return err
	})
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	println(n)
	return err
}

// Opened has its file from a literal: what the variable had at first is no longer so.
func Opened(p string) error {
	var f *os.File
	err := runErr(func() (err error) {
		f, err = os.Open(p)
		return err
	})
	if err != nil {
		return err
	}
	return f.Close()
}

var hooks []func()

// ErrorHandedOut has given a literal away that clears the error: that nobody calls it
// between the call and the check is believed.
func ErrorHandedOut(p string) error {
	var err error
	hooks = append(hooks, func() { err = nil })
	f, err := os.Open(p)
	run(func() {})
	if err != nil {
		return err
	}
	return f.Close()
}

// Ranged waits for somebody who writes the variable.
func Ranged(p string, in chan int) error {
	done := false
	go func() {
		<-in
		done = true
		close(in)
	}()
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Ranged returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	done = false
	for range in {
	}
	if done {
		return nil
	}
	return f.Close()
}

// Kept has given the address to somebody who may write while it waits.
func Kept(p string, keep func(*bool), wait func()) error {
	var stop bool
	keep(&stop)
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Kept returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	stop = false
	wait()
	if stop {
		return nil
	}
	return f.Close()
}

func fill(err *error) { *err = work() }

// Filled has a literal that gives the address on.
func Filled(p string, each func(func())) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Filled returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var inner error
	each(func() { fill(&inner) })
	if inner != nil {
		return inner
	}
	return f.Close()
}

var lastError error

// OfPackage has a literal that writes a variable of the package.
func OfPackage(p string, each func(func())) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when OfPackage returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	lastError = nil
	each(func() { lastError = work() })
	if lastError != nil {
		return lastError
	}
	return f.Close()
}

// Wrapped has its release wrapped by somebody else.
func Wrapped(p string, each func(func())) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	each(func() { done = func() { os.Remove(p) } })
	done()
	return nil
}
