package deferfix

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
)

type entry struct {
	ln  net.Listener
	srv *http.Server
}

func launchWith(ln net.Listener, name string) (*http.Server, error) {
	if name == "" {
		return nil, fmt.Errorf("no name")
	}
	srv := &http.Server{}
	go srv.Serve(ln)
	return srv, nil
}

// NewEntry loses it on the second failure as well, which cannot be told from outside launchWith: a
// fix of the first alone would look as if that were all.
func NewEntry(addr, name string) (*entry, error) {
	ln, err := net.Listen("tcp", addr) // want `ln opened by net\.Listen is not closed when NewEntry returns at line [0-9]+; call ln\.Close\(\) on that path; no safe fix: what it is given to keeps it, and on a return behind that it may be lost as well`
	if err != nil {
		return nil, err
	}
	if name == "-" {
		return nil, fmt.Errorf("no name")
	}
	srv, err := launchWith(ln, name)
	if err != nil {
		return nil, err
	}
	return &entry{ln: ln, srv: srv}, nil
}

// Tunnel loses it on each of three failures; the last asks what has come by it.
func Tunnel(addr string, req *http.Request) (net.Conn, error) {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when Tunnel returns at line [0-9]+, nor at lines [0-9]+ and [0-9]+; call c\.Close\(\) on those paths \(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	if err := req.Write(c); err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), req)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("proxy: %s", resp.Status)
	}
	return c, nil
}

type entries struct{ list []net.Listener }

// Stored it is the owner's, and what comes behind that is not its loss.
func (e *entries) Add(addr, name string) error {
	ln, err := net.Listen("tcp", addr) // want `ln opened by net\.Listen is not closed when \(\*entries\)\.Add returns at line [0-9]+; call ln\.Close\(\) on that path \(unclosed/leak\)`
	if err != nil {
		return err
	}
	if name == "-" {
		return fmt.Errorf("no name")
	}
	e.list = append(e.list, ln)
	if name == "" {
		return fmt.Errorf("no name")
	}
	return nil
}
