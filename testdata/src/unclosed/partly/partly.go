// Package partly launches and defers what releases on some paths.
package partly

import (
	"context"
	"io"
	"net"
	"os"
	"time"
)

func serve(c net.Conn) error {
	if err := c.SetDeadline(time.Now()); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, c)
	c.Close()
	return err
}

func serveWhere(c net.Conn, keep bool) {
	if keep {
		return
	}
	c.Close()
}

type server struct {
	closed bool
	conns  map[net.Conn]bool
}

func (s *server) handle(c net.Conn) {
	if s.closed {
		return
	}
	c.Close()
}

func (s *server) track(c net.Conn) {
	if err := c.SetDeadline(time.Now()); err != nil {
		c.Close()
		return
	}
	s.conns[c] = true
}

func launched(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed on some path of what is launched with it at line [0-9]+; .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	go serve(c)
	return nil
}

// The launcher releases, too.
func launchedAndClosed(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go serve(c)
	time.Sleep(1)
	return c.Close()
}

// Who decides may know better.
func launchedWhere(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go serveWhere(c, false)
	return nil
}

func (s *server) launchedMethod(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go s.handle(c)
	return nil
}

func (s *server) launchedTrack(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go s.track(c)
	return nil
}

func literal(ctx context.Context, p string, ready chan bool) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed on some path of what is launched with it.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	go func() {
		select {
		case <-ctx.Done():
		case <-ready:
			f.Close()
		}
	}()
	return nil
}

func literalRight(ctx context.Context, p string, ready chan bool) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	go func() {
		defer f.Close()
		select {
		case <-ctx.Done():
		case <-ready:
		}
	}()
	return nil
}

// The last message closes it.
func literalLast(p string, messages chan bool) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	go func() {
		for last := range messages {
			if last {
				f.Close()
				return
			}
		}
	}()
	return nil
}

func deferred(p string) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed when deferred returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer func() {
		if err := f.Sync(); err != nil {
			return
		}
		f.Close()
	}()
	_, err = f.WriteString("x")
	return err
}

func deferredOnError(p string) (_ *os.File, err error) {
	f, err := os.Create(p)
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
	return f, nil
}

func deferredFlag(p string) (*os.File, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		return nil, err
	}
	ok = true
	return f, nil
}

func deferredAll(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer func() {
		if err := f.Sync(); err != nil {
			f.Close()
			return
		}
		f.Close()
	}()
	_, err = f.WriteString("x")
	return err
}

// A function with a name is no other than a literal.
func deferredNamed(p string) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed on some path of what is given it at line [0-9]+; .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer flush(f)
	_, err = f.WriteString("x")
	return err
}

func flush(f *os.File) error {
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// Nobody asks whether it has.
func calledNamed(p string) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed on some path of what is given it at line [0-9]+; .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if _, err = f.WriteString("x"); err != nil {
		_ = flush(f)
		return err
	}
	return f.Close()
}

// It is closed, whatever has come of it.
func calledThenClosed(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	_ = flush(f)
	return f.Close()
}

// Who looks at the error may know what to do.
func calledAsked(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	return flush(f)
}

func deferredNamedAll(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer flushAll(f)
	_, err = f.WriteString("x")
	return err
}

func flushAll(f *os.File) error {
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Which one it closes is its own affair.
func deferredWhere(p string, keep bool) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer closeWhere(f, keep)
	_, err = f.WriteString("x")
	return err
}

func closeWhere(f *os.File, keep bool) {
	if !keep {
		f.Close()
	}
}
