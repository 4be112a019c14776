// Package programs has functions as programs have them: copies, archives, mail, logs, servers, listeners.
package programs

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"debug/elf"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A1: copy of a file through two defers that check errors.
func A1(dst, src string) (err error) {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(dst)
	if err != nil {
		return err
	}
	defer func() {
		cerr := out.Close()
		if err == nil {
			err = cerr
		}
	}()
	if _, err = io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

// A2: the second open's failure leaks the first.
func A2(dst, src string) error {
	in, err := os.Open(src) // want "unclosed/leak"
	if err != nil {
		return err
	}
	out, err := os.Create(dst)
	if err != nil {
		return err
	}
	defer in.Close()
	defer out.Close()
	_, err = io.Copy(out, in)
	return err
}

// A3: temp file removed but not closed.
func A3() (string, error) {
	f, err := os.CreateTemp("", "x") // want "unclosed/leak"
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	return f.Name(), nil
}

// A4: zip entries.
func A4(p string) (int64, error) {
	zr, err := zip.OpenReader(p)
	if err != nil {
		return 0, err
	}
	defer zr.Close()
	var n int64
	for _, e := range zr.File {
		rc, err := e.Open() // want "unclosed/leak"
		if err != nil {
			return n, err
		}
		m, err := io.Copy(io.Discard, rc)
		if err != nil {
			return n, err
		}
		rc.Close()
		n += m
	}
	return n, nil
}

// A5: zip entries in defer.
func A5(p string) error {
	zr, err := zip.OpenReader(p)
	if err != nil {
		return err
	}
	defer zr.Close()
	for _, e := range zr.File {
		rc, err := e.Open()
		if err != nil {
			return err
		}
		defer rc.Close() // want "unclosed/defer-in-loop"
		io.Copy(io.Discard, rc)
	}
	return nil
}

// A6: zip reader of a reader: none.
func A6(r io.ReaderAt, n int64) (int, error) {
	zr, err := zip.NewReader(r, n)
	if err != nil {
		return 0, err
	}
	return len(zr.File), nil
}

// A7: elf.
func A7(p string) (int, error) {
	f, err := elf.Open(p) // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	return len(f.Sections), nil
}

// A8: elf.NewFile needs none; the file does.
func A8(p string) (int, error) {
	f, err := os.Open(p)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	e, err := elf.NewFile(f)
	if err != nil {
		return 0, err
	}
	return len(e.Sections), nil
}

// A9: multipart parts need none.
func A9(r *http.Request) error {
	mr, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		p, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		io.Copy(io.Discard, p)
	}
}

// A10: FileHeader.
func A10(h *multipart.FileHeader) ([]byte, error) {
	f, err := h.Open() // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// A11: smtp.
func A11(addr string) error {
	c, err := smtp.Dial(addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if err := c.Mail("x"); err != nil {
		return err
	}
	return c.Quit()
}

// A12: Data's writer.
func A12(c *smtp.Client, b []byte) error {
	w, err := c.Data() // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// A13: pprof is opt-in; the file is owed... StartCPUProfile keeps it until the profile stops.
func A13(p string) (func(), error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, nil
}

// A14: WriteHeapProfile borrows.
func A14(p string) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return pprof.WriteHeapProfile(f)
}

// A15: exec with several files.
func A15(name, in, out string) error {
	fi, err := os.Open(in)
	if err != nil {
		return err
	}
	defer fi.Close()
	fo, err := os.Create(out)
	if err != nil {
		return err
	}
	defer fo.Close()
	cmd := exec.Command(name)
	cmd.Stdin, cmd.Stdout = fi, fo
	return cmd.Run()
}

// A16: cmd is returned with a file in it.
func A16(name, out string) (*exec.Cmd, error) {
	fo, err := os.Create(out)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(name)
	cmd.Stdout = fo
	if err := cmd.Start(); err != nil {
		fo.Close()
		return nil, err
	}
	return cmd, nil
}

// A17: pipe: the child's end closed after start.
func A17(name string) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	cmd := exec.Command(name)
	cmd.Stdout = w
	if err := cmd.Start(); err != nil {
		w.Close()
		return err
	}
	w.Close()
	io.Copy(os.Stdout, r)
	return cmd.Wait()
}

// A18: as A17, the failing start leaks w.
func A18(name string) error {
	r, w, err := os.Pipe() // want "unclosed/leak"
	if err != nil {
		return err
	}
	defer r.Close()
	cmd := exec.Command(name)
	cmd.Stdout = w
	if err := cmd.Start(); err != nil {
		return err
	}
	w.Close()
	io.Copy(os.Stdout, r)
	return cmd.Wait()
}

// A19: a lock with flock.
func A19(p string) (*os.File, error) {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_RDWR, 0o600) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, err
	}
	return f, nil
}

// A20: walk with close in callback, error leaks.
func A20(root string) error {
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return err
		}
		if _, err := f.Stat(); err != nil {
			return err
		}
		return f.Close()
	})
}

