// Package defers has releases that are deferred: in time, too early, too late, conditionally.
package defers

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sync"
)

func BeforeCheck(path string) error {
	f, err := os.Open(path)
	defer f.Close() // want `f opened by os\.Open is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return nil
}

func BeforeCheckClosure(addr string) error {
	c, err := net.Dial("tcp", addr)
	defer func() { // want `c opened by net\.Dial is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
		if err := c.Close(); err != nil {
			log.Print(err)
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

func DeferInIfOnly(path string, verbose bool) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when DeferInIfOnly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if verbose {
		defer f.Close()
	}
	return nil
}

// DeferTooLate has a return before the defer.
func DeferTooLate(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when DeferTooLate returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	st, err := f.Stat()
	if err != nil {
		return err
	}
	defer f.Close()
	_ = st
	return nil
}

func DeferInLoopBody(paths []string) error {
	for i := range paths {
		f, err := os.Open(paths[i])
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
	}
	return nil
}

// DeferWrongVar defers the close of the first file twice.
func DeferWrongVar(a, b string) error {
	fa, err := os.Open(a)
	if err != nil {
		return err
	}
	defer fa.Close()
	fb, err := os.Open(b) // want `fb opened by os\.Open is not closed when DeferWrongVar returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer fa.Close()
	_, err = io.Copy(fa, fb)
	return err
}

// DeferGzipOnly closes the decompressor, which does not close the file.
func DeferGzipOnly(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when DeferGzipOnly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return err
	}
	defer zr.Close()
	_, err = io.Copy(io.Discard, zr)
	return err
}

func Flag(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if f.Name() == "" {
		return nil, errors.New("x")
	}
	ok = true
	return f, nil
}

// DeferInGoroutineOnly returns before the goroutine that would close.
func DeferInGoroutineOnly(path string, wg *sync.WaitGroup) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when DeferInGoroutineOnly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if path == "" {
		return errors.New("x")
	}
	wg.Go(func() {
		defer f.Close()
	})
	return nil
}

func BeforeCheckGuard(addr string) error {
	c, err := net.Dial("tcp", addr)
	if c != nil {
		defer c.Close()
	}
	if err != nil {
		return err
	}
	return nil
}

func BeforeCheckGuardInside(path string) error {
	f, err := os.Open(path)
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

func closeIf(c *os.File) {
	if c == nil {
		return
	}
	c.Close()
}

// BeforeCheckGuardCallee defers a function that takes nil.
func BeforeCheckGuardCallee(path string) error {
	f, err := os.Open(path)
	defer closeIf(f)
	if err != nil {
		return err
	}
	return nil
}

func BeforeCheckDropped(path string) []byte {
	f, _ := os.Open(path)
	defer f.Close()
	b, _ := io.ReadAll(f)
	return b
}

func DeferBeforeOpen(path string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	f, err = os.Open(path)
	if err != nil {
		return err
	}
	return nil
}

func DeferTwoVars(a, b string) (err error) {
	var fa, fb *os.File
	defer func() {
		for _, f := range []*os.File{fa, fb} {
			if f != nil {
				err = errors.Join(err, f.Close())
			}
		}
	}()
	if fa, err = os.Open(a); err != nil {
		return err
	}
	if fb, err = os.Open(b); err != nil {
		return err
	}
	return nil
}

func closeLog(c io.Closer, what string) {
	if err := c.Close(); err != nil {
		log.Printf("%s: %v", what, err)
	}
}

func capture(c io.Closer, err *error) {
	if cerr := c.Close(); cerr != nil && *err == nil {
		*err = cerr
	}
}

func DeferCapture(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer capture(f, &err)
	_, err = f.WriteString("x")
	return err
}

func DeferCond(path string, keep bool) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var ret *os.File
	defer func() {
		if ret == nil {
			f.Close()
		}
	}()
	if f.Name() == "" {
		return nil, errors.New("x")
	}
	ret = f
	return ret, nil
}

func CleanupOnErr(path string) (_ *os.File, err error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(path)
		}
	}()
	if _, err = f.WriteString("head"); err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	return f, nil
}

