// Command closeleaves: what comes to the resource leaves the function with its result,
// or goes on in a goroutine.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
)

type client struct{ url string }

func newClient(url string) (*client, error) { return &client{url}, nil }

// server gives its address away.
func server() (*client, error) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // fix: may
		io.WriteString(w, "hello")
	}))
	base := srv.URL + "/x"
	c, err := newClient(base)
	if err != nil {
		return nil, err
	}
	return c, nil
}

type reader struct{ read func([]byte) (int, error) }

func method() (*reader, error) {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return nil, err
	}
	return &reader{f.Read}, nil
}

func lines() (sc *bufio.Scanner, err error) {
	f, err := os.Open("/dev/null") // fix: may
	if err != nil {
		return nil, err
	}
	sc = bufio.NewScanner(f)
	return
}

type pump struct {
	r    io.Reader
	done chan error
}

func newPump(r io.Reader) *pump { return &pump{r, make(chan error, 1)} }

func (p *pump) start(gate chan bool) {
	go func() { // fix: may
		<-gate
		_, err := p.r.Read(make([]byte, 1))
		p.done <- err
	}()
}

func starts(gate chan bool) (chan error, error) {
	f, err := os.Open("/dev/zero") // fix: no
	if err != nil {
		return nil, err
	}
	p := newPump(f)
	p.start(gate)
	return nil, nil
}

var last *pump

func launches(gate chan bool, res chan error) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	read := f.Read
	go func() { // fix: may
		<-gate
		_, err := read(make([]byte, 1))
		res <- err
	}()
	return nil
}

// apart launches what has nothing to do with the file.
func apart(res chan int) (n int, err error) {
	f, err := os.Open("/dev/zero") // fix: yes
	if err != nil {
		return 0, err
	}
	go func() { res <- 1 }() // fix: yes
	n, err = f.Read(make([]byte, 1))
	return n, err
}

// data does not come to the file.
func data() (string, os.FileInfo, error) {
	f, err := os.Open("/dev/null") // fix: yes
	if err != nil {
		return "", nil, err
	}
	info, err := f.Stat()
	return f.Name(), info, err
}

func main() {
	c, err := server()
	fmt.Println(err)
	resp, err := http.Get(c.url)
	fmt.Println(err)
	if err == nil {
		resp.Body.Close()
	}
	r, _ := method()
	fmt.Println(r.read(make([]byte, 1)))
	sc, _ := lines()
	fmt.Println(sc.Scan(), sc.Err())
	gate, res := make(chan bool), make(chan error)
	launches(gate, res)
	close(gate)
	fmt.Println(<-res)
	ch := make(chan int)
	n, err := apart(ch)
	fmt.Println(n, err, <-ch)
	name, info, err := data()
	fmt.Println(name, info.Name(), err)
	starts(gate)
}
