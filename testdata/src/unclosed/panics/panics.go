// Package panics has functions that panic, and deferred ones that recover: what is
// open is lost only where the function returns in the end.
package panics

import (
	"errors"
	"fmt"
	"log"
	"os"
	"runtime"
)

func work(*os.File) error { return errors.New("no") }

// Fatal ends the process on a panic.
func Fatal(name string) {
	out, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintln(os.Stderr, r)
			os.Exit(1)
		}
	}()
	if err := work(out); err != nil {
		panic(err)
	}
	if err := out.Close(); err != nil {
		panic(err)
	}
}

// Again panics again with something else.
func Again(name string) {
	out, err := os.Create(name)
	if err != nil {
		return
	}
	defer func() {
		if r := recover(); r != nil {
			panic(fmt.Sprint("again: ", r))
		}
	}()
	if work(out) != nil {
		panic("work")
	}
	if out.Close() != nil {
		panic("close")
	}
}

// Always never lets go of a panic: it recovers nothing where there is none.
func Always(name string) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case runtime.Error:
			panic(r)
		default:
			log.Panic(r)
		}
	}()
	if work(out) != nil {
		panic("work")
	}
	return out.Close()
}

// Switched returns for one kind of panic.
func Switched(name string) (err error) {
	out, err := os.Create(name) // want `out opened by os\.Create is not closed when Switched returns at line 91.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = r
		default:
			panic(r)
		}
	}()
	if err := work(out); err != nil {
		panic(err)
	}
	return out.Close()
}

// OnPanicOnly releases only where it panics.
func OnPanicOnly(name string) {
	out, err := os.Create(name) // want `out opened by os\.Create is not closed when OnPanicOnly returns at line.*\(unclosed/leak\)`
	if err != nil {
		return
	}
	defer func() {
		if r := recover(); r != nil {
			out.Close()
			panic(r)
		}
	}()
	work(out)
}

// ByHelper recovers in a function of the package.
func ByHelper(name string) (err error) {
	out, err := os.Create(name) // want `out opened by os\.Create is not closed when ByHelper returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer toError(&err)
	if work(out) != nil {
		panic("work")
	}
	return out.Close()
}

func toError(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%v", r)
	}
}

// ByStrictHelper has a helper that goes on with what it does not know.
func ByStrictHelper(name string) (err error) {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer known(&err)
	if work(out) != nil {
		panic("work")
	}
	return out.Close()
}

func known(err *error) {
	r := recover()
	if e, ok := r.(error); ok {
		*err = e
	} else if r != nil {
		panic(r)
	}
}

