// Command closechanges: what is released is not what was opened, the release changes
// what is returned, or the deferred call is about more.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

type transport struct{}

func (transport) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("hello"))}, nil
}

type loud struct{ io.ReadCloser }

func (l loud) Close() error {
	fmt.Println("loud close")
	return l.ReadCloser.Close()
}

func replaced(c *http.Client) (string, error) {
	resp, err := c.Get("http://x.test/") // fix: no
	if err != nil {
		return "", err
	}
	resp.Body = loud{resp.Body}
	b, err := io.ReadAll(resp.Body)
	text := string(b)
	resp.Body.Close()
	return text, err
}

var open int

type res struct {
	f    *os.File
	name string
	done func()
}

func newRes(done func()) (*res, error) {
	f, err := os.Open("/dev/null")
	if err != nil {
		return nil, err
	}
	open++
	return &res{f, "first", done}, nil
}

func (r *res) use() { fmt.Println("use", r.name) }

func (r *res) Close() error {
	open--
	r.done()
	return r.f.Close()
}

func packageVariable() (int, error) {
	r, err := newRes(func() {}) // fix: no
	if err != nil {
		return 0, err
	}
	r.use()
	r.Close()
	return open, nil
}

func captured() (int, error) {
	n := 0
	r, err := newRes(func() { n++ }) // fix: no
	if err != nil {
		return 0, err
	}
	r.use()
	r.Close()
	return n, nil
}

func byAddress() (int, error) {
	n := 0
	r, err := newRes(adds(&n)) // fix: no
	if err != nil {
		return 0, err
	}
	r.use()
	r.Close()
	return n, nil
}

func adds(n *int) func() { return func() { *n++ } }

// quiet changes nothing that is returned.
func quiet() (int, error) {
	n := 2
	r, err := newRes(func() {}) // fix: yes
	if err != nil {
		return 0, err
	}
	r.use()
	r.Close()
	return n, nil
}

type value struct {
	f    *os.File
	name string
}

func newValue() (value, error) {
	f, err := os.Open("/dev/null")
	return value{f, "first"}, err
}

func (v value) use() { fmt.Println("use", v.name) }

func (v value) Close() error {
	fmt.Println("close", v.name)
	return v.f.Close()
}

func byValue() (int, error) {
	v, err := newValue() // fix: no
	if err != nil {
		return 0, err
	}
	v.name = "second"
	v.use()
	v.Close()
	return 1, nil
}

func twice(dir string) error {
	_, err := os.Create(dir + "/a") // fix: yes
	if err != nil {
		return err
	}
	_, err = os.Create(dir + "/b") // fix: yes
	if err != nil {
		return err
	}
	_, err2 := os.Create(dir + "/c") // fix: yes
	if err2 != nil {
		return err2
	}
	return nil
}

func main() {
	fmt.Println(replaced(&http.Client{Transport: transport{}}))
	fmt.Println(packageVariable())
	fmt.Println(captured())
	fmt.Println(byAddress())
	fmt.Println(quiet())
	fmt.Println(byValue())
	dir, err := os.MkdirTemp("", "closechanges")
	if err == nil {
		defer os.RemoveAll(dir)
	}
	fmt.Println(twice(dir))
}
