// Package shapes has shapes that are easily misread.
package shapes

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// O1: opened by index, cleaned up to i.
func O1(ps []string) ([]*os.File, error) {
	fs := make([]*os.File, len(ps))
	for i, p := range ps {
		var err error
		fs[i], err = os.Open(p)
		if err != nil {
			for j := 0; j < i; j++ {
				fs[j].Close()
			}
			return nil, err
		}
	}
	return fs, nil
}

// O2: same, with range over a sub-slice.
func O2(ps []string) (fs []*os.File, err error) {
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			for _, g := range fs {
				g.Close()
			}
			return nil, err
		}
		fs = append(fs, f)
	}
	return fs, nil
}

// O3: the cleanup is a closure declared first.
func O3(ps []string) ([]*os.File, error) {
	var fs []*os.File
	cleanup := func() {
		for _, f := range fs {
			f.Close()
		}
	}
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			cleanup()
			return nil, err
		}
		fs = append(fs, f)
	}
	return fs, nil
}

type readCloser struct {
	io.Reader
	close func() error
}

func (r *readCloser) Close() error { return r.close() }

// O4: the wrapper has the close as a function.
func O4(p string) (io.ReadCloser, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &readCloser{zr, f.Close}, nil
}

func O5(p string) ([]byte, error) {
	r, err := O4(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// O6: the wrapper's close is a function that cannot be told; it is believed.
func O6(p string) ([]byte, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	r := &readCloser{f, func() error { return nil }}
	defer r.Close()
	return io.ReadAll(r)
}

// Owned closes only what it owns.
type Owned struct {
	f   *os.File
	own bool
}

func (o *Owned) Close() error {
	if o.own {
		return o.f.Close()
	}
	return nil
}

func OpenOwned(p string) (*Owned, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &Owned{f, true}, nil
}

func O7(p string) error {
	o, err := OpenOwned(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = o.f.Stat()
	return err
}

func O8(p string) error {
	o, err := OpenOwned(p)
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = o.f.Stat()
	return err
}

// O9: literal called at once.
func O9(p string) error {
	f, err := func() (*os.File, error) { return os.Open(p) }()
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

// O10: opened in an if-else into an outer var by a closure.
func O10(p string) (err error) {
	var f *os.File
	func() {
		f, err = os.Open(p)
	}()
	if err != nil {
		return err
	}
	return f.Close()
}

type client struct {
	mu   sync.Mutex
	conn net.Conn
	addr string
}

// O11: cached in a field.
func (c *client) get() (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn == nil {
		conn, err := net.Dial("tcp", c.addr)
		if err != nil {
			return nil, err
		}
		c.conn = conn
	}
	return c.conn, nil
}

func (c *client) O11() error {
	conn, err := c.get()
	if err != nil {
		return err
	}
	_, err = conn.Write(nil)
	return err
}

// O12: replaced in a field: the new one is kept.
func (c *client) O12() error {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.Close()
	}
	c.conn = conn
	return nil
}

// O13: the race is lost: the new one is closed.
func (c *client) O13() (net.Conn, error) {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		conn.Close()
		return c.conn, nil
	}
	c.conn = conn
	return conn, nil
}

// O14: the race is lost: the new one leaks.
func (c *client) O14() (net.Conn, error) {
	conn, err := net.Dial("tcp", c.addr) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		return c.conn, nil
	}
	c.conn = conn
	return conn, nil
}

// capture is a helper that takes the close function.
func capture(err *error, close func() error) {
	if cerr := close(); *err == nil {
		*err = cerr
	}
}

func O15(p string) (err error) {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer capture(&err, f.Close)
	_, err = f.WriteString("x")
	return err
}

// O16: an alias type.
type File = os.File

func O16(p string) (*File, error) { return os.Open(p) }

func O17(p string) string {
	f, err := O16(p) // want "unclosed/leak"
	if err != nil {
		return ""
	}
	return f.Name()
}

// O18: logger stored.
func O18(p string) (*slog.Logger, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	return slog.New(slog.NewJSONHandler(f, nil)), nil
}

// O19: logger used and dropped.
func O19(p string) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	slog.New(slog.NewJSONHandler(f, nil)).Info("x")
	return nil
}

