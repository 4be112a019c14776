// Package shown has values that no row and no summary knows, and of which the function
// shows itself that they are its own.
package shown

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"

	"example.com/unclosed/evidence/below"
)

type store interface {
	Writer(ref string) (io.WriteCloser, error)
	Reader(ref string) (io.ReadCloser, error)
	Do(ctx context.Context, r *http.Request) (*http.Response, error)
	Begin(ctx context.Context) (tx, error)
	Iterator() iterator
	Upload(ref string) (upload, error)
}

type tx interface {
	Exec(q string) error
	Commit() error
	Rollback() error
}

type iterator interface {
	Next() bool
	Err() error
	Close() error
}

type upload interface {
	io.Writer
	Abort() error
	Close() error
}

// A stream is discarded by Reset, which is told nothing.
type stream interface {
	io.ReadWriter
	Close() error
	Reset() error
}

type host interface {
	Stream(to string) (stream, error)
}

func reset(h host, b []byte) error {
	s, err := h.Stream("x")
	if err != nil {
		return err
	}
	if _, err := s.Write(b); err != nil {
		s.Reset()
		return fmt.Errorf("write: %w", err)
	}
	return s.Close()
}

func lost(h host, b []byte) error {
	s, err := h.Stream("x") // want `s opened by shown\.host\.Stream is not closed when lost returns at line .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := s.Write(b); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return s.Close()
}

func cond() bool { return len(os.Args) > 3 }

// Err is an error of its own.
var Err = errors.New("bad")

func explicit(s store, b []byte) error {
	w, err := s.Writer("x") // want `w opened by shown\.store\.Writer is not closed when explicit returns at line 90, as it is at line 92; .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return w.Close()
}

func packageError(s store) error {
	w, err := s.Writer("x") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if cond() {
		return Err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return nil
}

// The defer stands below another way out, be it one without an error.
func lateDefer(s store) error {
	r, err := s.Reader("x") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if cond() {
		return nil
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

func lateDeferClosure(s store) error {
	r, err := s.Reader("x") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	b := bufio.NewReader(r)
	if _, err := b.ReadByte(); err != nil {
		return err
	}
	defer func() {
		if err := r.Close(); err != nil {
			log.Print(err)
		}
	}()
	_, err = io.Copy(io.Discard, b)
	return err
}

func function(open func(string) (io.ReadCloser, error)) ([]byte, error) {
	r, err := open("x") // want `r opened by open is not closed when function returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return b, r.Close()
}

type options struct{ open func() (io.ReadCloser, error) }

func functionField(o options) error {
	r, err := o.open() // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err = io.Copy(io.Discard, r); err == nil {
		err = r.Close()
	}
	return err
}

func response(s store, req *http.Request) error {
	resp, err := s.Do(req.Context(), req) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func transaction(s store, ctx context.Context) error {
	t, err := s.Begin(ctx) // want `t from shown\.store\.Begin is not committed or rolled back when transaction returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if err := t.Exec("x"); err != nil {
		return err
	}
	return t.Commit()
}

func iterate(s store, f func() error) error {
	it := s.Iterator() // want `\(unclosed/leak\)`
	for it.Next() {
		if err := f(); err != nil {
			return err
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	return it.Close()
}

// There is no error to return, so that the path that has met one counts for it.
func void(s store) {
	w, err := s.Writer("x") // want `\(unclosed/leak\)`
	if err != nil {
		return
	}
	if _, err := w.Write(nil); err != nil {
		log.Print(err)
		return
	}
	w.Close()
}

func beforeCheck(s store) (err error) {
	r, err := s.Reader("x")
	defer func() { _ = r.Close() }() // want `\(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return nil
}

func inLoop(s store, names []string) error {
	for _, name := range names {
		if name == "" {
			continue
		}
		r, err := s.Reader(name)
		if err != nil {
			return err
		}
		defer r.Close() // want `\(unclosed/defer-in-loop\)`
	}
	return nil
}

func inCondition(s store, name string) error {
	if name != "" {
		r, err := s.Reader(name) // want `\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
		if err := r.Close(); err != nil {
			return err
		}
	}
	return nil
}

func closeQuietly(c io.Closer) { _ = c.Close() }

func byCallee(s store) error {
	r, err := s.Reader("x") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if cond() {
		return Err
	}
	defer closeQuietly(r)
	return nil
}

func handsOver(s store) (io.ReadCloser, error) {
	r, err := s.Reader("x") // want `\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	if cond() {
		return nil, errors.New("no")
	}
	if r2, err := s.Reader("y"); err == nil {
		return r2, r.Close()
	}
	return r, nil
}

type wrapper struct{ s store }

// It only forwards, so that it is no better known than what it calls.
func (w *wrapper) reader(ref string) (io.ReadCloser, error) {
	r, err := w.s.Reader(ref)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ref, err)
	}
	return r, nil
}

func forwarded(w *wrapper) error {
	r, err := w.reader("x") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	return r.Close()
}

func forwardedFromBelow(w *below.Retry) error {
	r, err := w.Reader("x") // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	return r.Close()
}

func hijacked(w http.ResponseWriter) error {
	c, _, err := http.NewResponseController(w).Hijack() // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := c.Write(nil); err != nil {
		return err
	}
	return c.Close()
}

