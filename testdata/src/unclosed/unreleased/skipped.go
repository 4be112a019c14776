package unreleased

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

func open2() (a, b *os.File, err error) {
	if a, err = os.Open("a"); err != nil {
		return nil, nil, err
	}
	if b, err = os.Open("b"); err != nil {
		a.Close()
		return nil, nil, err
	}
	return a, b, nil
}

// first returns at the first error.
type first struct{ a, b *os.File }

func newFirst() (*first, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &first{a, b}, nil
}

func (f *first) Close() error { // want `^\(\*first\)\.Close returns at line 38, where f\.a\.Close has failed, without having closed f\.b, which newFirst opens at line 29; close it on that path too; no safe fix`
	if err := f.a.Close(); err != nil {
		return err
	}
	return f.b.Close()
}

// wrapping says what has failed.
type wrapping struct{ a, b *os.File }

func newWrapping() (*wrapping, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &wrapping{a, b}, nil
}

func (f *wrapping) Close() error { // want `returns at line 57, where f\.a\.Close has failed, without having closed f\.b`
	err := f.a.Close()
	if err != nil {
		return fmt.Errorf("a: %w", err)
	}
	if err := f.b.Close(); err != nil {
		return fmt.Errorf("b: %w", err)
	}
	return nil
}

// flushing does not close where the flush fails.
type flushing struct {
	f *os.File
	w *bufio.Writer
}

func newFlushing() (*flushing, error) {
	f, err := os.Create("f")
	if err != nil {
		return nil, err
	}
	return &flushing{f: f, w: bufio.NewWriter(f)}, nil
}

func (f *flushing) Close() error { // want `where f\.w\.Flush has failed, without having closed f\.f`
	if err := f.w.Flush(); err != nil {
		return err
	}
	return f.f.Close()
}

// joined closes both whatever happens.
type joined struct{ a, b *os.File }

func newJoined() (*joined, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &joined{a, b}, nil
}

func (j *joined) Close() error { return errors.Join(j.a.Close(), j.b.Close()) }

// deferred closes the second whatever happens.
type deferred struct{ a, b *os.File }

func newDeferred() (*deferred, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &deferred{a, b}, nil
}

func (d *deferred) Close() error {
	defer d.b.Close()
	if err := d.a.Close(); err != nil {
		return err
	}
	return nil
}

// idempotent closes once.
type idempotent struct {
	mu     sync.Mutex
	a      *os.File
	closed bool
}

func newIdempotent() (*idempotent, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	return &idempotent{a: a}, nil
}

func (i *idempotent) Close() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return os.ErrClosed
	}
	i.closed = true
	return i.a.Close()
}

// swapped knows by an atomic.
type swapped struct {
	a     *os.File
	state atomic.Bool
}

func newSwapped() (*swapped, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	return &swapped{a: a}, nil
}

func (s *swapped) Close() error {
	if !s.state.CompareAndSwap(false, true) {
		return nil
	}
	return s.a.Close()
}

// counted closes when the last one has gone.
type counted struct {
	a    *os.File
	refs int
}

func newCounted() (*counted, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	return &counted{a: a}, nil
}

func (c *counted) Release() error {
	if c.refs--; c.refs > 0 {
		return nil
	}
	return c.a.Close()
}

// checking refuses: it knows by a method that it has been closed.
type checking struct {
	a      *os.File
	closed bool
}

func newChecking() (*checking, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	return &checking{a: a}, nil
}

func (c *checking) check() error {
	if c.closed {
		return os.ErrClosed
	}
	return nil
}

func (c *checking) Close() error {
	if err := c.check(); err != nil {
		return err
	}
	c.closed = true
	return c.a.Close()
}

// optionally has what need not be there.
type optionally struct{ a, b *os.File }

func newOptionally(second bool) (*optionally, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	o := &optionally{a: a}
	if second {
		if o.b, err = os.Open("b"); err != nil {
			a.Close()
			return nil, err
		}
	}
	return o, nil
}

func (o *optionally) Close() error {
	err := o.a.Close()
	if o.b != nil {
		err = errors.Join(err, o.b.Close())
	}
	return err
}

