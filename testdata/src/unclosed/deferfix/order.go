package deferfix

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
)

var errOrder = errors.New("order")

// What is deferred before the close runs after it.
func Earlier(path string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			fmt.Println(io.ReadAll(f))
		}
	}()
	f, err = os.Open(path) // want `no safe fix: what is deferred before it would run after the close`
	if err != nil {
		return err
	}
	return nil
}

// It may use what reads from the resource.
func EarlierReader(path string) (err error) {
	var r *bufio.Reader
	defer func() { fmt.Println(r.ReadString('\n')) }()
	f, err := os.Open(path) // want `no safe fix: what is deferred before it would run after the close`
	if err != nil {
		return err
	}
	r = bufio.NewReader(f)
	return nil
}

// It does not use what it names.
func EarlierError(path string) (err error) {
	defer func() { err = fmt.Errorf("earlier: %w", err) }()
	f, err := os.Open(path) // want `unclosed/leak`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// What a helper launches has the cancel at the same moment.
func Launches(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want `unclosed/undeferred`
	var wg sync.WaitGroup
	wg.Go(func() { _ = ping(ctx, "") })
	wg.Wait()
	cancel()
	return nil
}

// What is returned is computed already, or comes out the same.
func Settled(path string, buf []byte) (string, int, error) {
	f, err := os.Open(path) // want `unclosed/undeferred`
	if err != nil {
		return "", 0, err
	}
	n, err := f.Read(buf)
	if n == 0 {
		f.Close()
		return "", 0, io.EOF
	}
	if err != nil {
		f.Close()
		return "", n + 1, errOrder
	}
	f.Close()
	return string(buf[:n]), len(buf) - n, nil
}

// The status stays when the body is closed.
func Status(url string) (int, error) {
	resp, err := http.Get(url) // want `unclosed/undeferred`
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode, nil
}

type counting struct {
	f *os.File
	n int
}

func (c *counting) Close() error { c.n = -1; return c.f.Close() }

func newCounting(path string) (*counting, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &counting{f, 1}, nil
}

// What the release changes is read before it.
func Changed(path string) (int, error) {
	c, err := newCounting(path) // want `no safe fix: something happens between the release and the return`
	if err != nil {
		return 0, err
	}
	_, _ = c.f.Stat()
	c.Close()
	return c.n, nil
}

type telling struct {
	*os.File
	last []byte
	tell func()
}

func (t *telling) Close() error {
	t.last[0]++
	t.tell()
	return t.File.Close()
}

func newTelling(path string, last []byte, tell func()) (*telling, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &telling{f, last, tell}, nil
}

type tally int

func (t *tally) add() { *t++ }

// The release comes to n by its method.
func ByMethod(path string) (tally, error) {
	var n tally
	t, err := newTelling(path, make([]byte, 1), n.add) // want `no safe fix: something happens between the release and the return`
	if err != nil {
		return 0, err
	}
	_, _ = t.Stat()
	t.Close()
	return n, nil
}

// The release comes to last by a slice of it.
func BySlice(path string) ([1]byte, error) {
	var last [1]byte
	t, err := newTelling(path, last[:], func() {}) // want `no safe fix: something happens between the release and the return`
	if err != nil {
		return last, err
	}
	_, _ = t.Stat()
	t.Close()
	return last, nil
}

// It comes to an element by its address.
func ByElement(path string) ([1]int, error) {
	var last [1]int
	p := &last[0]
	t, err := newTelling(path, make([]byte, 1), addTo(p)) // want `no safe fix: something happens between the release and the return`
	if err != nil {
		return last, err
	}
	_, _ = t.Stat()
	t.Close()
	return last, nil
}

func addTo(n *int) func() { return func() { *n++ } }

func (t tally) String() string { return "" }

// A method that has a copy, and a slice of a slice, change nothing.
func ByCopies(path string, all []byte) (tally, error) {
	var n tally
	t, err := newTelling(path, all[:1], func() {}) // want `unclosed/undeferred`
	if err != nil {
		return 0, err
	}
	fmt.Println(n.String())
	t.Close()
	return n + tally(len(all)), nil
}

func commented(path string) (string, error) {
	f, err := os.Open(path) // want `is not closed when commented returns`
	if err != nil {
		return "", err
	}
	if path == "" {
		return "", errors.New("no path")
	}
	// Close it in the end,
	// whatever happens.
	defer f.Close() // drops its error
	b, err := io.ReadAll(f)
	return string(b), err
}

func commentedBelow(path string) (string, error) {
	f, err := os.Open(path)
	// Close it in the end.
	defer f.Close() // want `is closed by defer before its error is checked`
	// Does it work?
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(f)
	return string(b), err
}