type opener[T io.Closer] interface{ Open() (T, error) }

func generic[T io.Closer](o opener[T]) error {
	c, err := o.Open() // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if cond() {
		return Err
	}
	return c.Close()
}

type clients interface{ Client() client }

type client interface {
	Copy(ctx context.Context, path string) (copied, error)
	Close() error
}

type copied struct{ Content io.ReadCloser }

type counting struct {
	io.ReadCloser
	n *int
}

// What a client gives out is closed, the client is another's.
func copies(ctx context.Context, c clients, path string, quiet bool) error {
	api := c.Client()
	res, err := api.Copy(ctx, path)
	if err != nil {
		return err
	}
	content := res.Content
	defer func() { _ = content.Close() }()
	n := 0
	if !quiet {
		content = &counting{content, &n}
	}
	_, err = io.Copy(io.Discard, content)
	return err
}

// What is only handed on, in one go, is of the same kind.
func handsOn(s store, ref string) (io.WriteCloser, error) { return s.Writer(ref) }

func writesOn(s store, ref string, b []byte) error {
	w, err := handsOn(s, ref) // want `w opened by shown\.handsOn is not closed when writesOn returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.Close()
}

func handsOnNamed(s store, ref string) (w io.WriteCloser, err error) {
	w, err = s.Writer(ref)
	return
}

func writesNamed(s store, ref string, b []byte) error {
	w, err := handsOnNamed(s, ref)
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.Close()
}

// Looped closes as often as it likes: it need not be its own.
func looped(s store, n int) {
	it := s.Iterator()
	if n < 0 {
		return
	}
	for i := 0; i < n; i++ {
		it.Close()
	}
}

type opError struct{}

func (*opError) Error() string { return "op" }

func newOpError() *opError { return new(opError) }

// The type of what is returned says that it is an error.
func ownError(s store, b []byte) error {
	w, err := s.Writer("x") // want `w opened by shown\.store\.Writer is not closed when ownError returns`
	if err != nil {
		return err
	}
	if len(b) == 0 {
		return newOpError()
	}
	return w.Close()
}

// nothing gives nothing, whatever its type says.
func nothing(s store) (w io.WriteCloser, err error) {
	if s == nil {
		err = Err
	}
	return w, err
}

func ofNothing(s store, b []byte) error {
	w, err := nothing(s)
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return w.Close()
}

// declared before it is had.
func declaredBefore(s store, b []byte) (err error) {
	var w io.WriteCloser
	w, err = s.Writer("x") // want `w opened by shown\.store\.Writer is not closed when declaredBefore returns`
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return w.Close()
}
