// Package misread has shapes that are easily misread.
package misread

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// Q1: error variable named differently per branch.
func Q1(a string, alt bool) (io.ReadCloser, error) {
	var (
		rc  io.ReadCloser
		err error
	)
	switch {
	case alt:
		rc, err = os.Open(a)
	case strings.HasPrefix(a, "http"):
		var resp *http.Response
		if resp, err = http.Get(a); err == nil {
			rc = resp.Body
		}
	default:
		rc = io.NopCloser(strings.NewReader(a))
	}
	return rc, err
}

// Q2: http body, status check inside the same if.
func Q2(u string) ([]byte, error) {
	resp, err := http.Get(u)
	if err != nil || resp.StatusCode != 200 {
		if resp != nil {
			resp.Body.Close()
		}
		return nil, errors.Join(err, errors.New("bad"))
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Q3: the same without closing.
func Q3(u string) ([]byte, error) {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil || resp.StatusCode != 200 {
		return nil, errors.New("bad")
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Q4: negated success.
func Q4(u string) []byte {
	resp, err := http.Get(u)
	if !(err == nil) {
		return nil
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return b
}

// Q5: success flag by deferred cleanup with named flag set late.
func Q5(p string) (_ *os.File, err error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	success := false
	defer func() {
		if !success {
			f.Close()
			os.Remove(p)
		}
	}()
	if _, err := f.WriteString("hdr"); err != nil {
		return nil, err
	}
	success = true
	return f, nil
}

// Q6: the flag is set too early: a later return neither closes nor hands over.
func Q6(p string) (_ *os.File, err error) {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	success := false
	defer func() {
		if !success {
			f.Close()
		}
	}()
	success = true
	if _, err := f.WriteString("hdr"); err != nil {
		return nil, err
	}
	return f, nil
}

// Q7: closing set to nil to disarm.
func Q7(p string) (*os.File, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	toClose := f
	defer func() {
		if toClose != nil {
			toClose.Close()
		}
	}()
	if _, err := f.WriteString("hdr"); err != nil {
		return nil, err
	}
	toClose = nil
	return f, nil
}

// Q8: disarm by a no-op.
func Q8(p string) (*os.File, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	cleanup := func() { f.Close() }
	defer func() { cleanup() }()
	if _, err := f.WriteString("hdr"); err != nil {
		return nil, err
	}
	cleanup = func() {}
	return f, nil
}

// Q9: stack with release.
type stack struct{ fns []func() }

func (s *stack) push(fn func()) { s.fns = append(s.fns, fn) }
func (s *stack) run() {
	for _, fn := range s.fns {
		fn()
	}
}

func Q9(a, b string) error {
	var s stack
	defer s.run()
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	s.push(func() { f.Close() })
	g, err := os.Open(b)
	if err != nil {
		return err
	}
	s.push(func() { g.Close() })
	return nil
}

// Q10: passing through a channel of errors.
func Q10(p string) error {
	errc := make(chan error, 1)
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	go func() {
		defer f.Close()
		_, err := io.Copy(io.Discard, f)
		errc <- err
	}()
	return <-errc
}

// Q11: waits for the goroutine that uses it and closes here.
func Q11(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	var wg sync.WaitGroup
	wg.Go(func() { io.Copy(io.Discard, f) })
	wg.Wait()
	return nil
}

// Q12: ctx and cancel in a struct literal returned.
type handle struct {
	ctx  context.Context
	stop context.CancelFunc
}

func Q12(p context.Context) handle {
	ctx, cancel := context.WithCancel(p)
	return handle{ctx, cancel}
}

// Q13: cancel assigned with underscore later.
func Q13(p context.Context) context.Context {
	ctx, cancel := context.WithCancel(p) // want "unclosed/leak"
	_ = cancel
	return ctx
}

// Q14: cancel shadowed in the branch.
func Q14(ctx context.Context, d time.Duration) error {
	cancel := func() {}
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

// Q15: shadowed by :=, so the deferred one is the no-op.
func Q15(ctx context.Context, d time.Duration) error {
	cancel := func() {}
	if d > 0 {
		ctx, cancel := context.WithTimeout(ctx, d) // want "unclosed/leak"
		_, _ = ctx, cancel
	}
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

// Q16: var cancel, defer in if.
func Q16(ctx context.Context, d time.Duration) error {
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	<-ctx.Done()
	return ctx.Err()
}

// Q17: a slice of cancels.
func Q17(ctx context.Context, n int) {
	var cs []context.CancelFunc
	defer func() {
		for _, c := range cs {
			c()
		}
	}()
	for range n {
		_, c := context.WithCancel(ctx)
		cs = append(cs, c)
	}
}

// Q18: map of cancels in a struct.
type mgr struct {
	mu sync.Mutex
	m  map[string]context.CancelFunc
}

func (m *mgr) Q18(ctx context.Context, id string, run func(context.Context)) {
	ctx, cancel := context.WithCancel(ctx)
	m.mu.Lock()
	if old, ok := m.m[id]; ok {
		old()
	}
	m.m[id] = cancel
	m.mu.Unlock()
	go run(ctx)
}

// Q19: the goroutine cancels another's.
func Q19(ctx context.Context, a, b func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errc := make(chan error, 2)
	for _, fn := range []func(context.Context) error{a, b} {
		go func() { errc <- fn(ctx) }()
	}
	return <-errc
}

// Q20: rows iterated by a range-over-func helper that closes.
func all(rows *sql.Rows) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer rows.Close()
		for rows.Next() {
			var n int
			if rows.Scan(&n) != nil || !yield(n) {
				return
			}
		}
	}
}

func Q20(db *sql.DB) (sum int, err error) {
	rows, err := db.Query("q")
	if err != nil {
		return 0, err
	}
	for n := range all(rows) {
		sum += n
	}
	return sum, rows.Err()
}

// Q21: rows with a defer inside a func literal in a loop.
func Q21(db *sql.DB, ids []int) error {
	for _, id := range ids {
		if err := func() error {
			rows, err := db.Query("q", id)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
			}
			return rows.Err()
		}(); err != nil {
			return err
		}
	}
	return nil
}

// Q22: interface with embedded Closer given to a func that only reads.
func count(rc io.ReadCloser) int64 {
	n, _ := io.Copy(io.Discard, rc)
	return n
}

func Q22(p string) int64 {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return 0
	}
	return count(f)
}

// Q23: method value bound before assignment.
func Q23(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	read := f.Read
	defer f.Close()
	_, err = read(nil)
	return err
}

// Q24: gob decoder stored in the struct that also has the conn, constructor leaks on handshake.
type peer struct {
	c   net.Conn
	dec *gob.Decoder
}

func (p *peer) Close() error     { return p.c.Close() }
func (p *peer) handshake() error { return p.dec.Decode(new(int)) }

func Q24(addr string) (*peer, error) {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	p := &peer{c, gob.NewDecoder(c)}
	if err := p.handshake(); err != nil {
		return nil, err
	}
	return p, nil
}

// Q25: closes.
func Q25(addr string) (*peer, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	p := &peer{c, gob.NewDecoder(c)}
	if err := p.handshake(); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Q26: a caller forgets.
func Q26(addr string) error {
	p, err := Q25(addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return p.handshake()
}

// Q27: must-style with log.Fatal in a helper with a format.
func must[T any](v T, err error) T {
	if err != nil {
		log.Fatalf("must: %v", err)
	}
	return v
}

func Q27(p string) {
	f := must(os.Create(p))
	defer f.Close()
	must(f.WriteString("x"))
}

// Q28: an embedded interface's Close.
type rw struct {
	io.ReadWriteCloser
	n int
}

func Q28(addr string) (*rw, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &rw{ReadWriteCloser: c}, nil
}

func Q29(addr string) error {
	r, err := Q28(addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = r.Write(nil)
	return err
}

// Q30: struct returned by value with embedded closer.
func Q30(addr string) (rw, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return rw{}, err
	}
	return rw{ReadWriteCloser: c}, nil
}

func Q31(addr string) error {
	r, err := Q30(addr)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = r.Write(nil)
	return err
}

// Q32: buffered pipe into a goroutine writer via bufio: flush missing.
func Q32(w io.Writer, lines <-chan string) {
	go func() {
		bw := bufio.NewWriter(w) // want "unclosed/leak"
		for l := range lines {
			fmt.Fprintln(bw, l)
		}
	}()
}

// Q33: flush at each step: bufio flushed inside the loop.
func Q33(w io.Writer, lines <-chan string) error {
	bw := bufio.NewWriter(w)
	for l := range lines {
		fmt.Fprintln(bw, l)
		if err := bw.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// Q34: bytes.Buffer wrapper.
func Q34() ([]byte, error) {
	var buf bytes.Buffer
	bw := bufio.NewWriter(&buf)
	if _, err := bw.WriteString("x"); err != nil {
		return nil, err
	}
	if err := bw.Flush(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// Q35: opened in a select default.
func Q35(c <-chan *os.File, p string) error {
	var f *os.File
	select {
	case f = <-c:
	default:
		var err error
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	defer f.Close()
	return nil
}

// Q36: try a list, keep the last that opens, closing the former.
func Q36(ps []string) *os.File {
	var last *os.File
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		if last != nil {
			last.Close()
		}
		last = f
	}
	return last
}

// Q37: without closing the former.
func Q37(ps []string) *os.File {
	var last *os.File
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			continue
		}
		last = f
	}
	return last
}

// Q38: a pool of connections with a free list.
type pool struct {
	mu   sync.Mutex
	free []net.Conn
	addr string
}

func (p *pool) get() (net.Conn, error) {
	p.mu.Lock()
	if n := len(p.free); n > 0 {
		c := p.free[n-1]
		p.free = p.free[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	return net.Dial("tcp", p.addr)
}

func (p *pool) put(c net.Conn) {
	p.mu.Lock()
	p.free = append(p.free, c)
	p.mu.Unlock()
}

func (p *pool) Q38() error {
	c, err := p.get()
	if err != nil {
		return err
	}
	defer p.put(c)
	_, err = c.Write(nil)
	return err
}

// Q39: a fresh conn is put into the pool.
func (p *pool) Q39() error {
	c, err := net.Dial("tcp", p.addr)
	if err != nil {
		return err
	}
	p.put(c)
	return nil
}

// Q40: once it is bad it is neither closed nor put.
func (p *pool) Q40() error {
	c, err := net.Dial("tcp", p.addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if _, err := c.Write(nil); err != nil {
		return err
	}
	p.put(c)
	return nil
}

// Q41: with a retry and a labelled break out of select in for.
func Q41(ctx context.Context, addr string) (net.Conn, error) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(err, ctx.Err())
		case <-t.C:
		}
	}
}

// Q42: two-step: the first connection is an upgrade of the second.
func Q42(addr string) (net.Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprint(c, "STARTTLS\r\n"); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	line, err := bufio.NewReader(c).ReadString('\n')
	switch {
	case err != nil:
		c.Close()
		return nil, err
	case !strings.HasPrefix(line, "220"):
		c.Close()
		return nil, fmt.Errorf("unexpected %q", line)
	}
	return c, nil
}

// allOf gives the sequence that another function makes.
func allOf(rows *sql.Rows) iter.Seq[int] { return all(rows) }

func Q20a(db *sql.DB) (sum int, err error) {
	rows, err := db.Query("q")
	if err != nil {
		return 0, err
	}
	for n := range allOf(rows) {
		sum += n
	}
	return sum, rows.Err()
}
