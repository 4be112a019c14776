// Package generics has generics, iterators and closures.
package generics

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net"
	"os"
	"slices"
	"sync"
)

// Holder is generic.
type Holder[T io.Closer] struct{ v T }

func (h *Holder[T]) Close() error { return h.v.Close() }
func (h *Holder[T]) Get() T       { return h.v }

func Hold[T io.Closer](v T) *Holder[T] { return &Holder[T]{v} }

func G1(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	h := Hold(f)
	defer h.Close()
	return nil
}

func G2(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	h := Hold(f)
	fmt.Println(h.Get().Name())
	return nil
}

func Using[T io.Closer](v T, fn func(T) error) error {
	defer v.Close()
	return fn(v)
}

func G3(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	return Using(f, func(f *os.File) error {
		_, err := f.Stat()
		return err
	})
}

func Open[T any](p string, conv func(*os.File) T) (T, error) {
	f, err := os.Open(p)
	if err != nil {
		var zero T
		return zero, err
	}
	return conv(f), nil
}

func G4(p string) (*bufio.Reader, error) {
	return Open(p, func(f *os.File) *bufio.Reader { return bufio.NewReader(f) })
}

func First[T any](a T, _ ...any) T { return a }

func G5(p string) string {
	f := First(os.Open(p)) // want "unclosed/leak"
	return f.Name()
}

// Lines opens and closes within the sequence.
func Lines(p string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		f, err := os.Open(p)
		if err != nil {
			yield("", err)
			return
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if !yield(sc.Text(), nil) {
				return
			}
		}
	}
}

// LeakyLines loses it when the consumer stops.
func LeakyLines(p string) iter.Seq[string] {
	return func(yield func(string) bool) {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if !yield(sc.Text()) {
				return
			}
		}
		f.Close()
	}
}

// Outside opens before.
func Outside(p string) (iter.Seq[string], error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return func(yield func(string) bool) {
		defer f.Close()
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if !yield(sc.Text()) {
				return
			}
		}
	}, nil
}

// G6: range over func with a file opened before, return inside.
func G6(p string, seq iter.Seq[string]) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	for s := range seq {
		if _, err := f.WriteString(s); err != nil {
			return err
		}
	}
	return f.Close()
}

// G7: fine.
func G7(p string, seq iter.Seq[string]) (err error) {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for s := range seq {
		if _, err := f.WriteString(s); err != nil {
			return err
		}
	}
	return nil
}

// G8: opened in a range over func body, by hand.
func G8(seq iter.Seq[string]) error {
	for p := range seq {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return err
		}
		if _, err := f.Stat(); err != nil {
			return err
		}
		f.Close()
	}
	return nil
}

// G9: in a callback of slices.
func G9(ps []string) {
	slices.SortFunc(ps, func(a, b string) int {
		f, err := os.Open(a) // want "unclosed/leak"
		if err != nil {
			return 0
		}
		return len(f.Name())
	})
}

// G10: closed by slices-callback.
func G10(ps []string) error {
	var fs []*os.File
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return closeAll(fs, err)
		}
		fs = append(fs, f)
	}
	return closeAll(fs, nil)
}

func closeAll[C io.Closer](cs []C, err error) error {
	for _, c := range cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

// G11: map of closers.
func G11(ps []string) error {
	m := map[string]io.Closer{}
	defer func() {
		for c := range maps.Values(m) {
			c.Close()
		}
	}()
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		m[p] = f
	}
	return nil
}

// G12: map, never.
func G12(ps []string) error {
	m := map[string]*os.File{}
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return err
		}
		m[p] = f
	}
	fmt.Println(len(m))
	return nil
}

// G13: captured by a closure that is stored.
type task struct{ run func() }

func G13(p string, q chan task) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	q <- task{run: func() { io.Copy(io.Discard, f) }}
	return nil
}

// G14: a local closure that opens and returns.
func G14(p string) error {
	open := func() (*os.File, error) { return os.Open(p) }
	f, err := open() // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// G15: fine.
func G15(p string) error {
	open := func() (*os.File, error) { return os.Open(p) }
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Stat()
	return err
}

// G16: assigned to a captured variable by a closure.
func G16(p string) error {
	var f *os.File
	open := func() (err error) {
		f, err = os.Open(p)
		return err
	}
	if err := open(); err != nil {
		return err
	}
	defer f.Close()
	return nil
}

// G17: sync.OnceValue.
var conn = sync.OnceValues(func() (net.Conn, error) {
	return net.Dial("tcp", "localhost:1")
})

func G17() error {
	c, err := conn()
	if err != nil {
		return err
	}
	_, err = c.Write(nil)
	return err
}

// G18: once.Do storing.
var (
	once sync.Once
	logf *os.File
)

func G18(p string) *os.File {
	once.Do(func() {
		var err error
		if logf, err = os.Create(p); err != nil {
			panic(err)
		}
	})
	return logf
}

// G19: a context value carries.
type key struct{}

func G19(ctx context.Context, p string) (context.Context, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return context.WithValue(ctx, key{}, f), nil
}

// G20: local func var reassigned.
func G20(p string, b bool) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	done := func() {}
	if b {
		done = func() { f.Close() }
	} else {
		f.Close()
	}
	defer done()
	return nil
}

// G21: struct with embedded file, closed through promotion.
type named struct {
	*os.File
	name string
}

func G21(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	n := named{f, p}
	defer n.Close()
	fmt.Println(n.name)
	return nil
}

// G22: forgets.
func G22(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	n := named{f, p}
	fmt.Println(n.name, n.Name())
	return nil
}

// G23: by-value struct copied to another and closed there.
func G23(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	n := named{f, p}
	m := n
	return m.Close()
}

// G24: pointer to variable.
func G24(p string) error {
	var f *os.File
	pf := &f
	var err error
	*pf, err = os.Open(p)
	if err != nil {
		return err
	}
	return (*pf).Close()
}

// G25: array index.
func G25(a, b string) error {
	var fs [2]*os.File
	var err error
	if fs[0], err = os.Open(a); err != nil {
		return err
	}
	defer fs[0].Close()
	if fs[1], err = os.Open(b); err != nil {
		return err
	}
	defer fs[1].Close()
	return nil
}

// G26: array index, second forgotten.
func G26(a, b string) error {
	var fs [2]*os.File
	var err error
	if fs[0], err = os.Open(a); err != nil {
		return err
	}
	for _, f := range fs {
		if f != nil {
			f.Close()
		}
	}
	return nil
}

// G27: channel of its own, drained here.
func G27(ps []string) {
	c := make(chan *os.File, len(ps))
	for _, p := range ps {
		if f, err := os.Open(p); err == nil {
			c <- f
		}
	}
	close(c)
	for f := range c {
		f.Close()
	}
}

// G28: interface conversions.
func G28(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	var rc io.ReadCloser = f
	var c io.Closer = rc
	defer c.Close()
	return nil
}

// G29: comparing.
func G29(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	out := os.Stdout
	if b != "" {
		if out, err = os.Create(b); err != nil {
			f.Close()
			return err
		}
	}
	defer f.Close()
	if out != os.Stdout {
		defer out.Close()
	}
	_, err = io.Copy(out, f)
	return err
}

// G30: method expression.
func G30(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	return (*os.File).Close(f)
}

// G31: deferred method expression.
func G31(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer (*os.File).Close(f)
	return nil
}

// G32: closers list of funcs run in a loop.
func G32(p string) (err error) {
	var undo []func() error
	defer func() {
		for _, u := range undo {
			err = errors.Join(err, u())
		}
	}()
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	undo = append(undo, f.Close)
	return nil
}
