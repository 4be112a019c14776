package responses

import (
	"bufio"
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