// later has a Stop that returns early, and a Close that does not.
type later struct{ a, b *os.File }

func newLater() (*later, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &later{a, b}, nil
}

func (l *later) Stop() error {
	if err := l.a.Close(); err != nil {
		return err
	}
	return l.b.Close()
}

func (l *later) Close() error {
	return errors.Join(l.a.Close(), l.b.Close())
}

// archive wraps what it closes itself; what only flushes is not owed where it fails.
type archive struct {
	zw *gzip.Writer
	lw *lines
	f  *os.File
}

func newArchive(wrap func(io.Writer) *lines) (*archive, error) {
	f, err := os.Create("f")
	if err != nil {
		return nil, err
	}
	return &archive{zw: gzip.NewWriter(f), lw: wrap(f), f: f}, nil
}

type lines struct{ io.WriteCloser }

func (a *archive) Close() error { // want `returns at line \d+, where a\.lw\.Close has failed, without having closed a\.f`
	if err := a.lw.Close(); err != nil {
		return err
	}
	if err := a.zw.Close(); err != nil {
		return err
	}
	return a.f.Close()
}

// lent does not close what somebody out of sight has wrapped.
type lent struct {
	lw *lines
	f  *os.File
}

func newLent(wrap func(io.Writer) *lines) (*lent, error) {
	f, err := os.Create("f")
	if err != nil {
		return nil, err
	}
	return &lent{lw: wrap(f), f: f}, nil
}

func (l *lent) Close() error { return l.lw.Close() }

// onSuccess goes on only where nothing has failed.
type onSuccess struct{ a, b *os.File }

func newOnSuccess() (*onSuccess, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &onSuccess{a, b}, nil
}

func (o *onSuccess) Close() error { // want `where o\.a\.Close has failed, without having closed o\.b`
	err := o.a.Close()
	if err == nil {
		err = o.b.Close()
	}
	return err
}

// inCondition looks at the error at once.
type inCondition struct{ a, b *os.File }

func newInCondition() (*inCondition, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &inCondition{a, b}, nil
}

func (o *inCondition) Close() error { // want `where o\.a\.Close has failed, without having closed o\.b`
	if o.a.Close() != nil {
		return errors.New("a")
	}
	return o.b.Close()
}

// stopping knows by its own Stop that it has been stopped.
type stopping struct {
	a       *os.File
	stopped bool
}

func newStopping() (*stopping, error) {
	a, err := os.Open("a")
	if err != nil {
		return nil, err
	}
	return &stopping{a: a}, nil
}

func (s *stopping) stop() error {
	if s.stopped {
		return os.ErrClosed
	}
	s.stopped = true
	return nil
}

func (s *stopping) Close() error {
	if err := s.stop(); err != nil {
		return err
	}
	return s.a.Close()
}

// helping closes the second by a method of its own.
type helping struct{ a, b *os.File }

func newHelping() (*helping, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &helping{a, b}, nil
}

func (h *helping) closeSecond() error { return h.b.Close() }

func (h *helping) Close() error { // want `where h\.a\.Close has failed, without having closed h\.b`
	if err := h.a.Close(); err != nil {
		return err
	}
	return h.closeSecond()
}

// resetting closes it elsewhere too.
type resetting struct{ a, b *os.File }

func newResetting() (*resetting, error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &resetting{a, b}, nil
}

func (r *resetting) closeSecond() error { return r.b.Close() }
func (r *resetting) reset() error       { return r.closeSecond() }

func (r *resetting) Close() error {
	if err := r.a.Close(); err != nil {
		return err
	}
	return r.closeSecond()
}

// genericPair closes both.
type genericPair[T any] struct {
	a, b *os.File
	last T
}

func newGenericPair[T any]() (*genericPair[T], error) {
	a, b, err := open2()
	if err != nil {
		return nil, err
	}
	return &genericPair[T]{a: a, b: b}, nil
}

func (g *genericPair[T]) Close() error {
	defer g.b.Close()
	if err := g.a.Close(); err != nil {
		return err
	}
	return nil
}