// Returned has its file returned all the same.
func Returned(name string) (out *os.File, err error) {
	out, err = os.Create(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	if work(out) != nil {
		panic("work")
	}
	return out, nil
}

// Closes recovers, and another deferred function closes.
func Closes(name string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	if work(out) != nil {
		panic("work")
	}
	return nil
}

// Exits ends the process whenever it returns.
func Exits(name string) {
	code := 0
	defer func() { os.Exit(code) }()
	out, err := os.Create(name)
	if err != nil {
		code = 1
		return
	}
	if work(out) != nil {
		code = 2
	}
}

// ExitsAtOnce does so by itself.
func ExitsAtOnce(name string) {
	defer os.Exit(0)
	out, err := os.Create(name)
	if err == nil {
		work(out)
	}
}

// MayExit does so only for an error.
func MayExit(name string) {
	code := 0
	defer func() {
		if code != 0 {
			os.Exit(code)
		}
	}()
	out, err := os.Create(name) // want `out opened by os\.Create is not closed when MayExit returns at line.*\(unclosed/leak\)`
	if err != nil {
		code = 1
		return
	}
	work(out)
}

// Inner recovers in a function literal that is called at the end: that has nothing
// to recover.
func Inner(name string) {
	out, err := os.Create(name)
	if err != nil {
		return
	}
	if work(out) != nil {
		panic("work")
	}
	func() {
		recover()
		out.Close()
	}()
}

func run(f func()) { f() }

func runIf(f func()) {
	if len(os.Args) > 3 {
		f()
	}
}

// WithinHelper panics in a literal that a helper runs, wherever the file is open.
func WithinHelper(name string) {
	f, _ := os.Open(name)
	run(func() {
		if f != nil {
			panic("open")
		}
	})
}

func WithinHelperAtTimes(name string) {
	f, _ := os.Open(name) // want `\(unclosed/leak\)`
	run(func() {
		if len(os.Args) > 4 {
			panic("open")
		}
		println(f != nil)
	})
}

func WithinHelperThatNeedNot(name string) {
	f, _ := os.Open(name) // want `\(unclosed/leak\)`
	runIf(func() {
		if f != nil {
			panic("open")
		}
	})
}

// RaisesOthers raises again what is no error: a string is none.
func RaisesOthers(name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	if len(os.Args) > 3 {
		panic("no error")
	}
	return f.Close()
}

type failure struct{ error }

// RecoversErrors returns what is an error, and leaves the file open.
func RecoversErrors(name string) (err error) {
	f, err := os.Open(name) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() {
		switch x := recover().(type) {
		case nil:
		case error:
			err = x
		default:
			panic(x)
		}
	}()
	if len(os.Args) > 3 {
		panic(failure{errors.New("no")})
	}
	return f.Close()
}

// SwitchesOthers does as RaisesOthers, by a type switch.
func SwitchesOthers(name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() {
		x := recover()
		switch x := x.(type) {
		case nil:
		case failure:
			err = x
		default:
			panic(x)
		}
	}()
	if len(os.Args) > 3 {
		panic("no")
	}
	return f.Close()
}

// The deferred function panics again, and nobody recovers that.
func panicsAgainInPlace(path string) error {
	defer func() {
		if r := recover(); r != nil {
			panic(r)
		}
	}()
	atOnce(func() {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		_ = f
	})
	panic("p")
}

func panicsAgainSometimes(path string, stop func() bool) error {
	defer func() {
		if r := recover(); r != nil && stop() {
			panic(r)
		}
	}()
	atOnce(func() {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
		if err != nil {
			return
		}
		_ = f
	})
	panic("p")
}

// Another path through the literal panics, too, and owes nothing.
func panicsBesides(path string, stop func() bool) error {
	defer func() {
		if r := recover(); r != nil {
			panic(r)
		}
	}()
	func() {
		if stop() {
			panic("stop")
		}
		f, err := os.Open(path)
		if err != nil {
			return
		}
		_ = f
	}()
	panic("p")
}

// The literal itself recovers what another one in it panics with, and goes on to open.
func panicsWithin(path string, stop func() bool) error {
	done := false
	func() {
		func() {
			defer func() { recover() }()
			if stop() {
				panic("stop")
			}
			done = true
		}()
		f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
		if err != nil {
			return
		}
		_ = f
	}()
	if done {
		os.Exit(0)
	}
	return nil
}

// What is deferred opens, after a panic.
func panicsBeforeOpening(path string) {
	defer func() { recover() }()
	defer func() {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
		if err != nil {
			return
		}
		_ = f
	}()
	panic("p")
}

func atOnce(f func()) { f() }

// What a closure panics with the function recovers, with the file of another one open.
func panicsBehind(path string) {
	defer func() { recover() }()
	func() {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
		if err != nil {
			return
		}
		_ = f
	}()
	func() { panic("p") }()
}

// What the literal panics with it recovers itself, and returns.
func recoversItself(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when recoversItself returns .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	func() {
		defer func() { recover() }()
		panic("p")
	}()
	_ = f
	return nil
}

func recoversInHelper(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when recoversInHelper returns .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_ = f
	atOnce(func() {
		defer func() { recover() }()
		panic("p")
	})
	return nil
}

func recoversWithResult(path string, stop func() bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, bad := func() (n int, bad bool) {
		defer func() { bad = recover() != nil }()
		if stop() {
			panic("p")
		}
		return 1, false
	}()
	if !bad {
		return f.Close()
	}
	defer f.Close()
	return nil
}

func panicsAgain(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = f
	func() {
		defer func() { panic(recover()) }()
		panic("p")
	}()
	return nil
}
