// Command closelate: defers that stand too late, and constructors that lose what they open.
package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
)

type conn struct {
	name string
	open bool
}

var log []string

func dial(name string) (*conn, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	log = append(log, "open "+name)
	return &conn{name, true}, nil
}

func (c *conn) Close() error {
	log = append(log, "close "+c.name)
	c.open = false
	return nil
}

func (c *conn) ping() error {
	if strings.Contains(c.name, "bad") {
		return errors.New("bad")
	}
	return nil
}

type client struct {
	c    *conn
	peer *conn
	note string
}

// The failing returns of a constructor.
func newClient(name string) (*client, error) {
	c, err := dial(name)
	if err != nil {
		return nil, err
	}
	if err := c.ping(); err != nil {
		return nil, err
	}
	return &client{c: c}, nil
}

// The error tells the state of the connection.
func newClientTells(name string) (*client, error) {
	c, err := dial(name)
	if err != nil {
		return nil, err
	}
	if err := c.ping(); err != nil {
		return nil, fmt.Errorf("%v open %t: %w", c.name, c.open, err)
	}
	return &client{c: c}, nil
}

// A deferred function looks at it.
func newClientDeferred(name string) (cl *client, err error) {
	var c *conn
	defer func() { fmt.Println("deferred", c != nil && c.open, err) }()
	c, err = dial(name)
	if err != nil {
		return nil, err
	}
	if err = c.ping(); err != nil {
		return nil, err
	}
	return &client{c: c}, nil
}

// Two of them.
func newPair(a, b string) (*client, error) {
	x, err := dial(a)
	if err != nil {
		return nil, err
	}
	y, err := dial(b)
	if err != nil {
		return nil, err
	}
	if err := y.ping(); err != nil {
		return nil, err
	}
	return &client{c: x, peer: y}, nil
}

// It is in a struct that a failing return gives back.
func newBoth(name string) (*client, error) {
	c, err := dial(name)
	if err != nil {
		return nil, err
	}
	cl := &client{c: c}
	if err := c.ping(); err != nil {
		cl.note = "failed"
		return cl, err
	}
	return cl, nil
}

// A late defer, and what is deferred between.
func late(name string) (err error) {
	c, err := dial(name)
	if err != nil {
		return err
	}
	if err := c.ping(); err != nil {
		return err
	}
	defer c.Close()
	log = append(log, "use "+c.name)
	return nil
}

func lateBetween(name string) (err error) {
	c, err := dial(name)
	if err != nil {
		return err
	}
	defer func() { log = append(log, "between "+fmt.Sprint(c.open)) }()
	if err := c.ping(); err != nil {
		return err
	}
	defer c.Close()
	return nil
}

// The variable is replaced in between.
func replaced(name string) error {
	c, err := dial(name)
	if err != nil {
		return err
	}
	if err := c.ping(); err != nil {
		return err
	}
	if strings.HasPrefix(name, "again") {
		c.Close()
		c, err = dial("second " + name)
		if err != nil {
			return err
		}
	}
	defer c.Close()
	return nil
}

// A status check first.
func fetch(url string) (string, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %s", resp.Status)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// Both in one check.
func fetchBoth(url string) (string, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil || resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%w, or status", err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// The body is replaced by what decompresses it.
func fetchZipped(url string) (string, error) {
	req, _ := http.NewRequest("GET", url, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultClient.Do(req) // fix: no
	if err != nil {
		return "", err
	}
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			return "", err
		}
		resp.Body = z
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// The reader leaves the function.
func head(name string) (*bufio.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

// A reader leaves by a closure.
func next(name string) (func() (string, error), error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(f)
	return func() (string, error) { return r.ReadString('\n') }, nil
}

// In an else.
func orElse(name string) int {
	n := 0
	if f, err := os.Open(name); err != nil { // fix: yes
		n = -1
	} else {
		st, err := f.Stat()
		if err != nil {
			return -2
		}
		n = int(st.Size())
	}
	return n
}

// Where there is none.
func only(name string) int {
	f, err := os.Open(name) // fix: yes
	n := -1
	if err == nil {
		st, err := f.Stat()
		if err != nil {
			return -2
		}
		n = int(st.Size())
	}
	return n
}

type server struct{ l net.Listener }

// It serves what it has opened.
func listen(addr string) (*server, error) {
	l, err := net.Listen("tcp", addr) // fix: yes
	if err != nil {
		return nil, err
	}
	if _, ok := l.Addr().(*net.UnixAddr); ok {
		return nil, errors.New("unix")
	}
	s := &server{l}
	go func() { // fix: yes
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			io.WriteString(c, "hello")
			c.Close()
		}
	}()
	return s, nil
}

func main() {
	dir, _ := os.MkdirTemp("", "red")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	os.WriteFile("a", []byte("one\ntwo\n"), 0o600)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ok":
			io.WriteString(w, "ok")
		case "/zip":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.WriteString(z, "zipped")
			z.Close()
		default:
			w.WriteHeader(404)
		}
	}))
	defer srv.Close()
	for _, name := range []string{"", "good", "bad", "again good", "again bad"} {
		for _, f := range []func(string) (*client, error){newClient, newClientTells, newClientDeferred, newBoth} {
			c, err := f(name)
			fmt.Println(c != nil, err)
			if c != nil {
				fmt.Println(c.c.open)
			}
		}
		c, err := newPair("good", name)
		fmt.Println(c != nil, err)
		fmt.Println(late(name), lateBetween(name), replaced(name))
	}
	for _, path := range []string{"/ok", "/zip", "/none"} {
		fmt.Println(fetch(srv.URL + path))
		_, err := fetchBoth(srv.URL + path)
		fmt.Println(err != nil)
		fmt.Println(fetchZipped(srv.URL + path))
	}
	r, err := head("a")
	if err == nil {
		s, err := r.ReadString('\n')
		fmt.Printf("%q %v\n", s, err)
	}
	f, err := next("a")
	if err == nil {
		s, err := f()
		fmt.Printf("%q %v\n", s, err)
	}
	fmt.Println(orElse("a"), orElse("b"), only("a"), only("b"))
	s, err := listen("127.0.0.1:0")
	fmt.Println(s != nil, err)
	if err == nil {
		c, err := net.Dial("tcp", s.l.Addr().String()) // fix: no
		if err == nil {
			b, err := io.ReadAll(c)
			fmt.Println(string(b), err)
			c.Close()
		}
		s.l.Close()
	}
	uses := 0
	for _, l := range log {
		if strings.HasPrefix(l, "use") || strings.HasPrefix(l, "between") {
			fmt.Println(l)
			uses++
		}
	}
	fmt.Println(uses)
}
