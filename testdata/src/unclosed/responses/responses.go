// Package responses has the bodies of HTTP responses.
package responses

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

type client struct {
	hc   doer
	base string
	rt   http.RoundTripper
	fn   func(*http.Request) (*http.Response, error)
}

var errStatus = errors.New("status")

func StatusOnly(u string) (int, error) {
	resp, err := http.Get(u) // want `resp opened by http\.Get is not closed when StatusOnly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func (c *client) FuncField(req *http.Request) (string, error) {
	resp, err := c.fn(req) // want `resp opened by fn is not closed when \(\*client\)\.FuncField returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return resp.Status, nil
}

func DeferBeforeCheck(u string) error {
	resp, err := http.Get(u)
	defer resp.Body.Close() // want `resp opened by http\.Get is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
	if err != nil {
		return err
	}
	return nil
}

func drain(resp *http.Response) { io.Copy(io.Discard, resp.Body) }

// DrainOnly reads the body to its end, which does not close it.
func DrainOnly(u string) error {
	resp, err := http.Get(u) // want `resp opened by http\.Get is not closed when DrainOnly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	drain(resp)
	return nil
}

func checkStatus(resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return fmt.Errorf("status %s", resp.Status)
}

func CheckStatusLeak(u string) error {
	resp, err := http.Get(u) // want `resp opened by http\.Get is not closed when CheckStatusLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if err := checkStatus(resp); err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}

func HeadDrop(u string) error {
	_, err := http.Head(u) // want `the result of http\.Head is discarded.*\(unclosed/discarded\)`
	return err
}

func (c *client) get(path string) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.hc.Do(req)
	if err != nil {
		return nil, fmt.Errorf("get: %w", err)
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		return nil, errStatus
	}
	return resp, nil
}

func (c *client) useGetLeak() (string, error) {
	resp, err := c.get("/x") // want `resp opened by \(\*responses\.client\)\.get is not closed when \(\*client\)\.useGetLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return "", err
	}
	return resp.Header.Get("X"), nil
}

func (c *client) useGet() (string, error) {
	resp, err := c.get("/x")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	return resp.Header.Get("X"), nil
}

// getBad returns the response even with its own error.
func (c *client) getBad(path string) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.hc.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		return resp, errStatus
	}
	return resp, nil
}

func ErrAndNil(u string) error {
	resp, err := http.Get(u)
	if err != nil || resp == nil {
		return errors.Join(err, errStatus)
	}
	defer resp.Body.Close()
	return nil
}

func CloseInDefer(u string) (err error) {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer func() {
		_, _ = io.Copy(io.Discard, resp.Body)
		if cerr := resp.Body.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	return checkStatus(resp)
}

func CloseBody(b io.Closer) {
	if err := b.Close(); err != nil {
		log.Print(err)
	}
}

func CloseResponse(resp *http.Response) {
	if resp != nil && resp.Body != nil {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

func CloseHelper(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer CloseBody(resp.Body)
	return nil
}

func NilSafeHelper(u string) error {
	resp, err := http.Get(u)
	defer CloseResponse(resp)
	if err != nil {
		return err
	}
	return nil
}

type retry struct {
	next http.RoundTripper
	n    int
}

func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	var resp *http.Response
	var err error
	for i := 0; i < r.n; i++ {
		if i > 0 {
			time.Sleep(time.Second)
		}
		resp, err = r.next.RoundTrip(req)
		if err != nil {
			continue
		}
		if resp.StatusCode < 500 {
			return resp, nil
		}
		if i < r.n-1 {
			resp.Body.Close()
		}
	}
	return resp, err
}

type authT struct{ base http.RoundTripper }

func (t *authT) RoundTrip(req *http.Request) (*http.Response, error) {
	r := req.Clone(req.Context())
	r.Header.Set("Authorization", "x")
	return t.base.RoundTrip(r)
}

type gzipT struct{ base http.RoundTripper }

type gzBody struct {
	*gzip.Reader
	c io.Closer
}

func (g gzBody) Close() error { return errors.Join(g.Reader.Close(), g.c.Close()) }

func (t *gzipT) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.Header.Get("Content-Encoding") == "gzip" {
		zr, err := gzip.NewReader(resp.Body)
		if err != nil {
			resp.Body.Close()
			return nil, err
		}
		resp.Body = gzBody{zr, resp.Body}
	}
	return resp, nil
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// limitRT passes responses on.
func limitRT(next http.RoundTripper, ch chan struct{}) http.RoundTripper {
	return roundTripFunc(func(r *http.Request) (*http.Response, error) {
		ch <- struct{}{}
		defer func() { <-ch }()
		return next.RoundTrip(r)
	})
}

// ModifyBody puts a limit in front of the body, and keeps its Close.
func ModifyBody(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, 100), resp.Body}
	return resp, nil
}

// newServerLeak loses the server.
func newServerLeak(h http.Handler) string {
	srv := httptest.NewServer(h) // want `srv opened by httptest\.NewServer is not closed when newServerLeak returns at line [0-9]+.*\(unclosed/leak\)`
	return srv.URL
}

type stream struct {
	resp *http.Response
	dec  *json.Decoder
}

func (c *client) Stream(req *http.Request) (*stream, error) {
	resp, err := c.hc.Do(req)
	if err != nil {
		return nil, err
	}
	return &stream{resp, json.NewDecoder(resp.Body)}, nil
}

func (s *stream) Close() error { return s.resp.Body.Close() }

func (c *client) UseStreamLeak(req *http.Request) error {
	s, err := c.Stream(req) // want `s opened by \(\*responses\.client\)\.Stream is not closed when \(\*client\)\.UseStreamLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return s.dec.Decode(&c.base)
}

// Tunnel closes the answer's body, which is not the connection.
func Tunnel(addr string, req *http.Request) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		conn.Close()
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		conn.Close()
		return nil, errors.New(resp.Status)
	}
	resp.Body.Close()
	return conn, nil
}

func TunnelLost(addr string, req *http.Request) error {
	conn, err := net.Dial("tcp", addr) // want `conn opened by net\.Dial is not closed when TunnelLost returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		conn.Close()
		return err
	}
	defer resp.Body.Close()
	return nil
}

// Detached gives a response whose body needs no close.
func Detached(r *bufio.Reader, req *http.Request) (*http.Response, error) {
	resp, err := http.ReadResponse(r, req)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(strings.NewReader(""))
	return resp, nil
}

func UsesDetached(r *bufio.Reader, req *http.Request) (int, error) {
	resp, err := Detached(r, req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// Redirects closes each response before it asks for the next one.
func (c *client) Redirects(req *http.Request) (*http.Response, error) {
	var tried []*http.Request
	var resp *http.Response
	for {
		if len(tried) > 0 {
			resp.Body.Close()
		}
		tried = append(tried, req)
		var err error
		if resp, err = c.hc.Do(req); err != nil {
			return nil, err
		}
		if resp.StatusCode < 300 || len(tried) > 9 {
			return resp, nil
		}
		req = req.Clone(req.Context())
	}
}
