// Package connections has connections and listeners.
package connections

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/rpc"
	"net/textproto"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// C1: dial, leaks on write error.
func C1(addr string) error {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if _, err := c.Write([]byte("x")); err != nil {
		return err
	}
	return c.Close()
}

// C2: probe.
func C2(addr string) bool {
	c, err := net.DialTimeout("tcp", addr, time.Second) // want "unclosed/leak"
	if err != nil {
		return false
	}
	_ = c
	return true
}

// C3: probe discarded with _.
func C3(addr string) bool {
	_, err := net.DialTimeout("tcp", addr, time.Second) // want "unclosed/discarded"
	return err == nil
}

// C4: tls over a conn: the wrapper owns it.
func C4(addr string, cfg *tls.Config) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	tc := tls.Client(c, cfg)
	defer tc.Close()
	return tc.Handshake()
}

// C5: tls over a conn, neither closed.
func C5(addr string, cfg *tls.Config) error {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	tc := tls.Client(c, cfg)
	return tc.Handshake()
}

// C6: the inner is closed.
func C6(addr string, cfg *tls.Config) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer c.Close()
	tc := tls.Client(c, cfg)
	return tc.Handshake()
}

// C7: handshake fails: leak; else returned.
func C7(addr string, cfg *tls.Config) (net.Conn, error) {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	tc := tls.Client(c, cfg)
	if err := tc.Handshake(); err != nil {
		return nil, err
	}
	return tc, nil
}

// C8: closed on error.
func C8(addr string, cfg *tls.Config) (net.Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	tc := tls.Client(c, cfg)
	if err := tc.Handshake(); err != nil {
		c.Close()
		return nil, err
	}
	return tc, nil
}

// C9: listen and serve.
func C9(addr string, h http.Handler) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return http.Serve(l, h)
}

// C10: with a server in a goroutine.
func C10(ctx context.Context, addr string, h http.Handler) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s := &http.Server{Handler: h}
	go s.Serve(l)
	<-ctx.Done()
	return s.Shutdown(context.WithoutCancel(ctx))
}

// C11: leaks when something fails before Serve.
func C11(addr, pid string, h http.Handler) error {
	l, err := net.Listen("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if err := os.WriteFile(pid, nil, 0o600); err != nil {
		return err
	}
	return http.Serve(l, h)
}

// C12: tls listener over one.
func C12(addr string, cfg *tls.Config, h http.Handler) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	return http.Serve(tls.NewListener(l, cfg), h)
}

// C13: a listener that only asks for the port.
func C13() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, nil
}

// C14: with defer.
func C14() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// C15: accept once.
func C15(l net.Listener) error {
	c, err := l.Accept() // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, c)
	return err
}

// C16: accept loop, conn in a set.
type srv struct {
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func (s *srv) C16(l net.Listener) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.conns[c] = struct{}{}
		s.mu.Unlock()
		go s.serve(c)
	}
}

func (s *srv) serve(c net.Conn) {
	defer func() {
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
		c.Close()
	}()
	io.Copy(c, c)
}

// C17: accept loop that rejects without a close.
func (s *srv) C17(l net.Listener, allow func(net.Addr) bool) error {
	for {
		c, err := l.Accept() // want "unclosed/leak"
		if err != nil {
			return err
		}
		if !allow(c.RemoteAddr()) {
			continue
		}
		go s.serve(c)
	}
}

// C18: limited by a semaphore.
func (s *srv) C18(ctx context.Context, l net.Listener, sem chan struct{}) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		select {
		case sem <- struct{}{}:
			go func() {
				defer func() { <-sem }()
				s.serve(c)
			}()
		case <-ctx.Done():
			c.Close()
			return ctx.Err()
		}
	}
}

