// Package neverleft has functions that are not left, or not on the paths on which
// something is open: the process ends, or the goroutine. Nothing is owed there.
package neverleft

import (
	"os"
	"runtime"
)

func cond() bool { return len(os.Args) > 3 }

func show(f *os.File) { println(f.Name()) }

func run(f func()) { f() }

func maybe(f func()) {
	if cond() {
		f()
	}
}

var kept func()

func keep(f func()) { kept = f; f() }

func Flag(p string) {
	ok := false
	ok = true
	os.Open(p)
	if ok {
		panic("p")
	}
}

func Zero(p string) (err error) {
	_, _ = os.Open(p)
	if err == nil {
		runtime.Goexit()
	}
	return err
}

func NotAlways(p string) {
	os.Open(p) // want `discarded`
	if cond() {
		panic("p")
	}
}

func Dead(p string) {
	return
	os.Open(p)
}

func Spins(p string) {
	os.Open(p)
	for {
	}
}

func Again(p string) (out *os.File) {
	for cond() {
		f, _ := os.Open(p)
		show(f)
	}
	if out == nil {
		panic("nothing")
	}
	return out
}

func AgainDiscarded(p string) {
	for cond() {
		os.Open(p)
	}
	os.Exit(1)
}

func AgainLeft(p string) {
	for cond() {
		f, _ := os.Open(p) // want `before the next iteration`
		show(f)
	}
	if cond() {
		os.Exit(1)
	}
}

// AgainRecovered is left by way of the panic.
func AgainRecovered(p string) {
	defer func() { recover() }()
	for cond() {
		f, _ := os.Open(p) // want `before the next iteration`
		show(f)
	}
	panic("p")
}

// Serves has no end, and runs out of files.
func Serves(p string) {
	for {
		f, _ := os.Open(p) // want `before the next iteration`
		show(f)
	}
}

func AtOnce(p string) {
	func() {
		f, _ := os.Open(p)
		show(f)
	}()
	os.Exit(1)
}

func AtOnceLeft(p string) {
	func() {
		f, _ := os.Open(p) // want `not closed when the function literal returns`
		show(f)
	}()
	if cond() {
		os.Exit(1)
	}
}

func Bound(p string) {
	open := func() {
		f, _ := os.Open(p)
		show(f)
	}
	open()
	os.Exit(1)
}

func Given(p string) {
	run(func() {
		func() {
			f, _ := os.Open(p)
			show(f)
		}()
	})
	os.Exit(1)
}

func MayBeGiven(p string) {
	maybe(func() {
		os.Open(p)
	})
	os.Exit(1)
}

// Kept is run by somebody else, too.
func Kept(p string) {
	keep(func() {
		f, _ := os.Open(p) // want `not closed when the function literal returns`
		show(f)
	})
	os.Exit(1)
}

func Launched(p string) {
	go func() {
		f, _ := os.Open(p) // want `not closed when the function literal returns`
		show(f)
	}()
	os.Exit(1)
}

// Captured has a flag that says that nothing is open any more.
func Captured(p string) {
	ok := false
	run(func() {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		show(f)
		if !ok {
			panic("p")
		}
	})
}

func Error(p string) (err error) {
	func() {
		_, err = os.Open(p)
	}()
	if err == nil {
		os.Exit(0)
	}
	return err
}

func ErrorLeft(p string) (err error) {
	func() {
		_, err = os.Open(p) // want `discarded`
	}()
	if err != nil {
		os.Exit(0)
	}
	return err
}

func Deferred(p string) (out *os.File) {
	defer func() {
		f, err := os.Open(p)
		if err != nil || out == nil {
			f.Close()
			return
		}
		show(f)
	}()
	return nil
}

func DeferredLeft(p string) (out *os.File) {
	defer func() {
		f, err := os.Open(p) // want `not closed when the function literal returns`
		if err != nil || out != nil {
			f.Close()
			return
		}
		show(f)
	}()
	return nil
}

// Some closes on one path of the literal only.
func Some(p string) {
	run(func() {
		f, err := os.Open(p) // want `not closed when the function literal returns`
		if err != nil {
			return
		}
		if cond() {
			f.Close()
		}
	})
}

// Recovers is left by way of a panic in the literal.
func Recovers(p string) {
	defer func() { recover() }()
	func() {
		defer func() { println(cond()) }()
		f, err := os.Open(p) // want `not closed when the function literal returns`
		if err != nil {
			return
		}
		show(f)
		if f.Name() == "" {
			panic("p")
		}
	}()
}

// InDeferred opens in a deferred literal that runs when the goroutine ends.
func InDeferred(p string) {
	defer func() {
		for cond() {
			os.Open(p)
			if cond() {
				return
			}
		}
	}()
	ok := true
	if ok {
		runtime.Goexit()
	}
}

func InDeferredOfLeft(p string) {
	defer func() {
		for cond() {
			os.Open(p) // want `discarded`
			if cond() {
				return
			}
		}
	}()
	if cond() {
		runtime.Goexit()
	}
}
