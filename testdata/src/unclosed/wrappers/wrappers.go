// Package wrappers puts readers and writers around resources, some of which own them.
package wrappers

import (
	"bufio"
	"compress/gzip"
	"compress/zlib"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
)

func GzipReader(path string) ([]byte, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when GzipReader returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	defer zr.Close()
	return io.ReadAll(zr)
}

func GzipErrPath(path string) ([]byte, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when GzipErrPath returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(zr)
}

// NopClose closes a wrapper that closes nothing.
func NopClose(path string) ([]byte, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when NopClose returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	rc := io.NopCloser(f)
	defer rc.Close()
	return io.ReadAll(rc)
}

type counting struct {
	rc io.ReadCloser
	n  int
}

func newCounting(rc io.ReadCloser) *counting { return &counting{rc: rc} }

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.rc.Read(b)
	c.n += n
	return n, err
}
func (c *counting) Close() error { return c.rc.Close() }

func OwnCloseLeak(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when OwnCloseLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	c := newCounting(f)
	_, err = io.Copy(io.Discard, c)
	return err
}

func TLSLeak(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when TLSLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	tc := tls.Client(c, &tls.Config{ServerName: addr})
	if err := tc.Handshake(); err != nil {
		return err
	}
	return tc.Close()
}

func FileConn(f *os.File) (net.Addr, error) {
	c, err := net.FileConn(f) // want `c opened by net\.FileConn is not closed when FileConn returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return c.LocalAddr(), nil
}

// FileConnCopies hands out a copy of the descriptor.
func FileConnCopies(path string) (net.Conn, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when FileConnCopies returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return net.FileConn(f)
}

func BufioReturned(path string) (*bufio.Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

func GzipBoth(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}

type gzFile struct {
	*gzip.Reader
	f *os.File
}

func (g *gzFile) Close() error { return errors.Join(g.Reader.Close(), g.f.Close()) }

func OpenGz(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &gzFile{zr, f}, nil
}

func UseGzLeak(path string) error {
	rc, err := OpenGz(path) // want `rc opened by wrappers\.OpenGz is not closed when UseGzLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, rc)
	return err
}

// MaybeGz returns the file, or a decompressor with the close of the file.
func MaybeGz(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if !strings.HasSuffix(path, ".gz") {
		return f, nil
	}
	zr, err := zlib.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{zr, f}, nil
}

func UseMaybeGz(path string) error {
	rc, err := MaybeGz(path)
	if err != nil {
		return err
	}
	defer rc.Close()
	return nil
}

func OwnClose(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	c := newCounting(f)
	defer c.Close()
	_, err = io.Copy(io.Discard, c)
	return err
}

func OwnCloseLit(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	c := &counting{rc: f}
	defer c.Close()
	return nil
}

func TLS(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	tc := tls.Client(c, &tls.Config{ServerName: addr})
	defer tc.Close()
	return tc.Handshake()
}

// TLSReturned hands on the connection inside another.
func TLSReturned(addr string) (net.Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	tc := tls.Client(c, &tls.Config{ServerName: addr})
	if err := tc.Handshake(); err != nil {
		c.Close()
		return nil, err
	}
	return tc, nil
}

func TLSUpgrade(addr string, secure bool) (net.Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	if secure {
		c = tls.Client(c, &tls.Config{ServerName: addr})
	}
	return c, nil
}

type conn struct {
	net.Conn
	r *bufio.Reader
}

func Embedded(addr string) (*conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn{c, bufio.NewReader(c)}, nil
}

func UseEmbeddedLeak(addr string) error {
	c, err := Embedded(addr) // want `c opened by wrappers\.Embedded is not closed when UseEmbeddedLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = c.r.ReadByte()
	return err
}

type onClose struct {
	io.Reader
	fn func() error
}

func (o onClose) Close() error { return o.fn() }

func FuncCloser(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return onClose{bufio.NewReader(f), f.Close}, nil
}

func Pipe() (io.Reader, error) {
	pr, pw := io.Pipe()
	go func() {
		_, err := fmt.Fprintln(pw, "x")
		pw.CloseWithError(err)
	}()
	return pr, nil
}

// PipeLeak never ends the stream.
func PipeLeak(v any) io.ReadCloser {
	pr, pw := io.Pipe() // want `pw opened by io\.Pipe is not closed when PipeLeak returns at line [0-9]+.*\(unclosed/leak\)`
	go func() {
		json.NewEncoder(pw).Encode(v)
	}()
	return pr
}

func CaptureStdout(fn func()) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	old := os.Stdout
	os.Stdout = w
	fn()
	os.Stdout = old
	if err := w.Close(); err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	return string(b), err
}

// OSPipeLeak closes one end only.
func OSPipeLeak() (string, error) {
	r, w, err := os.Pipe() // want `r opened by os\.Pipe is not closed when OSPipeLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	fmt.Fprintln(w, "x")
	w.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

type forgetful struct{ f *os.File }

// Close closes nothing.
func (forgetful) Close() error { return nil }

func Forgetful(path string) (string, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Forgetful returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	x := forgetful{f}
	defer x.Close()
	return x.f.Name(), nil
}

func newForgetful(f *os.File) *forgetful { return &forgetful{f} }

func ForgetfulMade(path string) (string, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ForgetfulMade returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	x := newForgetful(f)
	defer x.Close()
	return x.f.Name(), nil
}

type once struct {
	f  *os.File
	do sync.Once
}

// Close closes in a way that is hard to see.
func (o *once) Close() (err error) {
	o.do.Do(func() { err = o.f.Close() })
	return err
}

func Once(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	x := &once{f: f}
	defer x.Close()
	return x.f.Name(), nil
}

// Logged gives the command a file, which the command does not close.
func Logged(path string) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when Logged returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	cmd := exec.Command("true")
	cmd.Stdout = f
	cmd.Stderr = f
	return cmd.Run()
}

// LoggedLiteral does so by a literal.
func LoggedLiteral(path string) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when LoggedLiteral returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	cmd := &exec.Cmd{Path: "/bin/true", Stdout: f}
	return cmd.Run()
}

// LoggedReturned leaves it to who gets the command.
func LoggedReturned(path string) (*exec.Cmd, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("true")
	cmd.Stdout = f
	return cmd, cmd.Start()
}

func LoggedClosed(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command("true")
	cmd.Stdout = f
	return cmd.Run()
}

// AsFS: the file system needs the root.
func AsFS(dir string) (fs.FS, error) {
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return r.FS(), nil
}

func ReadFS(dir string) ([]byte, error) {
	r, err := os.OpenRoot(dir) // want `r opened by os\.OpenRoot is not closed when ReadFS returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(r.FS(), "x")
}
