// Command closekinds: resources of other kinds.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"
)

// want: defer resp.Body.Close()
// want: defer conn.Close()
// want: defer res.Body.Close()
// want: defer root.Close()

func get(url string) (int, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func status(url string) (string, error) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req) // fix: yes
	if err != nil {
		return "", fmt.Errorf("status: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return "", errors.New(res.Status)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	res.Body.Close()
	return string(text), nil
}

func port() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // fix: no, whoever gets the port may want it
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port[:0], err
}

func dial(addr string) (string, error) {
	conn, err := net.DialTimeout("tcp", addr, time.Second) // fix: yes
	if err != nil {
		return "", err
	}
	if _, err := fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		return "", err
	}
	b := make([]byte, 4)
	_, err = io.ReadFull(conn, b)
	return string(b), err
}

func rooted(dir string) (string, error) {
	root, err := os.OpenRoot(dir) // fix: yes
	if err != nil {
		return "", err
	}
	text, err := root.ReadFile("x")
	return string(text), err
}

// both leaks two.
func both(path string) (bool, error) {
	a, err := os.Open(path) // fix: yes
	if err != nil {
		return false, err
	}
	b, err := os.Open(path) // fix: yes
	if err != nil {
		return false, err
	}
	x, err := a.Stat()
	if err != nil {
		return false, err
	}
	y, err := b.Stat()
	if err != nil {
		return false, err
	}
	return os.SameFile(x, y), nil
}

// exits has a check that ends the program.
func exits(path string) string {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		log.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return ""
	}
	return string(text)
}

// panics has a check that panics.
func panics(path string) string {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		panic(err)
	}
	text, _ := io.ReadAll(f)
	return string(text)
}

// assigned has an error that is declared elsewhere.
func assigned(path string) (text string, err error) {
	var f *os.File
	f, err = os.Open(path) // fix: yes
	if err != nil {
		return
	}
	b, err := io.ReadAll(f)
	return string(b), err
}

// initial checks in the if's own statement.
func initial(path string) (string, error) {
	var f *os.File
	var err error
	if f, err = os.Open(path); err != nil { // fix: may
		return "", err
	}
	b, err := io.ReadAll(f)
	return string(b), err
}

// commented has comments about.
func commented(path string) (string, error) {
	// Open it.
	f, err := os.Open(path) // fix: yes
	// Check it.
	if err != nil { // bad
		return "", err
	} // checked
	// Read it.
	b, err := io.ReadAll(f)
	return string(b), err
}

// nested opens in a block.
func nested(path string, really bool) (string, error) {
	if really {
		f, err := os.Open(path) // fix: yes
		if err != nil {
			return "", err
		}
		b, err := io.ReadAll(f)
		return string(b), err
	}
	switch path {
	default:
		f, err := os.Open(path) // fix: yes
		if err != nil {
			return "", err
		}

		b, err := io.ReadAll(f)
		return string(b), err
	}
}

func main() {
	dir, err := os.MkdirTemp("", "close-kinds")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		log.Fatal(err)
	}
	srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer srv.Close()
	fmt.Println(get(srv.URL))
	fmt.Println(status(srv.URL + "/x"))
	fmt.Println(port())
	fmt.Println(dial(srv.Listener.Addr().String()))
	fmt.Println(rooted(dir))
	fmt.Println(both(path))
	fmt.Println(exits(path), panics(path))
	fmt.Println(assigned(path))
	fmt.Println(initial(path))
	fmt.Println(commented(path))
	fmt.Println(nested(path, true))
	fmt.Println(nested(path, false))
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