// C19: limited, leaks at ctx.
func (s *srv) C19(ctx context.Context, l net.Listener, sem chan struct{}) error {
	for {
		c, err := l.Accept() // want "unclosed/leak"
		if err != nil {
			return err
		}
		select {
		case sem <- struct{}{}:
			go func() {
				defer func() { <-sem }()
				s.serve(c)
			}()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// C20: FileConn copies: the file stays owed.
func C20(p string) (net.Conn, error) {
	fd, err := syscall.Open(p, syscall.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "sock") // want "unclosed/leak"
	return net.FileConn(f)
}

// C21: FileConn with file closed.
func C21(fd uintptr) (net.Conn, error) {
	f := os.NewFile(fd, "sock")
	defer f.Close()
	return net.FileConn(f)
}

// C22: conn.File.
func C22(c *net.TCPConn) (uintptr, error) {
	f, err := c.File() // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	return f.Fd(), nil
}

// C23: cancel function dropped.
func C23(ctx context.Context) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want "unclosed/discarded"
	<-ctx.Done()
	return ctx.Err()
}

// C24: deferred.
func C24(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

// C25: cancel on one path.
func C25(ctx context.Context, b bool) error {
	ctx, cancel := context.WithCancel(ctx) // want "unclosed/leak"
	if b {
		cancel()
		return nil
	}
	<-ctx.Done()
	return nil
}

// C26: WithCancelCause.
func C26(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	<-ctx.Done()
	return context.Cause(ctx)
}

// C27: NotifyContext.
func C27() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // want "unclosed/leak"
	_ = stop
	<-ctx.Done()
}

// C28: cancel stored.
type worker struct {
	cancel context.CancelFunc
	ctx    context.Context
}

func (w *worker) C28(ctx context.Context) {
	w.ctx, w.cancel = context.WithCancel(ctx)
}

// C29: cancel returned.
func C29(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

// C30: cancel wrapped.
func C30(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	return ctx, func() {
		log.Print("cancelled")
		cancel()
	}
}

// C31: caller of C29.
func C31(ctx context.Context) error {
	ctx, cancel := C29(ctx) // want "unclosed/leak"
	if err := ctx.Err(); err != nil {
		return err
	}
	cancel()
	return nil
}

// C32: cancel overwritten.
func C32(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want "unclosed/leak"
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	defer cancel()
	<-ctx.Done()
	return nil
}

// C33: goroutine cancels.
func C33(ctx context.Context, work func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		work(ctx)
	}()
}

// C34: goroutine captures but does not call.
func C34(ctx context.Context, work func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx) // want "unclosed/leak"
	go func() {
		work(ctx)
		_ = cancel
	}()
}

// C35: passed to a function value: takes.
func C35(ctx context.Context, run func(context.Context, context.CancelFunc)) {
	ctx, cancel := context.WithCancel(ctx)
	run(ctx, cancel)
}

// C36: test servers.
func C36(h http.Handler) string {
	s := httptest.NewServer(h) // want "unclosed/leak"
	return s.URL
}

func C37(h http.Handler) *httptest.Server {
	return httptest.NewServer(h)
}

func C38(h http.Handler) string {
	s := httptest.NewServer(h)
	defer s.Close()
	return s.URL
}

// C39: recorder's response needs none.
func C39(h http.Handler, r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result().StatusCode
}

// C40: who has hijacked a connection is to close it, says net/http: the server does
// nothing with it any more.
func C40(w http.ResponseWriter) error {
	c, rw, err := w.(http.Hijacker).Hijack() // want "unclosed/leak"
	if err != nil {
		return err
	}
	rw.WriteString("x")
	rw.Flush()
	_ = c
	return nil
}

// C41: exec pipes need none.
func C41() error {
	cmd := exec.Command("ls")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	io.Copy(os.Stdout, out)
	return cmd.Wait()
}

// C42: a file as stdout of a command.
func C42(p string) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	cmd := exec.Command("ls")
	cmd.Stdout = f
	return cmd.Run()
}

// C43: closed.
func C43(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command("ls")
	cmd.Stdout = f
	return cmd.Run()
}

// C44: rpc.
func C44(addr string) error {
	c, err := rpc.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	var n int
	return c.Call("A.B", 1, &n)
}

// C45: rpc client over a conn owns it.
func C45(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	cl := rpc.NewClient(c)
	defer cl.Close()
	var n int
	return cl.Call("A.B", 1, &n)
}

// C46: textproto reader over a conn: does not own.
func C46(addr string) (string, error) {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return "", err
	}
	return textproto.NewReader(bufio.NewReader(c)).ReadLine()
}

// C47: two conns joined by goroutines.
func C47(a net.Conn, addr string) error {
	b, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go func() {
		defer b.Close()
		io.Copy(b, a)
	}()
	_, err = io.Copy(a, b)
	return err
}

// C48: UDP.
func C48(addr *net.UDPAddr) error {
	c, err := net.ListenUDP("udp", addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	buf := make([]byte, 10)
	n, _, err := c.ReadFromUDP(buf)
	fmt.Println(n)
	return err
}

// C49: net.Pipe both ends.
func C49() error {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	_, err := a.Write(nil)
	return err
}

// C50: one end.
func C50() error {
	a, b := net.Pipe() // want "unclosed/leak"
	defer a.Close()
	_, err := b.Read(nil)
	return err
}

// C51: retry dialing.
func C51(addr string) (net.Conn, error) {
	var err error
	for range 3 {
		var c net.Conn
		c, err = net.Dial("tcp", addr)
		if err == nil {
			return c, nil
		}
	}
	return nil, err
}

// C52: the first that answers.
func C52(addrs []string) (net.Conn, error) {
	var errs []error
	for _, a := range addrs {
		c, err := net.Dial("tcp", a)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		return c, nil
	}
	return nil, errors.Join(errs...)
}

// C53: happy eyeballs: the slow one leaks.
func C53(addrs []string) net.Conn {
	ch := make(chan net.Conn, len(addrs))
	for _, a := range addrs {
		go func() {
			c, err := net.Dial("tcp", a)
			if err != nil {
				return
			}
			ch <- c
		}()
	}
	return <-ch
}

// C54: deadline failure.
func C54(addr string, d time.Time) (net.Conn, error) {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	if err := c.SetDeadline(d); err != nil {
		return nil, fmt.Errorf("deadline: %w", err)
	}
	return c, nil
}

// C55: type assertion on a dial.
func C55(addr string) (*net.TCPConn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	tc, ok := c.(*net.TCPConn)
	if !ok {
		c.Close()
		return nil, errors.New("not tcp")
	}
	return tc, nil
}

// C56: assertion fails: leak.
func C56(addr string) (*net.TCPConn, error) {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	tc, ok := c.(*net.TCPConn)
	if !ok {
		return nil, errors.New("not tcp")
	}
	return tc, nil
}

// C57: ticker needs nothing at this Go version.
func C57(ctx context.Context) {
	t := time.NewTicker(time.Second)
	<-t.C
	<-ctx.Done()
}
