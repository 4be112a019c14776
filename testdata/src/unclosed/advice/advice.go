// Package advice has leaks for which a defer is not what to do: the message advises
// something else, which does not contradict the reason why there is no fix.
package advice

import (
	"context"
	"io"
	"net"
	"os"
)

func launched(addr string, cb func()) error {
	conn, err := net.Dial("tcp", addr) // want `conn opened by net.Dial is not closed when launched returns at line 23; call conn.Close\(\) where nothing uses it any more; no safe fix: a goroutine that the function launches may still use it`
	if err != nil {
		return err
	}
	go func() {
		b := make([]byte, 1)
		if _, err := conn.Read(b); err == io.EOF {
			cb()
		}
	}()
	return nil
}

func canceled(ctx context.Context, g func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx) // want `cancel from context.WithCancelCause is not called when canceled returns at line 29; call cancel\(nil\) where nothing uses the context any more; no safe fix: what was given the context may outlive the function`
	if err := g(ctx); err != nil {
		return err
	}
	cancel(nil)
	return nil
}

func twoExits(path string, a, b bool) (*os.File, error) {
	f, err := os.Open(path) // want `f opened by os.Open is not closed when twoExits returns at line 41, nor at line 44; call f.Close\(\) on those paths`
	if err != nil {
		return nil, err
	}
	if a {
		return nil, io.EOF
	}
	if b {
		return nil, io.ErrUnexpectedEOF
	}
	return f, nil
}

func late(path string, bad bool) error {
	f, err := os.Open(path) // want `the defer at line 57 comes too late: move it up to right after the error check`
	if err != nil {
		return err
	}
	if bad {
		return io.EOF
	}
	defer f.Close()
	_, err = f.Read(nil)
	return err
}

func unchecked(path string) error {
	f, _ := os.Open(path) // want `f opened by os.Open is not closed when unchecked returns at line 65, nor at line 67; check its error, and defer f.Close\(\) after that; no safe fix: its error is not checked`
	if _, err := f.Read(nil); err != nil {
		return err
	}
	return nil
}

func piledUp(ctx context.Context, g func(context.Context) error) {
	for i := 0; i < 3; i++ {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // want `cancel from context.WithCancel in a loop is called by defer, so none is called before piledUp returns: call it in each iteration`
		if g(ctx) != nil {
			return
		}
	}
}

// The check is there: it has the open in it.
func InCheck(p string) (n int, err error) {
	var f *os.File
	if f, err = os.Open(p); err != nil { // want `defer f\.Close\(\) after the error check; no safe fix: it is opened in the statement that checks its error \(unclosed/leak\)`
		return 0, err
	}
	if n, err = f.Read(make([]byte, 8)); err != nil {
		return 0, err
	}
	return n, f.Close()
}