// CleanupFnNil disarms the cleanup.
func CleanupFnNil(path string) (*os.File, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	cleanup := func() { f.Close() }
	defer func() {
		if cleanup != nil {
			cleanup()
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		return nil, err
	}
	cleanup = nil
	return f, nil
}

func StackOfCleanups(a, b string) (_ func(), err error) {
	var undo []func()
	cleanup := func() {
		for i := len(undo) - 1; i >= 0; i-- {
			undo[i]()
		}
	}
	defer func() {
		if err != nil {
			cleanup()
		}
	}()
	fa, err := os.Open(a)
	if err != nil {
		return nil, err
	}
	undo = append(undo, func() { fa.Close() })
	fb, err := os.Open(b)
	if err != nil {
		return nil, err
	}
	undo = append(undo, func() { fb.Close() })
	return cleanup, nil
}

// DeferPlusExplicit also closes by hand, for the error.
func DeferPlusExplicit(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return f.Close()
}

func DeferLoopOverSlice(paths []string) error {
	files := make([]*os.File, 0, len(paths))
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			for _, g := range files {
				g.Close()
			}
			return err
		}
		files = append(files, f)
	}
	for _, f := range files {
		defer f.Close()
	}
	return nil
}

// OnlyOnError closes where it fails, and hands nothing over where it does not.
func OnlyOnError(path string) (err error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OnlyOnError returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	_, err = f.WriteString("x")
	return err
}

// OnErrorElseKept closes where it fails, and returns the file where it does not.
func OnErrorElseKept(path string) (_ *os.File, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.WriteString("x"); err != nil {
		return nil, err
	}
	return f, f.Sync()
}

type keeper struct{ f *os.File }

// OnErrorElseStored has an owner where it succeeds.
func (k *keeper) OnErrorElseStored(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.WriteString("x"); err != nil {
		return err
	}
	k.f = f
	return nil
}

// OnErrorElseClosed closes on both sides.
func OnErrorElseClosed(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			return
		}
		err = f.Close()
	}()
	_, err = f.WriteString("x")
	return err
}

// OnOtherCondition closes where something says so that is not understood.
func OnOtherCondition(path string, k *keeper) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if k.ready() {
			f.Close()
		}
	}()
	_, err = f.WriteString("x")
	return err
}

func (k *keeper) ready() bool { return k.f == nil }

