// Package rules has the borders of the rules.
package rules

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
)

// U1: a call between.
func U1(p string) {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		return
	}
	log.Print(f.Name())
	f.Close()
}

// U2: nothing between.
func U2(p string) bool {
	f, err := os.Open(p)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// U3: only builtins and conversions between.
func U3(p string) int {
	f, err := os.Open(p)
	if err != nil {
		return 0
	}
	b := []byte(p)
	n := len(b)
	f.Close()
	return n
}

// U4: error used in one release.
func U4(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	if _, err := f.WriteString("x"); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// U5: `_ =` does not use it.
func U5(p string) error {
	f, err := os.Create(p) // want "unclosed/undeferred"
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	_ = f.Close()
	return err
}

// U6: in a loop body.
func U6(ps []string) {
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		log.Print(f.Name())
		f.Close()
	}
}

// U7: a literal is a body of its own, though in a loop.
func U7(ps []string) {
	for _, p := range ps {
		func() {
			f, err := os.Open(p) // want "unclosed/undeferred"
			if err != nil {
				return
			}
			log.Print(f.Name())
			f.Close()
		}()
	}
}

func shut(c io.Closer) { c.Close() }

// U8: a callee releases.
func U8(p string) {
	f, err := os.Open(p)
	if err != nil {
		return
	}
	log.Print(f.Name())
	shut(f)
}

// U9: response body.
func U9(u string) (int, error) {
	resp, err := http.Get(u) // want "unclosed/undeferred"
	if err != nil {
		return 0, err
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	return len(b), err
}

// U10: nothing between: the body is closed at once.
func U10(u string) (int, error) {
	resp, err := http.Get(u)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.StatusCode, nil
}

// U11: cancel by hand after a call.
func U11(ctx context.Context, fn func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx) // want "unclosed/undeferred"
	err := fn(ctx)
	cancel()
	return err
}

// U12: closure closes by hand in both.
func U12(p string) error {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		return err
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	if st.IsDir() {
		f.Close()
		return errors.New("dir")
	}
	f.Close()
	return nil
}

// U13: one path defers, the other not: mixed is not "never by defer".
func U13(p string, b bool) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if b {
		f.Close()
		return nil
	}
	defer f.Close()
	_, err = f.Stat()
	return err
}

// U14: one path returns it: handed over on one.
func U14(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// U15: only the other arm of an if is between.
func U15(p string, b bool) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if b {
		b = false
	}
	f.Close()
	return nil
}

// U16: nothing stands between on either path.
func U16(p string, b bool) int {
	f, err := os.Open(p)
	if err != nil {
		return 0
	}
	if b {
		f.Close()
		return 1
	}
	f.Close()
	return 2
}

// U17: index expression could panic, but is no call.
func U17(p string, xs []int) int {
	f, err := os.Open(p)
	if err != nil {
		return 0
	}
	n := xs[3]
	f.Close()
	return n
}

// U18: closed in a goroutine's literal by hand.
func U18(p string, wg *sync.WaitGroup) {
	wg.Go(func() {
		f, err := os.Open(p) // want "unclosed/undeferred"
		if err != nil {
			return
		}
		io.Copy(io.Discard, f)
		f.Close()
	})
}

// U19: closed by a closure called by hand: a callee.
func U19(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	_, err = f.Stat()
	done()
	return err
}

// U20: t.close, method of a struct.
type tmp struct{ f *os.File }

func (t *tmp) close() { t.f.Close() }

func U20(p string) error {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		return err
	}
	t := &tmp{f}
	_, err = f.Stat()
	t.close()
	return err
}

// U21: unlock semantic with panic explicit.
func U21(p string) int64 {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		panic(err)
	}
	st, err := f.Stat()
	if err != nil {
		panic(err)
	}
	f.Close()
	return st.Size()
}

// U22: conn.
func U22(addr string) error {
	c, err := net.Dial("tcp", addr) // want "unclosed/undeferred"
	if err != nil {
		return err
	}
	_, err = io.WriteString(c, "x")
	c.Close()
	if err != nil {
		return fmt.Errorf("x: %w", err)
	}
	return nil
}

// U23: the error of the close goes to a log.
func U23(p string) {
	f, err := os.Open(p)
	if err != nil {
		return
	}
	log.Print(f.Name())
	if err := f.Close(); err != nil {
		log.Print(err)
	}
}

// U24: error kept in a variable and used.
func U24(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	_, werr := f.WriteString("x")
	cerr := f.Close()
	return errors.Join(werr, cerr)
}

// L1: defer in loop, break after.
func L1(ps []string) error {
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		defer f.Close()
		_, err = io.Copy(io.Discard, f)
		if err != nil {
			return err
		}
		break
	}
	return nil
}

// L2: goto loop.
func L2(p string) error {
	n := 0
again:
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close() // want "unclosed/defer-in-loop"
	n++
	if n < 3 {
		goto again
	}
	return nil
}

// L3: acquired outside the loop, deferred inside.
func L3(p string, n int) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	for i := range n {
		if i == 2 {
			defer f.Close()
			return nil
		}
	}
	return f.Close()
}

// L4: deferred in an inner closure called each time.
func L4(ps []string) {
	for _, p := range ps {
		func() {
			f, err := os.Open(p)
			if err != nil {
				return
			}
			defer f.Close()
			io.Copy(io.Discard, f)
		}()
	}
}

