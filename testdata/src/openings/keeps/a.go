// Package keeps gives resources to callees that keep them, or do not.
package keeps

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"

	"example.com/keeps/lib"
)

// sink has no release.
type sink struct{ out io.Writer }

func (s *sink) setFile(f *os.File) { s.out = f }
func (s *sink) print(x string)     { io.WriteString(s.out, x) }

// K1: kept by something local without a release.
func K1(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s := &sink{}
	s.setFile(f)
	s.print("x")
	return nil
}

// K2: what keeps it is the caller's.
func K2(s *sink, p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.setFile(f)
	return nil
}

// K3: what keeps it is returned.
func K3(p string) (*sink, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	s := &sink{}
	s.setFile(f)
	return s, nil
}

// K4: a set closes it.
func K4(p string) error {
	var set lib.Set
	defer set.Close()
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	set.Add(f)
	_, err = f.WriteString("x")
	return err
}

// K5: registered for the process.
func K5(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lib.Register(f)
	return nil
}

// K6: borrows.
func K6(p string) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	log.Print(lib.Name(f))
	return nil
}

// K7: a duplicate is another one.
func K7(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	g, err := lib.Dup(f) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = g.Stat()
	return err
}

// K8: the same is returned.
func K8(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	g := lib.Same(f)
	defer g.Close()
	return nil
}

// K9: the same, dropped.
func K9(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	g := lib.Same(f)
	_, err = g.Stat()
	return err
}

// K10: closed by the callee where it fails.
func K10(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s, err := lib.Either(f)
	if err != nil {
		return err
	}
	return s.Close()
}

// K11: of the program's, a struct in a package variable.
var app struct {
	out io.Writer
	in  *sink
}

func setApp(f *os.File) { app.out = f }

func K11(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	setApp(f)
	return nil
}

// K12: a function option that stores in a config that is used here.
type conf struct{ w io.Writer }

func withFile(f *os.File) func(*conf) { return func(c *conf) { c.w = f } }

func run(opts ...func(*conf)) {
	var c conf
	for _, o := range opts {
		o(&c)
	}
	fmt.Fprintln(c.w, "x")
}

func K12(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	run(withFile(f))
	return nil
}

// K13: closed as well.
func K13(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	run(withFile(f))
	return nil
}

// K14: a goroutine in the callee takes it.
func serve(c net.Conn) {
	go func() {
		defer c.Close()
		io.Copy(io.Discard, c)
	}()
}

func K14(l net.Listener) error {
	c, err := l.Accept()
	if err != nil {
		return err
	}
	serve(c)
	return nil
}

// K15: a goroutine in the callee that only reads.
func watch(c net.Conn) {
	go func() { io.Copy(io.Discard, c) }()
}

func K15(l net.Listener) error {
	c, err := l.Accept() // want "unclosed/leak"
	if err != nil {
		return err
	}
	watch(c)
	return nil
}

// K16: a callee of a callee closes.
func finish(c io.Closer) error { return end(c) }
func end(c io.Closer) error    { return c.Close() }

func K16(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	return finish(f)
}

// K17: recursion that closes at the end.
func down(c io.Closer, n int) error {
	if n == 0 {
		return c.Close()
	}
	return down(c, n-1)
}

func K17(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	return down(f, 3)
}

// K18: an interface method whose parameter is a Closer.
type taker interface{ Take(io.Closer) }

func K18(t taker, p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	t.Take(f)
	return nil
}

// K19: an interface method whose parameter is a Writer.
type user interface{ Use(io.Writer) error }

func K19(u user, p string) error {
	f, err := os.Create(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return u.Use(f)
}

// K20: the struct is passed to something unseen.
type bundle struct{ f *os.File }

func K20(p string, fn func(*bundle)) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	fn(&bundle{f})
	return nil
}

// K21: a wrapper from a library, without a release, used and dropped.
func K21(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s := new(lib.Sink)
	s.SetFile(f)
	s.Print("x")
	return nil
}

// K22: two owners: either.
func K22(p string) (err error) {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	var set lib.Set
	set.Add(f)
	return errors.Join(set.Close())
}

// K23: a channel that is the parameter's.
func K23(p string, c chan<- io.Reader) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	c <- f
	return nil
}

// K24: passes it through a func field.
type hooks struct{ onOpen func(*os.File) }

func (h *hooks) K24(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	h.onOpen(f)
	return nil
}

// K25: a func field that has only the reader.
type hooks2 struct{ onOpen func(io.Reader) }

func (h *hooks2) K25(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	h.onOpen(f)
	return nil
}

// K26: fmt and log take any, and borrow.
func K26(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	fmt.Println(f, p)
	log.Printf("%v", f)
	return nil
}

// K27: an error that wraps it? no: the error says its name.
func K27(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return fmt.Errorf("opened %v", f)
}

// K28: sync.OnceFunc kept.
func K28(p string) (func(), error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	done := func() { f.Close() }
	return done, nil
}

// K29: caller of K28.
func K29(p string) error {
	done, err := K28(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if p == "" {
		return errors.New("empty")
	}
	done()
	return nil
}

// K30: conns that are tracked by something local whose Close closes none.
func K30(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	t := new(lib.Conns)
	defer t.Close()
	t.Track(c)
	return nil
}
