package rules

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// E1: bool flag set with constants.
func E1(p string) error {
	var f *os.File
	opened := false
	if p != "" {
		var err error
		f, err = os.Open(p)
		if err != nil {
			return err
		}
		opened = true
	}
	if opened {
		f.Close()
	}
	return nil
}

// E2: a flag that lies.
func E2(p string, q bool) error {
	var f *os.File
	opened := false
	if p != "" {
		var err error
		f, err = os.Open(p) // want "unclosed/leak"
		if err != nil {
			return err
		}
		opened = q
	}
	if opened {
		f.Close()
	}
	return nil
}

// E3: same condition twice.
func E3(p string, verbose bool) {
	var f *os.File
	if verbose {
		f, _ = os.Create(p) // want "unclosed/undeferred"
	}
	work()
	if verbose {
		f.Close()
	}
}

func work() {}

// E4: opposite condition.
func E4(p string, verbose bool) {
	var f *os.File
	if verbose {
		f, _ = os.Create(p) // want "unclosed/leak"
	}
	work()
	if !verbose {
		f.Close()
	}
}

// E5: nil test later.
func E5(p string) error {
	var f *os.File
	if p != "" {
		var err error
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	work()
	if f != nil {
		return f.Close()
	}
	return nil
}

// E6: nil test, early return in between.
func E6(p string, n int) error {
	var f *os.File
	if p != "" {
		var err error
		if f, err = os.Open(p); err != nil { // want "unclosed/leak"
			return err
		}
	}
	if n > 3 {
		return errors.New("n")
	}
	if f != nil {
		return f.Close()
	}
	return nil
}

// E7: errors.As.
func E7(p string) error {
	f, err := os.Open(p)
	var pe *fs.PathError
	switch {
	case errors.As(err, &pe):
		return pe.Err
	case err != nil:
		return err
	}
	defer f.Close()
	return nil
}

// E8: err compared to a sentinel.
func E8(p string) error {
	f, err := os.Open(p)
	if err == syscall.ENOENT {
		return nil
	} else if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

// E9: strings.Contains(err.Error()).
func E9(p string) error {
	f, err := os.Open(p)
	if err != nil && strings.Contains(err.Error(), "x") {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

// E10: err checked by a method.
type st struct{ err error }

func (s *st) fail(err error) bool {
	if err != nil {
		s.err = err
		return true
	}
	return false
}

func (s *st) E10(p string) {
	f, err := os.Open(p)
	if s.fail(err) {
		return
	}
	defer f.Close()
}

// E11: err stored in a field and checked there.
func (s *st) E11(p string) {
	var f *os.File
	f, s.err = os.Open(p)
	if s.err != nil {
		return
	}
	defer f.Close()
	work()
}

// E12: as E11, leaks.
func (s *st) E12(p string) {
	var f *os.File
	f, s.err = os.Open(p) // want "unclosed/leak"
	if s.err != nil {
		return
	}
	fmt.Println(f.Name())
}

// E13: wrapped error returned with %w when nil-checked after.
func E13(p string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("E13: %w", err)
		}
	}()
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// E14: err != nil || cond.
func E14(p string, b bool) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil || b {
		return err
	}
	return f.Close()
}

// E15: cond || err != nil.
func E15(p string) error {
	if f, err := os.Open(p); p == "" || err != nil { // want "unclosed/leak"
		return err
	} else {
		return f.Close()
	}
}

// E16: err == nil && cond.
func E16(p string, b bool) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err == nil && b {
		return f.Close()
	}
	return err
}

// E17: reassign in a retry, closing before.
func E17(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f.Close()
		f, err = os.Open(filepath.Join(p, "index"))
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// E18: reassign without.
func E18(p string) (*os.File, error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f, err = os.Open(filepath.Join(p, "index"))
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// E19: overwritten by nil.
func E19(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	fmt.Println(f.Name())
	f = nil
	return nil
}

// E20: swapped variables.
func E20(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	g, err := os.Open(b)
	if err != nil {
		f.Close()
		return err
	}
	if len(a) > len(b) {
		f, g = g, f
	}
	defer f.Close()
	defer g.Close()
	return nil
}

// E21: fallback: second open when the first fails.
func E21(a, b string) ([]byte, error) {
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

// E22: fallback without close.
func E22(a, b string) ([]byte, error) {
	f, err := os.Open(a) // want "unclosed/leak"
	if err != nil {
		f, err = os.Open(b) // want "unclosed/leak"
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// E23: value, ok of a map of opened.
func E23(m map[string]*os.File, p string) (*os.File, error) {
	f, ok := m[p]
	if !ok {
		var err error
		f, err = os.Open(p)
		if err != nil {
			return nil, err
		}
		m[p] = f
	}
	return f, nil
}

// E24: forgets to store.
func E24(m map[string]*os.File, p string) (string, error) {
	f, ok := m[p]
	if !ok {
		var err error
		f, err = os.Open(p) // want "unclosed/leak"
		if err != nil {
			return "", err
		}
	}
	return f.Name(), nil
}

// E25: error joined.
func E25(a, b string) error {
	f, err1 := os.Open(a)
	g, err2 := os.Open(b)
	if err := errors.Join(err1, err2); err != nil {
		if f != nil {
			f.Close()
		}
		if g != nil {
			g.Close()
		}
		return err
	}
	defer f.Close()
	defer g.Close()
	return nil
}

// E26: joined, with both leaking when one fails.
func E26(a, b string) error {
	f, err1 := os.Open(a) // want "unclosed/leak"
	g, err2 := os.Open(b) // want "unclosed/leak"
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	defer f.Close()
	defer g.Close()
	return nil
}

// E27: cmp of os.ErrNotExist via ==.
func E27(p string) ([]byte, error) {
	f, err := os.Open(p)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// E28: log.Fatal in if err.
func E28(p string) {
	f, err := os.Open(p)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	work()
}

// E29: err ignored in the if, goes on with nil f.
func E29(p string) {
	f, err := os.Open(p)
	if err != nil {
		log.Print(err)
	} else {
		defer f.Close()
	}
	work()
}

// E30: else arm forgets.
func E30(p string) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		log.Print(err)
	} else {
		fmt.Println(f.Name())
	}
	work()
}

// E31: named result assigned and deferred close on error.
func E31(p string) (f *os.File, err error) {
	if f, err = os.Open(p); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
			f = nil
		}
	}()
	_, err = f.Seek(1, 0)
	return f, err
}

// E32: slices.IndexFunc with a closure opening.
func E32(ps []string) int {
	return slices.IndexFunc(ps, func(p string) bool {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return false
		}
		_, err = f.Stat()
		return err == nil
	})
}

// E33: sort of test-and-set with a bool return.
func tryLock(p string) (*os.File, bool, error) {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return f, true, nil
}

func E33(p string) error {
	f, got, err := tryLock(p)
	if err != nil {
		return err
	}
	if !got {
		return errors.New("locked")
	}
	defer f.Close()
	return nil
}

// E34: leaks.
func E34(p string) error {
	f, got, err := tryLock(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if !got {
		return errors.New("locked")
	}
	_, err = f.Stat()
	return err
}

// E35: an if chain with init statements.
func E35(p string) error {
	if f, err := os.Open(p); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	} else if _, err := f.Stat(); err != nil {
		return errors.Join(err, f.Close())
	} else {
		return f.Close()
	}
}

// E36: continue on error within a loop with a label and a select.
func E36(c chan string, quit chan struct{}) {
loop:
	for {
		select {
		case p := <-c:
			f, err := os.Open(p) // want "unclosed/leak"
			if err != nil {
				continue loop
			}
			if st, err := f.Stat(); err != nil || st.IsDir() {
				break loop
			}
			f.Close()
		case <-quit:
			return
		}
	}
}

// forwardLock says what tryLock says.
func forwardLock(p string) (*os.File, bool, error) { return tryLock(p) }

func E33a(p string) error {
	f, got, err := forwardLock(p)
	if err != nil {
		return err
	}
	if !got {
		return errors.New("locked")
	}
	defer f.Close()
	return nil
}

func E34a(p string) error {
	f, got, err := forwardLock(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if !got {
		return errors.New("locked")
	}
	_, err = f.Stat()
	return err
}
