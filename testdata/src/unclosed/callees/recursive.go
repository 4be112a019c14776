package callees

import (
	"io"
	"net/http"
	"os"
)

// What functions that call each other do does not depend on which is asked first:
// of each component one caller stands before it, and one behind.

func ViaLast(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	three(f, 3)
}

func one(f *os.File, n int) {
	if n == 0 {
		f.Close()
		return
	}
	two(f, n-1)
}

func two(f *os.File, n int) { three(f, n) }

func three(f *os.File, n int) { one(f, n) }

func ViaFirst(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	one(f, 3)
}

func ViaMiddle(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	two(f, 3)
}

func ViaIdle(path string) {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed.*\(unclosed/leak\)`
	if err != nil {
		return
	}
	tock(f, 3)
}

func tick(f *os.File, n int) {
	if n > 0 {
		tock(f, n-1)
	}
}

func tock(f *os.File, n int) {
	println(f.Name())
	tick(f, n)
}

// Wrapping stays wrapping, however deep.
func nest(r io.ReadCloser, n int) io.ReadCloser {
	if n == 0 {
		return r
	}
	return again(&nested{r}, n-1)
}

func again(r io.ReadCloser, n int) io.ReadCloser { return nest(r, n) }

type nested struct{ r io.ReadCloser }

func (n *nested) Read(p []byte) (int, error) { return n.r.Read(p) }
func (n *nested) Close() error               { return n.r.Close() }

func Nested(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return again(f, 3).Close()
}

// An opener that calls itself.

func FindForgotten(paths []string) string {
	f, err := find(paths) // want `f opened by callees\.find is not closed.*\(unclosed/leak\)`
	if err != nil {
		return ""
	}
	return f.Name()
}

func find(paths []string) (*os.File, error) {
	if len(paths) == 0 {
		return nil, os.ErrNotExist
	}
	f, err := os.Open(paths[0])
	if err != nil {
		return find(paths[1:])
	}
	return f, nil
}

func FindClosed(paths []string) string {
	f, err := find(paths)
	if err != nil {
		return ""
	}
	defer f.Close()
	return f.Name()
}

func get(c *http.Client, url string, n int) (*http.Response, error) {
	resp, err := c.Get(url)
	if err != nil {
		return nil, err
	}
	if n < 5 && resp.StatusCode == http.StatusServiceUnavailable {
		resp.Body.Close()
		next, err := get(c, url, n+1)
		if err != nil {
			return nil, err
		}
		return next, nil
	}
	return resp, nil
}

func Status(c *http.Client, url string) int {
	resp, err := get(c, url, 0) // want `resp opened by callees\.get is not closed.*\(unclosed/leak\)`
	if err != nil {
		return 0
	}
	return resp.StatusCode
}

// Three openers, of which only one opens anything; as an interface, too.

func BothForgotten(paths []string) {
	if r, err := byIndex(paths, 0); err == nil { // want `r opened by callees\.byIndex is not closed.*\(unclosed/leak\)`
		println(r)
	}
	if r, err := byName(paths, 0); err == nil { // want `r opened by callees\.byName is not closed.*\(unclosed/leak\)`
		println(r)
	}
}

func byIndex(paths []string, i int) (io.ReadCloser, error) {
	if i == len(paths) {
		return nil, io.EOF
	}
	return byName(paths, i)
}

func byName(paths []string, i int) (io.ReadCloser, error) {
	if paths[i] == "" {
		return byIndex(paths, i+1)
	}
	return byFile(paths, i)
}

func byFile(paths []string, i int) (io.ReadCloser, error) {
	f, err := os.Open(paths[i])
	if err != nil {
		return byIndex(paths, i+1)
	}
	return f, nil
}

func FileForgotten(paths []string) {
	if r, err := byFile(paths, 0); err == nil { // want `r opened by callees\.byFile is not closed.*\(unclosed/leak\)`
		println(r)
	}
}

// Nobody opens anything here.
func ping(n int) (*os.File, error) {
	if n == 0 {
		return nil, io.EOF
	}
	return pong(n - 1)
}

func pong(n int) (*os.File, error) { return ping(n) }

func Ping() bool {
	f, err := ping(3)
	return f == nil && err != nil
}

// One of the ways gives what lives as long as the process.
func shared(n int) (*os.File, error) {
	if n == 0 {
		return os.Stdout, nil
	}
	if n == 1 {
		return os.Open("x")
	}
	return sharedToo(n - 1)
}

func sharedToo(n int) (*os.File, error) { return shared(n) }

func Shared() string {
	f, err := sharedToo(3) // want `f opened by callees\.sharedToo is not closed when Shared returns at line [0-9]+; .*no safe fix: it may be something that lives as long as the process \(unclosed/leak\)`
	if err != nil {
		return ""
	}
	return f.Name()
}

// Functions that call each other may still never return.
func usage(n int) {
	if n > 0 {
		usageOf(n - 1)
	}
	os.Exit(n)
}

func usageOf(n int) { usage(n) }

func Usage(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	if f.Name() == "" {
		usageOf(3)
	}
	defer f.Close()
	return f.Name()
}

// DeferredAndRecursive closes early what a deferred call closes once more.
func DeferredAndRecursive(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer closeMany(f)
		one(f, len(paths))
	}
	return nil
}

// DeferredAndPerhaps does on some paths only.
func DeferredAndPerhaps(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer closeMany(f) // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		closeOrNot(f, len(paths))
	}
	return nil
}

func closeOrNot(f *os.File, n int) {
	if n == 0 {
		f.Close()
		return
	}
	closeOrKeep(f, n)
}

func closeOrKeep(f *os.File, n int) {
	if n == 7 {
		return
	}
	closeOrNot(f, n-1)
}