// Replaced closes, by defer, another file than the one that it was meant for.
func Replaced(a, b string) error {
	f, err := os.Open(a) // want `f opened by os\.Open is not closed when Replaced returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	if f, err = os.Open(b); err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// Reopened closes the first one itself, and by defer what is there at the end.
func Reopened(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	if _, err := f.Stat(); err != nil {
		return err
	}
	f.Close()
	if f, err = os.Open(b); err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

type failure struct{ error }

func wrapped(err error) error { return fmt.Errorf("wrapped: %w", err) }

// OnErrorCancelled returns an error wherever it does not return the cancel.
func OnErrorCancelled(ctx context.Context, k *keeper) (_ *keeper, _ func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err := k.step(ctx); err != nil {
		return nil, nil, failure{err}
	}
	if err := k.step(ctx); err != nil {
		return nil, nil, wrapped(err)
	}
	if !k.ready() {
		return nil, nil, ctx.Err()
	}
	return k, cancel, nil
}

func (k *keeper) step(ctx context.Context) error { return ctx.Err() }

// OnErrorReplaced has its error changed by another deferred function.
func OnErrorReplaced(path string, k *keeper, ctx context.Context) (_ *os.File, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	defer func() {
		if !k.ready() {
			err = ctx.Err()
		}
	}()
	if err = k.step(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// InLoopAgain closes in each iteration, whatever the defer does.
func InLoopAgain(paths []string) error {
	for _, p := range paths {
		f, err := os.Create(p)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.WriteString(p); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// InLoopSkips does not close where it goes on early.
func InLoopSkips(paths []string) error {
	for _, p := range paths {
		f, err := os.Create(p)
		if err != nil {
			return err
		}
		defer f.Close() // want `f opened by os\.Create in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		if p == "" {
			continue
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// InLoopOnce opens in the first iteration that needs it.
func InLoopOnce(paths []string) error {
	var out *os.File
	for _, p := range paths {
		if out == nil {
			f, err := os.Create("out")
			if err != nil {
				return err
			}
			defer f.Close()
			out = f
		}
		fmt.Fprintln(out, p)
	}
	return nil
}

// InLoopKept keeps all of them open, in a slice.
func InLoopKept(paths []string) (n int) {
	var all []*os.File
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return n
		}
		defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		all = append(all, f)
	}
	return len(all)
}

// InLoopLent gives each to a helper that may close it, and need not.
func InLoopLent(paths []string) {
	files := make([]*os.File, len(paths))
	for i, p := range paths {
		files[i], _ = os.Open(p)
		defer files[i].Close() // want `files\[i\] opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		closeUnless(files[i], i == 0)
	}
}

func closeUnless(f *os.File, keep bool) {
	if !keep {
		f.Close()
	}
}

// InLoopCalled calls functions out of a list that refers to all of them.
func InLoopCalled(paths []string) {
	say := make([]func(string), len(paths))
	for i, p := range paths {
		f, err := os.Create(p)
		if err != nil {
			return
		}
		defer f.Close() // want `f opened by os\.Create in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		say[i] = func(s string) { fmt.Fprintln(f, s) }
		say[i](p)
	}
}

// FlagTooEarly says that all went well before it did.
func FlagTooEarly(path string) (*os.File, error) {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when FlagTooEarly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		if !done {
			f.Close()
		}
	}()
	done = true
	if _, err := f.WriteString("x"); err != nil {
		return nil, err
	}
	return f, nil
}

func FlagInTime(path string) (*os.File, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		if !done {
			f.Close()
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		return nil, err
	}
	done = true
	return f, nil
}

func FlagUnchecked(path string) error {
	f, err := os.Create(path)
	done := false
	defer func() { // want `f opened by os\.Create is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
		if !done {
			f.Close()
		}
	}()
	if err != nil {
		return err
	}
	if path == "" {
		return nil
	}
	done = true
	return f.Close()
}

// ByGoto makes its loop with goto.
func ByGoto(path string) error {
	n := 0
again:
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
	if n++; n < 3 {
		goto again
	}
	return nil
}

// TriedAgain goes back only where nothing has been opened.
func TriedAgain(path string) error {
	n := 0
again:
	f, err := os.Open(path)
	if err != nil {
		if n++; n < 3 {
			goto again
		}
		return err
	}
	defer f.Close()
	return f.Sync()
}

type byValue struct{ f *os.File }

func (c byValue) Close()    { c.f.Close() }
func (c *byValue) Release() { c.f.Close() }

// Copied defers a method with a copy of what it is called on, in which nothing is yet.
func Copied(path string) (err error) {
	var c byValue
	defer c.Close()
	c.f, err = os.Open(path) // want `c\.f opened by os\.Open is not closed when Copied returns`
	return err
}

func CopiedAsArgument(path string) error {
	var c byValue
	defer func(c byValue) { c.Close() }(c)
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when CopiedAsArgument returns`
	if err != nil {
		return err
	}
	c.f = f
	return nil
}

func NotCopied(path string) (err error) {
	var c byValue
	defer c.Release()
	c.f, err = os.Open(path)
	return err
}

func CopiedLater(path string) (err error) {
	var c byValue
	if c.f, err = os.Open(path); err != nil {
		return err
	}
	defer c.Close()
	return nil
}

func closeList(list ...io.Closer) {
	for _, c := range list {
		c.Close()
	}
}

// AppendedAfter defers a call that has the list as it is by then.
func AppendedAfter(path, other string) error {
	g, err := os.Open(other)
	if err != nil {
		return err
	}
	list := []io.Closer{g}
	defer closeList(list...)
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when AppendedAfter returns .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	list = append(list, f)
	return nil
}

func AppendedBefore(path string) error {
	var list []io.Closer
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	list = append(list, f)
	defer closeList(list...)
	return nil
}

func StoredAfter(path string) error {
	list := make([]io.Closer, 1)
	defer closeList(list...)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	list[0] = f
	return nil
}

// AppendedToShared puts it where the other list has an element.
func AppendedToShared(path string) error {
	list := make([]io.Closer, 0, 4)
	all := append(list, nil)
	defer closeList(all...)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	list = append(list, f)
	return nil
}

// AppendedInTurn has it in the next turn.
func AppendedInTurn(paths []string) error {
	var list []io.Closer
	for _, path := range paths {
		defer closeList(list...)
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		list = append(list, f)
	}
	closeList(list...)
	return nil
}

// AppendedInOther stores it in another list, which has the same elements.
func AppendedInOther(path string) error {
	list := make([]io.Closer, 1, 4)
	defer closeList(list...)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	all := append(list, nil)
	all[0] = f
	return nil
}

func fillList(list []io.Closer, f *os.File) { list[0] = f }

func FilledAfter(path string) error {
	list := make([]io.Closer, 1)
	defer closeList(list...)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	fillList(list, f)
	return nil
}