// A21: a handler.
func A21(dir string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f, err := os.Open(filepath.Join(dir, r.URL.Path)) // want "unclosed/leak"
		if err != nil {
			http.NotFound(w, r)
			return
		}
		st, err := f.Stat()
		if err != nil || st.IsDir() {
			http.NotFound(w, r)
			return
		}
		defer f.Close()
		http.ServeContent(w, r, r.URL.Path, st.ModTime(), f)
	}
}

// A22: ServeContent borrows.
func A22(w http.ResponseWriter, r *http.Request, p string) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, p, time.Time{}, f)
}

// A23: http.FS, http.Dir.
func A23(d http.Dir) error {
	f, err := d.Open("x") // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// A24: a file system that wraps passes on.
type noDir struct{ http.FileSystem }

func (n noDir) Open(name string) (http.File, error) {
	f, err := n.FileSystem.Open(name)
	if err != nil {
		return nil, err
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f.Close()
		return nil, os.ErrNotExist
	}
	return f, nil
}

// A25: a listener that wraps Accept.
type limit struct {
	net.Listener
	sem chan struct{}
}

func (l *limit) Accept() (net.Conn, error) {
	l.sem <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.sem
		return nil, err
	}
	return &limitConn{Conn: c, done: func() { <-l.sem }}, nil
}

type limitConn struct {
	net.Conn
	once sync.Once
	done func()
}

func (c *limitConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(c.done)
	return err
}

// A26: a dialer closure in a transport.
func A26(d *net.Dialer) *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := d.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			return &limitConn{Conn: c, done: func() {}}, nil
		},
	}
}

// A27: dialer closure that leaks on a later error.
func A27(d *net.Dialer, hello []byte) func(string) (net.Conn, error) {
	return func(addr string) (net.Conn, error) {
		c, err := d.Dial("tcp", addr) // want "unclosed/leak"
		if err != nil {
			return nil, err
		}
		if _, err := c.Write(hello); err != nil {
			return nil, err
		}
		return c, nil
	}
}

// A28: reads two files in parallel.
func A28(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	g, err := os.Open(b)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	var wg sync.WaitGroup
	for _, x := range []*os.File{f, g} {
		wg.Go(func() {
			defer x.Close()
			io.Copy(io.Discard, x)
		})
	}
	wg.Wait()
	return nil
}

// A29: slice literal closed in a loop.
func A29(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	g, err := os.Open(b)
	if err != nil {
		f.Close()
		return err
	}
	for _, c := range []io.Closer{f, g} {
		if err := c.Close(); err != nil {
			log.Print(err)
		}
	}
	return nil
}

// A30: tail -f, for ever.
func A30(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadString('\n')
		if errors.Is(err, io.EOF) {
			time.Sleep(time.Second)
			continue
		}
		if err != nil {
			return errors.Join(err, f.Close())
		}
		fmt.Print(line)
	}
}

// A31: endless without exit: no exit leaks.
func A31(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	for {
		f.Seek(0, 0)
		io.Copy(os.Stdout, f)
		time.Sleep(time.Second)
	}
}

// A32: reopening log: closes the old.
type rot struct {
	mu sync.Mutex
	f  *os.File
}

func (r *rot) A32(p string) error {
	f, err := os.OpenFile(p, os.O_APPEND, 0)
	if err != nil {
		return err
	}
	r.mu.Lock()
	old := r.f
	r.f = f
	r.mu.Unlock()
	return old.Close()
}

// A33: csv reader over a file.
func A33(p string) ([][]string, error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return csv.NewReader(f).ReadAll()
}

// A34: json decode from a gzip'd file with both closed by a single deferred closure.
func A34(p string, v any) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return err
	}
	defer func() {
		zr.Close()
		f.Close()
	}()
	return json.NewDecoder(zr).Decode(v)
}

// A35: tar.gz of a directory; a file in it forgets.
func A35(w io.Writer, ps []string) error {
	zw := gzip.NewWriter(w)
	tw := tar.NewWriter(zw)
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return err
		}
		if _, err := io.Copy(tw, f); err != nil {
			return err
		}
		f.Close()
	}
	return errors.Join(tw.Close(), zw.Close())
}

// A36: strings.Builder via bufio.Writer.
func A36(n int) string {
	var sb strings.Builder
	w := bufio.NewWriter(&sb) // want "unclosed/leak"
	for i := range n {
		fmt.Fprint(w, i)
	}
	return sb.String()
}

// A37: LimitReader with Closer struct literal, stored in a field.
type pair struct {
	io.Reader
	io.Closer
}

func (r *rot) A37(p string, out *io.ReadCloser) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	*out = pair{io.LimitReader(f, 10), f}
	return nil
}

// A38: bytes.Buffer is none.
func A38() io.Reader {
	b := bytes.NewBufferString("x")
	rc := io.NopCloser(b)
	return rc
}

