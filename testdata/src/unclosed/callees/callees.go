// Package callees passes resources to functions of its own.
package callees

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"net"
	"os"
)

func closeIt(c io.Closer)       { _ = c.Close() }
func closeErr(f *os.File) error { return f.Close() }
func maybeClose(f *os.File, b bool) {
	if b {
		f.Close()
	}
}
func even(f *os.File, n int) {
	if n == 0 {
		f.Close()
		return
	}
	odd(f, n-1)
}
func odd(f *os.File, n int) {
	if n == 0 {
		return
	}
	even(f, n-1)
}
func recBorrow(f *os.File, n int) int {
	if n == 0 {
		return int(f.Fd())
	}
	return recBorrow(f, n-1)
}
func identity(f *os.File) *os.File { return f }
func name(f *os.File) string       { return f.Name() }
func wrapRd(f *os.File) *bufio.Reader {
	return bufio.NewReader(f)
}
func readFull(r io.Reader, b []byte) error {
	_, err := io.ReadFull(r, b)
	return err
}
func typeAssertClose(r io.Reader) {
	if c, ok := r.(io.Closer); ok {
		c.Close()
	}
}
func typeSwitchClose(v any) {
	switch v := v.(type) {
	case *os.File:
		v.Close()
	case net.Conn:
		v.Close()
	}
}
func closeMany(cs ...io.Closer) {
	for _, c := range cs {
		if c != nil {
			c.Close()
		}
	}
}

type pool struct {
	free []net.Conn
	last net.Conn
	m    map[string]net.Conn
}

func (p *pool) put(c net.Conn)         { p.free = append(p.free, c) }
func (p *pool) peek(c net.Conn) string { return c.RemoteAddr().String() }
func (p *pool) putErr(c net.Conn) error {
	if len(p.free) > 10 {
		return errors.New("full")
	}
	p.free = append(p.free, c)
	return nil
}
func (p *pool) Close() error {
	for _, c := range p.free {
		c.Close()
	}
	return nil
}

func open(path string) (*os.File, error) { return os.Open(path) }
func openLog(path string) (*os.File, error) {
	f, err := open(path)
	if err != nil {
		log.Print(err)
		return nil, err
	}
	return f, nil
}
func openMaybe(path string) (*os.File, error) {
	if path == "-" {
		return os.Stdin, nil
	}
	return os.Open(path)
}
func openCached(path string) (*os.File, error) {
	if f, ok := cache[path]; ok {
		return f, nil
	}
	return os.Open(path)
}

var cache = map[string]*os.File{}

func twoFiles(a, b string) (x, y *os.File, err error) {
	x, err = os.Open(a)
	if err != nil {
		return nil, nil, err
	}
	y, err = os.Open(b)
	if err != nil {
		x.Close()
		return nil, nil, err
	}
	return x, y, nil
}

func DeferredHelper(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer closeIt(f)
	return nil
}

func HelperWithError(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	fmt.Println(f.Name())
	return closeErr(f)
}

// MayClose believes a callee that closes on some path.
func MayClose(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	fmt.Println(f.Name())
	maybeClose(f, p == "")
	return nil
}

func MutualRecursion(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	even(f, 3)
	return nil
}

func TypeAssertion(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	typeAssertClose(f)
	return nil
}

func TypeSwitch(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer typeSwitchClose(f)
	return nil
}

func Variadic(p, q string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	g, err := os.Open(q)
	if err != nil {
		closeMany(f)
		return err
	}
	defer closeMany(f, g)
	return nil
}

// KeptByLocal closes through the holder.
func KeptByLocal(addr string) error {
	p := &pool{}
	defer p.Close()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	p.put(c)
	return nil
}

// MayBeStdin gets a file, or what need not be closed.
func MayBeStdin(p string) error {
	f, err := openMaybe(p) // want `f opened by callees\.openMaybe is not closed when MayBeStdin returns at line [0-9]+; defer f\.Close\(\) after the error check; no safe fix: it may be something that lives as long as the process \(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return err
}

// MayBeCached gets what others hold too.
func MayBeCached(p string) error {
	f, err := openCached(p)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return err
}

func Identity(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	g := identity(f)
	defer g.Close()
	return nil
}

func KeptUnlessError(addr string, p *pool) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if err := p.putErr(c); err != nil {
		c.Close()
		return err
	}
	return nil
}

type closer interface{ shut(c net.Conn) }

func UnknownMethod(addr string, x closer) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	x.shut(c)
	return nil
}

func RecursionBorrows(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when RecursionBorrows returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fmt.Println(recBorrow(f, 3))
	return nil
}