// L5: loop in the closure.
func L5(ps []string) error {
	return func() error {
		for _, p := range ps {
			f, err := os.Open(p)
			if err != nil {
				return err
			}
			defer f.Close() // want "unclosed/defer-in-loop"
		}
		return nil
	}()
}

// L6: labelled continue of the outer.
func L6(ps, qs []string) {
outer:
	for _, p := range ps {
		for _, q := range qs {
			f, err := os.Open(p + q)
			if err != nil {
				continue
			}
			defer f.Close() // want "unclosed/defer-in-loop"
			continue outer
		}
	}
}

// L7: labelled break of the outer.
func L7(ps, qs []string) {
outer:
	for _, p := range ps {
		for _, q := range qs {
			f, err := os.Open(p + q)
			if err != nil {
				continue
			}
			defer f.Close()
			break outer
		}
	}
}

// L8: break only out of the inner.
func L8(ps, qs []string) {
	for _, p := range ps {
		for _, q := range qs {
			f, err := os.Open(p + q)
			if err != nil {
				continue
			}
			defer f.Close() // want "unclosed/defer-in-loop"
			break
		}
	}
}

// L9: select loop.
func L9(ctx context.Context, c chan string) {
	for {
		select {
		case <-ctx.Done():
			return
		case p := <-c:
			f, err := os.Open(p)
			if err != nil {
				return
			}
			defer f.Close() // want "unclosed/defer-in-loop"
		}
	}
}

// L10: handed to a slice closed by one deferred function.
func L10(ps []string) {
	var fs []*os.File
	defer func() {
		for _, f := range fs {
			f.Close()
		}
	}()
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		fs = append(fs, f)
	}
}

// L11: at most once: `if f == nil { open; defer }`.
func L11(ps []string) {
	var out *os.File
	for _, p := range ps {
		if out == nil {
			f, err := os.Create("out")
			if err != nil {
				return
			}
			defer f.Close()
			out = f
		}
		fmt.Fprintln(out, p)
	}
}

// L12: loop over lock and cancel.
func L12(ctx context.Context, n int, fn func(context.Context) bool) {
	for range n {
		c, cancel := context.WithCancel(ctx)
		defer cancel() // want "unclosed/defer-in-loop"
		if fn(c) {
			return
		}
	}
}

// B1: defer before check.
func B1(p string) error {
	f, err := os.Open(p)
	defer f.Close() // want "unclosed/defer-before-check"
	if err != nil {
		return err
	}
	return nil
}

// B2: error dropped.
func B2(p string) {
	f, _ := os.Open(p)
	defer f.Close()
	io.Copy(io.Discard, f)
}

// B3: error never read.
func B3(p string) {
	var err error
	f, err := os.Open(p)
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	if err != nil {
		log.Print(err)
	}
}

// B4: nil guard inside the deferred function.
func B4(u string) error {
	resp, err := http.Get(u)
	defer func() {
		if resp != nil {
			resp.Body.Close()
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

// B5: err guard inside.
func B5(u string) error {
	resp, err := http.Get(u)
	defer func() {
		if err == nil {
			resp.Body.Close()
		}
	}()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// B6: a closure without guard.
func B6(u string) error {
	resp, err := http.Get(u)
	defer func() { // want "unclosed/defer-before-check"
		resp.Body.Close()
	}()
	if err != nil {
		return err
	}
	return nil
}

func closeIf(c io.Closer) {
	if c != nil {
		c.Close()
	}
}

// B7: callee with a guard.
func B7(p string) error {
	f, err := os.Open(p)
	defer closeIf(f)
	if err != nil {
		return err
	}
	return nil
}

// B8: callee without.
func B8(p string) error {
	f, err := os.Open(p)
	defer shut(f) // want "unclosed/defer-before-check"
	if err != nil {
		return err
	}
	return nil
}

// B9: the check happens in a helper before.
func ok(err error) bool { return err == nil }

func B9(p string) error {
	f, err := os.Open(p)
	if !ok(err) {
		return err
	}
	defer f.Close()
	return nil
}

// B10: cancel has no error.
func B10(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return ctx.Err()
}

// B11: check in a switch later.
func B11(p string) error {
	f, err := os.Open(p)
	defer f.Close() // want "unclosed/defer-before-check"
	switch {
	case os.IsNotExist(err):
		return nil
	case err != nil:
		return err
	}
	return nil
}

// B12: error returned only at the end.
func B12(p string) (err error) {
	f, err := os.Open(p)
	defer f.Close() // want "unclosed/defer-before-check"
	return err
}

// B13: log the error first... reading it by printing is no check. The rest goes on.
func B13(p string) error {
	f, err := os.Open(p)
	defer f.Close() // want "unclosed/defer-before-check"
	log.Print(err)
	if err != nil {
		return err
	}
	return nil
}

// B14: defer in a loop and before check: leak > undeferred > loop > check.
func B14(ps []string) error {
	for _, p := range ps {
		f, err := os.Open(p)
		defer f.Close() // want "unclosed/defer-in-loop"
		if err != nil {
			return err
		}
	}
	return nil
}

// N1: one acquisition one finding: discarded first.
func N1(ps []string) {
	for _, p := range ps {
		os.Open(p) // want "unclosed/discarded"
	}
}

// N2: bytes.Reader etc.
func N2() io.ReadCloser {
	r := io.NopCloser(bytes.NewReader(nil))
	return r
}

func N3() {
	r := io.NopCloser(bytes.NewReader(nil))
	io.Copy(io.Discard, r)
}