// O20: struct with cancel and goroutine.
type job struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func O20(ctx context.Context, run func(context.Context)) *job {
	ctx, cancel := context.WithCancel(ctx)
	j := &job{cancel, make(chan struct{})}
	go func() {
		defer close(j.done)
		run(ctx)
	}()
	return j
}

// O21: method launched on a struct that holds it.
type sess struct{ c net.Conn }

func (s *sess) run() {
	defer s.c.Close()
	io.Copy(io.Discard, s.c)
}

func (s *sess) peek() { s.c.Write(nil) }

func O21(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s := &sess{c}
	go s.run()
	return nil
}

// O22: called, not launched.
func O22(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	(&sess{c}).run()
	return nil
}

// O23: only peeks.
func O23(addr string) error {
	c, err := net.Dial("tcp", addr) // want "unclosed/leak"
	if err != nil {
		return err
	}
	(&sess{c}).peek()
	return nil
}

// O24: two responses, wrong one closed.
func O24(a, b string) error {
	ra, err := http.Get(a) // want "unclosed/leak"
	if err != nil {
		return err
	}
	rb, err := http.Get(b)
	if err != nil {
		return err
	}
	defer rb.Body.Close()
	defer rb.Body.Close()
	fmt.Println(ra.Status)
	return nil
}

// O25: a switch on a string after the open.
func O25(p, mode string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	switch mode {
	case "a", "b":
		return f.Close()
	case "c":
		f.Close()
		return nil
	default:
		return errors.New("mode")
	}
}

// O26: functions in a table.
func O26(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { _, err := f.Stat(); return err },
		f.Close,
	}
	for _, s := range steps {
		if err := s(); err != nil {
			return err
		}
	}
	return nil
}

// O27: recursion.
func O27(p string, n int) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	if n > 0 {
		return O27(p, n-1)
	}
	return nil
}

// O28: the variable is captured by a goroutine that waits for a signal to close.
func O28(p string, stop <-chan struct{}) (io.Reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	go func() {
		<-stop
		f.Close()
	}()
	return f, nil
}

// O29: timer-based close.
func O29(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	time.AfterFunc(time.Second, func() { f.Close() })
	_, err = io.Copy(io.Discard, f)
	return err
}

// O30: two levels of pointers to struct.
type outer struct{ in *inner }
type inner struct{ f *os.File }

func (o *outer) Close() error { return o.in.Close() }
func (i *inner) Close() error { return i.f.Close() }

func NewOuter(p string) (*outer, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &outer{&inner{f}}, nil
}

