// Package responses has shapes of http.
package responses

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
	"strings"
	"sync"
	"time"
)

// P1: a doer interface.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func P1(d doer, r *http.Request) (int, error) {
	resp, err := d.Do(r) // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// P2: a func value with the signature of RoundTrip.
func P2(rt func(*http.Request) (*http.Response, error), r *http.Request) (int, error) {
	resp, err := rt(r) // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// P3: transport wrapper passes on.
type rtf func(*http.Request) (*http.Response, error)

func (f rtf) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// P4: retry transport that drains.
type retry struct{ next http.RoundTripper }

func (t *retry) RoundTrip(r *http.Request) (*http.Response, error) {
	for i := 0; ; i++ {
		resp, err := t.next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 500 || i > 3 {
			return resp, nil
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

// P5: retry transport that does not close.
type retry2 struct{ next http.RoundTripper }

func (t *retry2) RoundTrip(r *http.Request) (*http.Response, error) {
	for i := 0; ; i++ {
		resp, err := t.next.RoundTrip(r) // want "unclosed/leak"
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 500 || i > 3 {
			return resp, nil
		}
		time.Sleep(time.Second)
	}
}

// P6: status check helper closes on error.
func check(resp *http.Response) error {
	if resp.StatusCode/100 == 2 {
		return nil
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return errors.New(string(b))
}

func P6(u string) ([]byte, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	if err := check(resp); err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// P7: helper that only looks.
func status(resp *http.Response) error {
	if resp.StatusCode/100 == 2 {
		return nil
	}
	return errors.New(resp.Status)
}

func P7(u string) ([]byte, error) {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	if err := status(resp); err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// P8: gzip body: the reader does not close the body.
func P8(u string) ([]byte, error) {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(resp.Body)
	if err != nil {
		return nil, err
	}
	defer zr.Close()
	return io.ReadAll(zr)
}

// P9: body given to a reader closure that closes.
type gzBody struct {
	*gzip.Reader
	body io.Closer
}

func (b *gzBody) Close() error { return errors.Join(b.Reader.Close(), b.body.Close()) }

func P9(u string) (io.ReadCloser, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(resp.Body)
	if err != nil {
		resp.Body.Close()
		return nil, err
	}
	return &gzBody{zr, resp.Body}, nil
}

// P10: as P9, the error leaks.
func P10(u string) (io.ReadCloser, error) {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(resp.Body)
	if err != nil {
		return nil, err
	}
	return &gzBody{zr, resp.Body}, nil
}

// P11: MaxBytesReader owns.
func P11(w http.ResponseWriter, u string) ([]byte, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	body := http.MaxBytesReader(w, resp.Body, 10)
	defer body.Close()
	return io.ReadAll(body)
}

// P12: replaced by NopCloser after reading and closing.
func P12(rt http.RoundTripper, r *http.Request) (*http.Response, error) {
	resp, err := rt.RoundTrip(r) // want "unclosed/undeferred"
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(b))
	return resp, nil
}

// P13: server's request body.
func P13(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), 400)
		return
	}
	w.Write(b)
}

// P14: FormFile.
func P14(w http.ResponseWriter, r *http.Request) {
	f, _, err := r.FormFile("x") // want "unclosed/leak"
	if err != nil {
		http.Error(w, err.Error(), 400)
		return
	}
	io.Copy(w, f)
}

// P15: fine.
func P15(w http.ResponseWriter, r *http.Request) {
	f, hdr, err := r.FormFile("x")
	if err != nil {
		http.Error(w, err.Error(), 400)
		return
	}
	defer f.Close()
	log.Print(hdr.Filename)
	io.Copy(w, f)
}

// P16: result struct.
type result struct {
	resp *http.Response
	err  error
}

func P16(urls []string) []int {
	out := make(chan result)
	for _, u := range urls {
		go func() {
			resp, err := http.Get(u)
			out <- result{resp, err}
		}()
	}
	var codes []int
	for range urls {
		r := <-out
		if r.err != nil {
			continue
		}
		codes = append(codes, r.resp.StatusCode)
		r.resp.Body.Close()
	}
	return codes
}

// P17: errgroup-like in wg.Go, closes.
func P17(urls []string) {
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Go(func() {
			resp, err := http.Get(u) // want "unclosed/leak"
			if err != nil {
				return
			}
			log.Print(resp.Status)
		})
	}
	wg.Wait()
}

// P18: Hijack style: upgraded connection as body.
func P18(c *http.Client, r *http.Request) (io.ReadWriteCloser, error) {
	resp, err := c.Do(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		resp.Body.Close()
		return nil, errors.New("no")
	}
	rwc, ok := resp.Body.(io.ReadWriteCloser)
	if !ok {
		resp.Body.Close()
		return nil, errors.New("not writable")
	}
	return rwc, nil
}

// P19: DumpResponse borrows.
func P19(u string) ([]byte, error) {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return httputil.DumpResponse(resp, true)
}

// P20: decode in else if.
func P20(u string, v any) (err error) {
	if resp, err := http.Get(u); err != nil {
		return err
	} else if resp.StatusCode != 200 { // expect-none
		resp.Body.Close()
		return errors.New("status")
	} else {
		defer resp.Body.Close()
		return json.NewDecoder(resp.Body).Decode(v)
	}
}

// P21: HEAD answered, but body closed only if not nil.
func P21(u string) bool {
	resp, err := http.Head(u)
	if resp != nil && resp.Body != nil {
		defer resp.Body.Close()
	}
	return err == nil && resp.StatusCode == 200
}

// P22: ReadResponse.
func P22(rd io.Reader, req *http.Request) (int, error) {
	return 0, nil
}

// P23: http.Post with a file body: the client closes it.
func P23(u, p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	resp, err := http.Post(u, "text/plain", f)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// P24: NewRequest error leaks the file.
func P24(u, p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	req, err := http.NewRequest("PUT", u, f)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// P25: response handed to a func that takes *http.Response of an unknown kind.
func P25(u string, fn func(*http.Response) error) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	return fn(resp)
}

// P26: only the body's reader.
func P26(u string, fn func(io.Reader) error) error {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return fn(resp.Body)
}

// P27: field access of header by a borrow.
func P27(u string, fn func(http.Header)) error {
	resp, err := http.Get(u) // want "unclosed/leak"
	if err != nil {
		return err
	}
	fn(resp.Header)
	return nil
}

// P28: cookies: client kept.
func P28(ctx context.Context, hc *http.Client, us []string) (n int, err error) {
	for _, u := range us {
		req, err := http.NewRequestWithContext(ctx, "GET", u, strings.NewReader(""))
		if err != nil {
			return n, err
		}
		resp, err := hc.Do(req) // want "unclosed/leak"
		if err != nil {
			return n, err
		}
		switch resp.StatusCode {
		case 200:
			n++
			resp.Body.Close()
		case 404:
			continue
		default:
			resp.Body.Close()
			return n, fmt.Errorf("status %d", resp.StatusCode)
		}
	}
	return n, nil
}

// P29: closes through a var of io.Closer slice.
func P29(u string) (code int, err error) {
	resp, err := http.Get(u)
	if err != nil {
		return 0, err
	}
	for _, c := range []io.Closer{resp.Body} {
		defer c.Close()
	}
	return resp.StatusCode, nil
}

// P30: the wrapper response is returned as a struct.
type page struct {
	Body   io.ReadCloser
	Status int
}

func P30(u string) (*page, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	return &page{resp.Body, resp.StatusCode}, nil
}

// P31: user of P30: page has no Close of its own: not an acquisition by summary.
func P31(u string) (int, error) {
	p, err := P30(u)
	if err != nil {
		return 0, err
	}
	defer p.Body.Close()
	return p.Status, nil
}
