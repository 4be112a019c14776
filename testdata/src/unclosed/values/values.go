// Package values has the same resource under several names.
package values

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"sync"
)

type pair struct{ in, out *os.File }

type sess struct {
	conn net.Conn
	rd   io.Reader
	name string
}

func AliasLeak(path string) (string, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when AliasLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	g := f
	if g.Name() == "" {
		return "", errors.New("empty")
	}
	return g.Name(), g.Close()
}

func LocalStructLeak(a, b string) error {
	var p pair
	var err error
	p.in, err = os.Open(a) // want `p\.in opened by os\.Open is not closed when LocalStructLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	p.out, err = os.Create(b)
	if err != nil {
		return err
	}
	_, err = io.Copy(p.out, p.in)
	return errors.Join(err, p.in.Close(), p.out.Close())
}

// OverwrittenNil forgets the file by assigning nil.
func OverwrittenNil(a string) error {
	f, err := os.Open(a) // want `f opened by os\.Open is not closed when OverwrittenNil returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	f = nil
	if f != nil {
		f.Close()
	}
	return nil
}

// LocalSliceNeverClosed gathers files in a slice that nobody closes.
func LocalSliceNeverClosed(paths []string) int {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when LocalSliceNeverClosed returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	return len(files)
}

func MethodValueUnused(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when MethodValueUnused returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	closeIt := f.Close
	if path == "x" {
		return nil
	}
	return closeIt()
}

func ClosureNeverRun(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ClosureNeverRun returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	cleanup := func() { f.Close() }
	if path == "" {
		return errors.New("no")
	}
	cleanup()
	return nil
}

// SwapLeak closes what was the first file.
func SwapLeak(a, b string) error {
	fa, err := os.Open(a)
	if err != nil {
		return err
	}
	fb, err := os.Open(b) // want `fb opened by os\.Open is not closed when SwapLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		fa.Close()
		return err
	}
	fa, fb = fb, fa
	return fb.Close()
}

func IfaceAssert(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var r io.Reader = f
	if c, ok := r.(io.Closer); ok {
		defer c.Close()
	}
	_, err = io.Copy(io.Discard, r)
	return err
}

func LocalStruct(a, b string) (err error) {
	var p pair
	if p.in, err = os.Open(a); err != nil {
		return err
	}
	defer p.in.Close()
	if p.out, err = os.Create(b); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.out.Close()) }()
	_, err = io.Copy(p.out, p.in)
	return err
}

func (p *pair) Close() error { return errors.Join(p.in.Close(), p.out.Close()) }

func Swap(a, b string) error {
	fa, err := os.Open(a)
	if err != nil {
		return err
	}
	fb, err := os.Open(b)
	if err != nil {
		return errors.Join(err, fa.Close())
	}
	fa, fb = fb, fa
	return errors.Join(fa.Close(), fb.Close())
}

func MethodValue(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	done := f.Close
	defer done()
	return nil
}

func MethodExpr(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer (*os.File).Close(f)
	return nil
}

func ClosureVar(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	cleanup := func() { f.Close() }
	defer cleanup()
	return nil
}

func fill(p **os.File, path string) (err error) {
	*p, err = os.Open(path)
	return err
}

// Fill gets its file through a pointer.
func Fill(path string) error {
	var f *os.File
	if err := fill(&f, path); err != nil {
		return err
	}
	defer f.Close()
	return nil
}

// StdinMergeClosed opens and closes on the same condition.
func StdinMergeClosed(path string) error {
	in := os.Stdin
	if path != "-" {
		var err error
		if in, err = os.Open(path); err != nil {
			return err
		}
		defer in.Close()
	}
	_, err := io.Copy(os.Stdout, in)
	return err
}

func OutMergeCloser(path string) (err error) {
	var w io.Writer = os.Stdout
	var c io.Closer
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		w, c = f, f
	}
	if c != nil {
		defer c.Close()
	}
	_, err = fmt.Fprintln(w, "hi")
	return err
}

func OnceFuncClose(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	stop := sync.OnceFunc(func() { f.Close() })
	defer stop()
	return nil
}

// ReopenClosed defers the close of whatever f is in the end.
func ReopenClosed(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	_ = f.Close()
	f, err = os.Create(path)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f)
	return err
}

func NilAfterClose(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if _, err = io.Copy(io.Discard, f); err != nil {
		return err
	}
	err = f.Close()
	f = nil
	return err
}

func ClosersSlice(a, b string) error {
	var closers []io.Closer
	defer func() {
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i].Close()
		}
	}()
	fa, err := os.Open(a)
	if err != nil {
		return err
	}
	closers = append(closers, fa)
	fb, err := os.Open(b)
	if err != nil {
		return err
	}
	closers = append(closers, fb)
	_, err = io.Copy(io.Discard, io.MultiReader(fa, fb))
	return err
}

func ReadersAndFiles(paths []string) error {
	readers := make([]io.Reader, len(paths))
	for i, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			for _, r := range readers[:i] {
				r.(io.Closer).Close()
			}
			return err
		}
		readers[i] = f
	}
	_, err := io.Copy(io.Discard, io.MultiReader(readers...))
	for _, r := range readers {
		r.(*os.File).Close()
	}
	return err
}

func closeAll[T io.Closer](cs ...T) (err error) {
	for _, c := range cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

func CloseAll(a, b string) error {
	fa, err := os.Open(a)
	if err != nil {
		return err
	}
	fb, err := os.Open(b)
	if err != nil {
		return errors.Join(err, closeAll(fa))
	}
	return closeAll(fa, fb)
}

type siblings struct{ first, second *os.File }

// Sibling closes the one, and not the other.
func Sibling(a, b string) {
	var p siblings
	p.first, _ = os.Open(a)
	defer p.first.Close()
	p.second, _ = os.Open(b) // want `p\.second opened by os\.Open is not closed when Sibling returns at line [0-9]+.*\(unclosed/leak\)`
	fmt.Println(p.second.Name())
}

func Crossed(a, b string) {
	var p siblings
	p.first, _ = os.Open(a) // want `p\.first opened by os\.Open is not closed when Crossed returns at line [0-9]+.*\(unclosed/leak\)`
	p.second, _ = os.Open(b)
	defer p.second.Close()
}

func BothSiblings(a, b string) {
	var p siblings
	p.first, _ = os.Open(a)
	p.second, _ = os.Open(b)
	defer p.close()
}

func (p *siblings) close() {
	p.first.Close()
	p.second.Close()
}

// Parameter gets a new value: the old one is not the resource.
func Parameter(f *os.File, path string) string {
	f, _ = os.Open(path) // want `f opened by os\.Open is not closed when Parameter returns at line [0-9]+.*\(unclosed/leak\)`
	return f.Name()
}

// Default is the parameter, or the resource.
func Default(f *os.File, path string) string {
	if f == nil {
		f, _ = os.Open(path)
	}
	return f.Name()
}

// TypeSwitched: the file is a closer.
func TypeSwitched(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var r io.Reader = f
	switch r.(type) {
	case interface{ Len() int }:
		return nil
	case io.Seeker, io.Closer:
		return f.Close()
	}
	return nil
}

// ByTypes cannot tell which types there are.
func ByTypes(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when ByTypes returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch c := c.(type) {
	case *net.TCPConn:
		return c.Close()
	}
	return nil
}

// FromMap closes what a sequence yields.
func FromMap(paths []string) error {
	m := map[string]io.Closer{}
	defer func() {
		for c := range maps.Values(m) {
			c.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		m[p] = f
	}
	return nil
}