func O30(p string) error {
	o, err := NewOuter(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	fmt.Println(o.in.f.Name())
	return nil
}

func O31(p string) error {
	o, err := NewOuter(p)
	if err != nil {
		return err
	}
	defer o.in.Close()
	fmt.Println(o.in.f.Name())
	return nil
}

func O32(p string) error {
	o, err := NewOuter(p)
	if err != nil {
		return err
	}
	defer o.in.f.Close()
	return nil
}

// O33: constructor that calls another and fails after.
func NewOuter2(p string) (*outer, error) {
	o, err := NewOuter(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	if _, err := o.in.f.Stat(); err != nil {
		return nil, fmt.Errorf("stat: %w", err)
	}
	return o, nil
}

// O34: options that may fail.
type opt func(*outer) error

func NewOuter3(p string, opts ...opt) (*outer, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o := &outer{&inner{f}}
	for _, fn := range opts {
		if err := fn(o); err != nil {
			o.Close()
			return nil, err
		}
	}
	return o, nil
}

// O35: the same, without close. The option gets o, whose type has the release: it may take it.
func NewOuter4(p string, opts ...opt) (*outer, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o := &outer{&inner{f}}
	for _, fn := range opts {
		if err := fn(o); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// O36: read helper returning bytes and closing in the same line.
func O36(p string) (b []byte, err error) {
	f, err := os.Open(p)
	if err != nil {
		return
	}
	b, err = io.ReadAll(f)
	return b, errors.Join(err, f.Close())
}

// O37: shadowed f in a nested block is closed, the outer not.
func O37(a, b string) error {
	f, err := os.Open(a) // want "unclosed/leak"
	if err != nil {
		return err
	}
	{
		f, err := os.Open(b)
		if err != nil {
			f, _ = nil, err
			return err
		}
		f.Close()
	}
	_, err = f.Stat()
	return err
}

// O38: return f.Close() in the error path only... the rest hands over to a global.
var current *os.File

func O38(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		return errors.Join(err, f.Close())
	}
	current = f
	return nil
}

// O39: map value struct pointer.
type reg struct{ m map[string]*inner }

func (r *reg) O39(p string) (*inner, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	i := &inner{f}
	r.m[p] = i
	return i, nil
}

// O40: user of O39: not its obligation, since it is also stored.
func (r *reg) O40(p string) error {
	i, err := r.O39(p)
	if err != nil {
		return err
	}
	_, err = i.f.Stat()
	return err
}

// O41: bufio.Scanner in a for with early return and explicit close after.
func O41(p string) (string, error) {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return "", err
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if strings.HasPrefix(sc.Text(), "#") {
			return sc.Text(), nil
		}
	}
	f.Close()
	return "", sc.Err()
}

// O42: deferred anonymous with arg shadow.
func O42(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer func(f *os.File) {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}(f)
	return json.NewDecoder(f).Decode(new(any))
}

// O43: slices.Backward over closers.
func O43(ps []string) (err error) {
	var cs []io.Closer
	defer func() {
		for _, c := range slices.Backward(cs) {
			err = errors.Join(err, c.Close())
		}
	}()
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		cs = append(cs, f)
	}
	return nil
}

// O44: closers type with a method.
type closers []io.Closer

func (c *closers) add(x io.Closer) { *c = append(*c, x) }
func (c closers) Close() (err error) {
	for _, x := range c {
		err = errors.Join(err, x.Close())
	}
	return err
}

func O44(ps []string) (err error) {
	var cs closers
	defer func() { err = errors.Join(err, cs.Close()) }()
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		cs.add(f)
	}
	return nil
}

// O45: nobody closes cs.
func O45(ps []string) (err error) {
	var cs closers
	for _, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		cs.add(f)
	}
	fmt.Println(len(cs))
	return nil
}

// O46: pointer receiver with a nil check on self.
func (i *inner) name() string {
	if i == nil {
		return ""
	}
	return i.f.Name()
}

func O46(p string) string {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return ""
	}
	i := &inner{f}
	return i.name()
}

// O47: const false condition.
const debug = false

func O47(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if debug {
		return nil
	}
	return f.Close()
}

// O48: for with a post that closes.
func O48(ps []string) error {
	for i := 0; i < len(ps); i++ {
		f, err := os.Open(ps[i])
		if err != nil {
			return err
		}
		for n := 0; n < 3; n++ {
			if _, err := f.Stat(); err != nil {
				f.Close()
				return err
			}
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// O49: labelled continue leaks.
func O49(ps []string) {
next:
	for _, p := range ps {
		f, err := os.Open(p) // want "unclosed/leak"
		if err != nil {
			continue
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if sc.Text() == "" {
				continue next
			}
		}
		f.Close()
	}
}

// O50: the error of Close decides.
func O50(p string) (ok bool) {
	f, err := os.Create(p)
	if err != nil {
		return false
	}
	if f.Close() != nil {
		return false
	}
	return true
}