// A39: WithTimeout in a select loop, cancel at each end.
func A39(ctx context.Context, work func(context.Context) error) error {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		err := work(c)
		cancel()
		if err == nil {
			return nil
		}
		if errors.Is(err, context.Canceled) {
			return err
		}
	}
}

// A40: cancel in one arm.
func A40(ctx context.Context, c chan int) int {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want "unclosed/leak"
	select {
	case v := <-c:
		cancel()
		return v
	case <-ctx.Done():
		return 0
	}
}

// A41: the struct carries cancel; the constructor fails later.
type svc struct {
	cancel context.CancelFunc
	l      net.Listener
}

func A41(addr string) (*svc, error) {
	_, cancel := context.WithCancel(context.Background()) // want "unclosed/leak"
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &svc{cancel, l}, nil
}

// A42: goroutine's function takes cancel as a param.
func A42(ctx context.Context, run func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	go loop(ctx, cancel, run)
}

func loop(ctx context.Context, cancel func(), run func(context.Context)) {
	defer cancel()
	run(ctx)
}

// A43: channel of struct{} closers with results.
type res struct {
	f   *os.File
	err error
}

func A43(p string) <-chan res {
	c := make(chan res, 1)
	go func() {
		f, err := os.Open(p)
		c <- res{f, err}
	}()
	return c
}

// A44: in goroutine: leaks when ctx ends.
func A44(ctx context.Context, p string, c chan<- *os.File) {
	go func() {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			return
		}
		select {
		case c <- f:
		case <-ctx.Done():
		}
	}()
}

// A45: and closes.
func A45(ctx context.Context, p string, c chan<- *os.File) {
	go func() {
		f, err := os.Open(p)
		if err != nil {
			return
		}
		select {
		case c <- f:
		case <-ctx.Done():
			f.Close()
		}
	}()
}

// A46: defer in a switch in a function.
func A46(p string, n int) error {
	var r io.Reader = os.Stdin
	switch {
	case n == 1:
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		r = f
	case n == 2:
		c, err := net.Dial("tcp", p)
		if err != nil {
			return err
		}
		defer c.Close()
		r = c
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

// A47: closer var assigned per arm, one deferred call.
func A47(p string, n int) error {
	var rc io.ReadCloser
	var err error
	if n == 1 {
		rc, err = os.Open(p)
	} else {
		rc, err = net.Dial("tcp", p)
	}
	if err != nil {
		return err
	}
	defer rc.Close()
	_, err = io.Copy(io.Discard, rc)
	return err
}

// A48: as A47 without a close.
func A48(p string, n int) error {
	var rc io.ReadCloser
	var err error
	if n == 1 {
		rc, err = os.Open(p) // want "unclosed/leak"
	} else {
		rc, err = net.Dial("tcp", p) // want "unclosed/leak"
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, rc)
	return err
}

// A49: NopCloser around Stdin, else a file; closed by defer.
func A49(p string) error {
	rc := io.NopCloser(os.Stdin)
	if p != "-" {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		rc = f
	}
	defer rc.Close()
	_, err := io.Copy(io.Discard, rc)
	return err
}

// A50: helper returns NopCloser or a file: the caller closes by contract; not fresh on every path.
func openOrStdin(p string) (io.ReadCloser, error) {
	if p == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(p)
}

func A50(p string) error {
	rc, err := openOrStdin(p)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, rc)
	return err
}

// A51: a cleanup func that may be a no-op.
func openClean(p string) (io.Reader, func(), error) {
	if p == "-" {
		return os.Stdin, func() {}, nil
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, nil, err
	}
	return f, func() { f.Close() }, nil
}

func A51(p string) error {
	r, done, err := openClean(p)
	if err != nil {
		return err
	}
	defer done()
	_, err = io.Copy(io.Discard, r)
	return err
}

// A52: struct methods: open in Start, close in Stop.
type daemon struct {
	l net.Listener
	f *os.File
}

func (d *daemon) Start(addr, p string) (err error) {
	if d.l, err = net.Listen("tcp", addr); err != nil {
		return err
	}
	if d.f, err = os.Create(p); err != nil {
		d.l.Close()
		return err
	}
	return nil
}

func (d *daemon) Stop() error { return errors.Join(d.l.Close(), d.f.Close()) }

// A53: a local daemon that is not stopped.
func A53(addr, p string) error {
	d := &daemon{}
	if err := d.Start(addr, p); err != nil {
		return err
	}
	time.Sleep(time.Hour)
	return nil
}

// A54: named error and panic in a deferred recover: re-panics.
func A54(p string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	panic("x")
}

// A55: panic(err) where no recover.
func A55(p string) string {
	f, err := os.Open(p)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	return f.Name()
}

// A56: closes and opens again the same var.
func A56(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	f, err = os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// A57: defer f.Close() with f reassigned later: the deferred receiver is the first.
func A57(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	defer f.Close()
	f, err = os.Open(b) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// A58: defer closure with f reassigned: the first leaks.
func A58(a, b string) error {
	f, err := os.Open(a) // want "unclosed/leak"
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	f, err = os.Open(b)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