func IdentityForgotten(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when IdentityForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fmt.Println(name(identity(f)))
	return nil
}

func WrapperForgotten(p string) (string, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when WrapperForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return wrapRd(f).ReadString('\n')
}

func ReaderBorrows(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when ReaderBorrows returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var b [8]byte
	return readFull(f, b[:])
}

func FromHelperForgotten(p string) (string, error) {
	f, err := openLog(p) // want `f opened by callees\.openLog is not closed when FromHelperForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

// SecondResultForgotten closes one of two.
func SecondResultForgotten(a, b string) error {
	x, y, err := twoFiles(a, b) // want `y opened by callees\.twoFiles is not closed when SecondResultForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer x.Close()
	_, err = io.Copy(x, y)
	return err
}

func MethodBorrows(addr string, p *pool) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when MethodBorrows returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fmt.Println(p.peek(c))
	return nil
}

func ClosedOnOneBranch(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when ClosedOnOneBranch returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if len(p) > 3 {
		return closeErr(f)
	}
	return nil
}

// manyReturns borrows, by many ways.
func manyReturns(r io.Reader) (n int, err error) {
	b := make([]byte, 1)
	if _, err = r.Read(b); err != nil {
		return 0, err
	}
	if b[0] == 1 {
		return 1, nil
	}
	if b[0] == 2 {
		return 2, nil
	}
	if b[0] == 3 {
		return 3, nil
	}
	if b[0] == 4 {
		return 4, nil
	}
	if b[0] == 5 {
		return 5, nil
	}
	if b[0] == 6 {
		return 6, nil
	}
	if b[0] == 7 {
		return 7, nil
	}
	if b[0] == 8 {
		return 8, nil
	}
	if b[0] == 9 {
		return 9, nil
	}
	if b[0] == 10 {
		return 10, nil
	}
	if b[0] == 11 {
		return 11, nil
	}
	if b[0] == 12 {
		return 12, nil
	}
	if b[0] == 13 {
		return 13, nil
	}
	if b[0] == 14 {
		return 14, nil
	}
	if b[0] == 15 {
		return 15, nil
	}
	if b[0] == 16 {
		return 16, nil
	}
	if b[0] == 17 {
		return 17, nil
	}
	if b[0] == 18 {
		return 18, nil
	}
	if b[0] == 19 {
		return 19, nil
	}
	if b[0] == 20 {
		return 20, nil
	}
	return 0, nil
}

func ManyReturns(path string) (int, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when ManyReturns returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return manyReturns(f)
}

// Local opens by a function in a variable.
func Local(path string) (string, error) {
	open := func(suffix string) (*os.File, error) {
		f, err := os.Open(path + suffix)
		if err != nil {
			return nil, err
		}
		return f, nil
	}
	f, err := open(".txt") // want `f opened by open is not closed when Local returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

func LocalClosed(path string) (string, error) {
	open := func(suffix string) (*os.File, error) { return os.Open(path + suffix) }
	f, err := open(".txt")
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}

// linesOf closes the file in the end, however the range over it is left.
func linesOf(f *os.File) iter.Seq[string] {
	return func(yield func(string) bool) {
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan(); {
			if !yield(sc.Text()) {
				return
			}
		}
	}
}

func linesIn(f *os.File) iter.Seq[string] {
	return func(yield func(string) bool) {
		for sc := bufio.NewScanner(f); sc.Scan(); {
			if !yield(sc.Text()) {
				return
			}
		}
	}
}

func RangedOver(path string) (n int) {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	for range linesOf(f) {
		if n++; n > 3 {
			break
		}
	}
	return n
}

func RangedIn(path string) (n int) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when RangedIn returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0
	}
	for range linesIn(f) {
		n++
	}
	return n
}

func RangedLiteral(path string) (n int) {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	lines := func(yield func(string) bool) {
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan() && yield(sc.Text()); {
		}
	}
	for range lines {
		n++
	}
	return n
}

func closerOf(f *os.File) func() { return func() { f.Close() } }

func ByCloser(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	done := closerOf(f)
	defer done()
	_, err = f.Stat()
	return err
}

type streams struct{ Stdout *os.File }

// openOr gives what its caller has.
func (s streams) openOr(path string) (*os.File, error) {
	if path == "-" {
		return s.Stdout, nil
	}
	return os.Open(path)
}

// MayBeOwn gets what somebody else has, under the name of something of the process.
func MayBeOwn(s streams, p string) error {
	f, err := s.openOr(p)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return err
}
