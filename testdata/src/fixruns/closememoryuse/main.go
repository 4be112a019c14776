// Command closememoryuse lets memory of what a fix would close out of a function, where what gives
// it is in another package.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	"example.com/fixruns/closememoryuse/mapped"
)

func method() ([]byte, error) {
	f, err := mapped.Open("method") // fix: no
	if err != nil {
		return nil, err
	}
	b := f.Slice(0, 4)
	return b, nil
}

func function() ([]byte, error) {
	f, err := mapped.Open("function") // fix: no
	if err != nil {
		return nil, err
	}
	return mapped.Head(f), nil
}

func field() ([]byte, error) {
	f, err := mapped.Open("field") // fix: no
	if err != nil {
		return nil, err
	}
	return f.Raw, nil
}

func visited() (last []byte, err error) {
	f, err := mapped.Open("visited") // fix: no
	if err != nil {
		return nil, err
	}
	keep := func(b []byte) { last = b }
	f.Visit(keep)
	return last, nil
}

// An own file is one of the other package.
type own struct {
	*mapped.File
	parts [][]byte
}

func openOwn(name string) (*own, error) {
	f, err := mapped.Open(name)
	if err != nil {
		return nil, err
	}
	return &own{f, [][]byte{f.Slice(1, 3)}}, nil
}

func (o *own) Close() error { return o.File.Close() }

func embedded() ([]byte, error) {
	o, err := openOwn("embedded") // fix: no
	if err != nil {
		return nil, err
	}
	return o.Slice(0, 4), nil
}

func beside() ([]byte, error) {
	o, err := openOwn("beside") // fix: no
	if err != nil {
		return nil, err
	}
	return o.parts[0], nil
}

// copied, named and read have what they return to themselves.
func copied() ([]byte, error) {
	f, err := mapped.Open("copied") // fix: yes
	if err != nil {
		return nil, err
	}
	b := make([]byte, f.Size())
	if _, err := f.ReadAt(b, 0); err != nil {
		return nil, err
	}
	return append(b, f.Slice(0, 2)...), nil
}

func named() (string, string, error) {
	f, err := mapped.Open("named") // fix: yes
	if err != nil {
		return "", "", err
	}
	return f.Name, string(f.Slice(0, 2)), nil
}

func read(name string) ([]byte, error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return nil, err
	}
	return mapped.Load(f, 2)
}

func lines(name string) (list []string, err error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return nil, err
	}
	s := bufio.NewScanner(f)
	for s.Scan() {
		list = append(list, s.Text())
	}
	return list, s.Err()
}

func get(url string) (http.Header, []byte, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return nil, nil, err
	}
	b, err := io.ReadAll(resp.Body)
	return resp.Header, b, err
}

func main() {
	for _, f := range []func() ([]byte, error){method, function, field, visited, embedded, beside, copied} {
		b, err := f()
		fmt.Printf("%q %v\n", b, err)
	}
	fmt.Println(named())
	fmt.Println(read(os.DevNull))
	fmt.Println(lines(os.DevNull))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "body") }))
	defer srv.Close()
	header, b, err := get(srv.URL)
	fmt.Printf("%s %q %v\n", header.Get("Content-Type"), b, err)
}
