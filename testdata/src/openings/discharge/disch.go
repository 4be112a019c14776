// Package discharge has forms of discharge.
package discharge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"os"
	"runtime"
	"sync"
	"time"
)

// D1: method value deferred.
func D1(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	cl := f.Close
	defer cl()
	_, err = f.Stat()
	return err
}

// D2: a closure variable deferred.
func D2(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	defer done()
	_, err = f.Stat()
	return err
}

// D3: a closure variable that is never called.
func D3(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	_ = done
	_, err = f.Stat()
	return err
}

// D4: closure called on one path only.
func D4(p string, b bool) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	if b {
		done()
		return nil
	}
	_, err = f.Stat()
	return err
}

// D5: immediately called closure.
func D5(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	func() {
		defer f.Close()
		f.Stat()
	}()
	return nil
}

// D6: a deferred closure that may close is believed.
func D6(p string, keep bool) (err error) {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer func() {
		if !keep {
			f.Close()
		}
	}()
	_, err = f.Stat()
	return err
}

// D7: what the closure closes is nil by then.
func D7(p string) (f *os.File, err error) {
	f, err = os.Open(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.Seek(10, io.SeekStart); err != nil {
		return nil, err
	}
	return f, nil
}

// D8: closed on error by the deferred function, but forgotten otherwise.
func D8(p string) (err error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.Seek(10, io.SeekStart); err != nil {
		return err
	}
	return nil
}

// D9: the deferred function sees a shadowed err: never closes on that return... the named result is set by return.
func D9(p string) (err error) {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
	}()
	if _, err := f.Seek(10, io.SeekStart); err != nil {
		return err
	}
	return nil
}

// D10: goto.
func D10(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto out
	}
	_, err = f.Seek(1, 0)
out:
	return errors.Join(err, f.Close())
}

// D11: goto past the close.
func D11(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto out
	}
	f.Close()
out:
	return err
}

func closeAll(cs ...io.Closer) {
	for _, c := range cs {
		c.Close()
	}
}

// D12: variadic closer.
func D12(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	g, err := os.Open(b)
	if err != nil {
		closeAll(f)
		return err
	}
	defer closeAll(f, g)
	_, err = io.Copy(io.Discard, io.MultiReader(f, g))
	return err
}

func show(cs ...io.Closer) {
	for _, c := range cs {
		fmt.Printf("%T\n", c)
	}
}

// D13: variadic that does not close.
func D13(a string) error {
	f, err := os.Open(a) // want "unclosed/leak"
	if err != nil {
		return err
	}
	show(f)
	return nil
}

func maybeClose(c io.Closer, b bool) {
	if b {
		c.Close()
	}
}

// D14: a callee that may release is believed.
func D14(a string, b bool) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	maybeClose(f, b)
	return nil
}

type wrap struct {
	f *os.File
	n int
}

func (w *wrap) Close() error { return w.f.Close() }
func (w *wrap) Name() string { return w.f.Name() }

// D15: wrapper made by hand whose Close closes.
func D15(a string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	w := &wrap{f: f}
	defer w.Close()
	fmt.Println(w.Name())
	return nil
}

// D16: wrapper made by hand, not closed.
func D16(a string) error {
	f, err := os.Open(a) // want "unclosed/leak"
	if err != nil {
		return err
	}
	w := &wrap{f: f}
	fmt.Println(w.Name())
	return nil
}

// D17: the inner is closed through the wrapper's field.
func D17(a string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	w := &wrap{f: f}
	defer w.f.Close()
	fmt.Println(w.Name())
	return nil
}

// D18: iter.Pull exhausted.
func D18(seq iter.Seq[int]) int {
	next, stop := iter.Pull(seq)
	n := 0
	for {
		v, ok := next()
		if !ok {
			break
		}
		n += v
	}
	_ = stop
	return n
}

// D19: iter.Pull, early return.
func D19(seq iter.Seq[int]) int {
	next, stop := iter.Pull(seq) // want "unclosed/leak"
	for {
		v, ok := next()
		if !ok {
			break
		}
		if v > 3 {
			return v
		}
	}
	stop()
	return 0
}

// D20: deferred stop.
func D20(seq iter.Seq2[int, string]) string {
	next, stop := iter.Pull2(seq)
	defer stop()
	_, s, _ := next()
	return s
}

