package responses

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
)

// What is read from somebody else's connection keeps nothing open.
func readOfOther(conn net.Conn, req *http.Request) (int, error) {
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

type link struct{ r *bufio.Reader }

func (l *link) read(req *http.Request) (int, error) {
	resp, err := http.ReadResponse(l.r, req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func readOfMemory(answer []byte, req *http.Request) (int, error) {
	r := bufio.NewReader(bytes.NewBuffer(answer))
	resp, err := http.ReadResponse(r, req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func readOfOwn(addr string, req *http.Request) (int, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, req) // want `resp opened by http\.ReadResponse is not closed when readOfOwn returns`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// What answers a HEAD request has nothing to read.
func head(url string) (int, error) {
	resp, err := http.Head(url) // want `resp opened by http\.Head is not closed when head returns at line [0-9]+: it answers a HEAD request, so that its body is empty; .*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func headByRequest(c *http.Client, url string) (int, error) {
	req, err := http.NewRequest(http.MethodHead, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := c.Do(req) // want `it answers a HEAD request, so that its body is empty; .*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func getByRequest(c *http.Client, url string) (int, error) {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := c.Do(req) // want `when getByRequest returns at line [0-9]+; defer`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func headDropped(url string) error {
	_, err := http.Head(url) // want `the result of http\.Head is discarded and can never be closed, though its body is empty, since it answers a HEAD request: .*\(unclosed/discarded\)`
	return err
}

func requestParts() (context.Context, string, string, io.Reader) {
	return context.Background(), "GET", "http://example.com", nil
}

// Spread makes its request of all results of one call.
func Spread(c *http.Client) error {
	req, err := http.NewRequestWithContext(requestParts())
	if err != nil {
		return err
	}
	resp, err := c.Do(req) // want `resp opened by .*Do is not closed when Spread returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if resp.StatusCode == http.StatusNotModified {
		return nil
	}
	return resp.Body.Close()
}
