// Command undeferkinds: explicit releases that could be deferred, and what would notice.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
)

// The checksum of a file.
func checksum(name string) (string, error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	f.Close()
	if err != nil {
		return "", fmt.Errorf("hashing: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil))[:8], nil
}

// The result is a closure's variable.
func lines(name string) (n int, err error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return 0, err
	}
	count := func() { n++ }
	s := bufio.NewScanner(f)
	for s.Scan() {
		count()
	}
	f.Close()
	return n, s.Err()
}

// The removed file is opened again by name.
func reopen(name string) (string, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	_, err = f.WriteString("new")
	if err != nil {
		f.Close()
		return "", err
	}
	f.Close()
	b, err := os.ReadFile(name)
	return string(b), err
}

type reader struct {
	io.Reader
	closed *bool
}

func (r reader) Close() error { *r.closed = true; fmt.Println("close"); return nil }

type text struct{ closed bool }

func openText(s string) (*text, error) {
	if s == "" {
		return nil, errors.New("none")
	}
	return &text{}, nil
}

func (t *text) Close() error   { t.closed = true; fmt.Println("text closed"); return nil }
func (t *text) String() string { return fmt.Sprint("text closed: ", t.closed) }

// Its String is called behind the close.
func tells(s string) string {
	t, err := openText(s)
	if err != nil {
		return err.Error()
	}
	if len(s) > 3 {
		t.Close()
		return "long"
	}
	t.Close()
	return fmt.Sprint(t)
}

// A field of it is returned.
func field(s string) (bool, error) {
	t, err := openText(s)
	if err != nil {
		return false, err
	}
	if len(s) > 3 {
		t.Close()
		return t.closed, nil
	}
	t.Close()
	return t.closed, nil
}

// A print behind the close.
func prints(s string) error {
	t, err := openText(s)
	if err != nil {
		return err
	}
	if len(s) > 3 {
		t.Close()
		return errors.New("long")
	}
	t.Close()
	fmt.Println("prints")
	return nil
}

// A deferred function that prints.
func deferredBefore(s string) error {
	defer fmt.Println("deferred before")
	t, err := openText(s)
	if err != nil {
		return err
	}
	if len(s) > 3 {
		t.Close()
		return errors.New("long")
	}
	t.Close()
	return nil
}

// And one after it.
func deferredAfter(s string) error {
	t, err := openText(s)
	if err != nil {
		return err
	}
	defer fmt.Println("deferred after")
	if len(s) > 3 {
		t.Close()
		return errors.New("long")
	}
	t.Close()
	return nil
}

// Two, closed in the order of opening.
func two(a, b string) (n int, err error) {
	x, err := openText(a)
	if err != nil {
		return 0, err
	}
	y, err := openText(b)
	if err != nil {
		x.Close()
		return 0, err
	}
	n = len(a) + len(b)
	x.Close()
	y.Close()
	return n, nil
}

// Two, the other way round.
func twoBack(a, b string) (n int, err error) {
	x, err := os.Open(a) // fix: yes
	if err != nil {
		return 0, err
	}
	y, err := os.Open(b) // fix: yes
	if err != nil {
		x.Close()
		return 0, err
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(x); err != nil {
		y.Close()
		x.Close()
		return 0, err
	}
	y.Close()
	x.Close()
	return buf.Len(), nil
}

// The status of a response.
func status(url string) (int, string, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return 0, "", err
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		resp.Body.Close()
		return 0, "", err
	}
	resp.Body.Close()
	return resp.StatusCode, string(bytes.ToUpper(b)), nil
}

// What is read lazily, after the close.
func lazily(name string) (string, error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return "", err
	}
	r := bufio.NewReader(f)
	line, err := r.ReadString('\n')
	if err != nil && err != io.EOF {
		f.Close()
		return "", err
	}
	f.Close()
	rest, err := r.ReadString('\n')
	return line + "|" + rest + fmt.Sprint(err != nil), nil
}

// An error of the close is looked at on one path.
func looked(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return nil
}

// A goto around it.
func jumps(name string) (int, error) {
	n := 0
again:
	f, err := os.Open(name)
	if err != nil {
		return n, err
	}
	n++
	if n < 3 {
		f.Close()
		goto again
	}
	f.Close()
	return n, nil
}

// The descriptor is what counts.
func descriptor(name string) (bool, error) {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return false, err
	}
	fd := f.Fd()
	if fd == 0 {
		f.Close()
		return false, errors.New("zero")
	}
	f.Close()
	g, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer g.Close()
	return g.Fd() == fd, nil
}

// A switch behind it.
func switched(name string) string {
	f, err := os.Open(name) // fix: no
	if err != nil {
		return "missing"
	}
	st, err := f.Stat()
	f.Close()
	switch {
	case err != nil:
		return "bad"
	case st.Size() > 3:
		return "large"
	}
	return "small"
}

// It panics in between.
func panics(name string) (s string) {
	defer func() { s = fmt.Sprint(recover()) }()
	t, err := openText(name)
	if err != nil {
		return "missing"
	}
	if len(name) > 3 {
		panic("in between")
	}
	t.Close()
	return "fine"
}

func main() {
	dir, _ := os.MkdirTemp("", "red")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	os.WriteFile("a", []byte("one\ntwo\n"), 0o600)
	os.WriteFile("b", []byte("b"), 0o600)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(404)
		io.WriteString(w, "not here")
	}))
	defer srv.Close()
	fmt.Println(checksum("a"))
	fmt.Println(lines("a"))
	fmt.Println(reopen("b"))
	for _, s := range []string{"", "a", "long one"} {
		fmt.Println(tells(s))
		fmt.Println(field(s))
		fmt.Println(prints(s), deferredBefore(s), deferredAfter(s))
		fmt.Println(two(s, "b"))
		fmt.Println(panics(s))
	}
	fmt.Println(twoBack("a", "b"))
	fmt.Println(twoBack("a", "c"))
	fmt.Println(status(srv.URL))
	fmt.Println(lazily("a"))
	fmt.Println(looked("a"), looked("c"))
	fmt.Println(jumps("a"))
	fmt.Println(descriptor("a"))
	fmt.Println(switched("a"), switched("b"), switched("c"))
	var closed bool
	r := reader{strings.NewReader(""), &closed}
	r.Close()
}