// D21: discarded stop.
func D21(seq iter.Seq[int]) int {
	next, _ := iter.Pull(seq) // want "unclosed/discarded"
	v, _ := next()
	return v
}

// D22: context.AfterFunc's stop need not be called.
func D22(ctx context.Context) {
	context.AfterFunc(ctx, func() { log.Print("x") })
	stop := context.AfterFunc(ctx, func() { log.Print("y") })
	_ = stop
}

// D23: cancel given to AfterFunc.
func D23(parent context.Context, done chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(parent, cancel)
	select {
	case <-ctx.Done():
	case <-done:
	}
}

// D24: cancel given to time.AfterFunc.
func D24(done chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	t := time.AfterFunc(time.Second, cancel)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-done:
	}
}

// D25: sync.OnceFunc over the close.
func D25(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	once := sync.OnceFunc(func() { f.Close() })
	defer once()
	_, err = f.Stat()
	return err
}

// D26: once.Do.
func D26(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	var once sync.Once
	cl := func() { once.Do(func() { f.Close() }) }
	defer cl()
	_, err = f.Stat()
	return err
}

// D27: a finalizer takes.
func D27(p string) (int, error) {
	f, err := os.Open(p)
	if err != nil {
		return 0, err
	}
	runtime.SetFinalizer(f, func(f *os.File) { f.Close() })
	return int(f.Fd()), nil
}

type closerFunc func() error

func (c closerFunc) Close() error { return c() }

// D28: converted to a closer type.
func D28(p string) (io.Closer, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return closerFunc(f.Close), nil
}

// D29: converted, then dropped.
func D29(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	c := closerFunc(f.Close)
	_ = c
	return nil
}

// D30: converted, then closed.
func D30(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	c := closerFunc(f.Close)
	defer c.Close()
	_, err = f.Stat()
	return err
}

// D31: a stack of closers.
func D31(ps []string) (err error) {
	var cs []io.Closer
	defer func() {
		for _, c := range cs {
			err = errors.Join(err, c.Close())
		}
	}()
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		cs = append(cs, f)
	}
	return nil
}

// D32: local slice that nobody closes.
func D32(ps []string) error {
	var cs []*os.File
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return err
		}
		cs = append(cs, f)
	}
	fmt.Println(len(cs))
	return nil
}

// D33: defer with arguments evaluated.
func D33(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer func(c io.Closer) { c.Close() }(f)
	_, err = f.Stat()
	return err
}

// D34: errors.Join(f.Close()) as result, both paths.
func D34(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	return errors.Join(err, f.Close())
}

// D35: close in condition.
func D35(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return nil
}

// D36: short-circuit: Close not evaluated when the write fails.
func D36(p string) bool {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return false
	}
	_, werr := f.WriteString("x")
	return werr == nil && f.Close() == nil
}

// D37: both operands.
func D37(p string) bool {
	f, err := os.Create(p)
	if err != nil {
		return false
	}
	_, werr := f.WriteString("x")
	return f.Close() == nil && werr == nil
}

// D38: defer inside an if that holds.
func D38(p string) error {
	f, err := os.Open(p)
	if f != nil {
		defer f.Close()
	}
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// D39: the release runs under a context: go func closing when ctx is done.
func D39(ctx context.Context, p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		f.Close()
	}()
	_, err = io.Copy(io.Discard, f)
	return err
}

// D40: goroutine that only reads.
func D40(p string, out chan<- int) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	go func() {
		b, _ := io.ReadAll(f)
		out <- len(b)
	}()
	return nil
}

// D41: select with one arm that forgets.
func D41(ctx context.Context, p string, c chan int) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-c:
		return f.Close()
	}
}

// D42: select, all arms close.
func D42(ctx context.Context, p string, c chan int) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return errors.Join(ctx.Err(), f.Close())
	case <-c:
		return f.Close()
	}
}

// D43: switch without default.
func D43(p string, n int) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	switch n {
	case 1:
		return f.Close()
	case 2:
		return f.Close()
	}
	return nil
}

// D44: fallthrough.
func D44(p string, n int) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	switch n {
	case 1:
		fallthrough
	default:
		return f.Close()
	case 2:
		err = f.Close()
	}
	return err
}

// D45: type switch on an interface that holds it.
func D45(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	var r io.Reader = f
	switch c := r.(type) {
	case io.Closer:
		return c.Close()
	}
	return nil
}

// D46: closer via assertion.
func D46(p string) error {
	f, err := os.Open(p)
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
