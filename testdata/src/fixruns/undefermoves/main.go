// Command undefermoves: explicit closes become deferred where that cannot matter.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
)

func simple(path string, b []byte) (int, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return 0, err
	}
	n, err := f.Read(b)
	f.Close()
	return n, err
}

func paths(path string, b []byte) (int, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return 0, err
	}
	n, err := f.Read(b)
	if err != nil {
		f.Close()
		return 0, err
	}
	if n == 0 {
		_ = f.Close() // nothing
		return 0, io.EOF
	}
	// Done with it.
	f.Close()
	return n, nil
}

func falls(path string) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return
	}
	fmt.Println(f.Name() != "")
	f.Close()
}

func two(path string) error {
	a, err := os.Open(path) // fix: yes
	if err != nil {
		return err
	}
	b, err := os.Open(path) // fix: yes
	if err != nil {
		a.Close()
		return err
	}
	_, err = io.Copy(io.Discard, io.MultiReader(a, b))
	b.Close()
	a.Close()
	return err
}

func wrongOrder(path string) error {
	a, err := os.Open(path) // fix: may
	if err != nil {
		return err
	}
	b, err := os.Open(path) // fix: may
	if err != nil {
		a.Close()
		return err
	}
	_, err = io.Copy(io.Discard, io.MultiReader(a, b))
	a.Close()
	b.Close()
	return err
}

// rename must come after the close on some systems.
func rename(path string) error {
	f, err := os.Create(path + ".tmp") // not reported: what follows needs the release to be early
	if err != nil {
		return err
	}
	fmt.Fprint(f, "text")
	f.Close()
	return os.Rename(path+".tmp", path)
}

func reopened(path string) (string, error) {
	f, err := os.Create(path) // not reported: what follows needs the release to be early
	if err != nil {
		return "", err
	}
	fmt.Fprint(f, "reopened")
	f.Close()
	text, err := os.ReadFile(path)
	return string(text), err
}

func locked(mu *sync.Mutex, path string) {
	mu.Lock()
	f, err := os.Open(path) // fix: no
	if err != nil {
		mu.Unlock()
		return
	}
	fmt.Println(f.Name() != "")
	f.Close()
	mu.Unlock()
}

func calls(path string) int {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return 0
	}
	b := make([]byte, 1)
	n, _ := f.Read(b)
	f.Close()
	return add(n)
}

func add(n int) int { return n + 1 }

func checked(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	fmt.Fprint(f, "checked")
	if err := f.Close(); err != nil {
		return err
	}
	return nil
}

// again closes and opens again.
func again(path string) error {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return err
	}
	fmt.Println(f.Name() != "")
	f.Close()
	f, err = os.Open(path + "2")
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

func laterDefer(mu *sync.Mutex, path string) {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return
	}
	mu.Lock()
	defer mu.Unlock()
	fmt.Println(f.Name() != "")
	f.Close()
}

// use returns what the file says after the close.
func use(path string) (string, error) {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return "", err
	}
	_, err = f.Stat()
	f.Close()
	return f.Name()[:0], err
}

// deref returns what is behind a pointer.
func deref(path string) (int64, error) {
	f, err := os.Open(path) // fix: may
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	f.Close()
	var p *int64
	if err == nil {
		size := info.Size()
		p = &size
		return *p, nil
	}
	return 0, err
}

func pures(path string, b []byte) (string, int, [2]int, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return "", 0, [2]int{}, err
	}
	n, err := f.Read(b)
	f.Close()
	return string(b[:n]), len(b) - n, [2]int{n, 1}, err
}

type file struct {
	f *os.File
	n int
}

func (c *file) Close() error { c.n = -1; return c.f.Close() }

func openCustom(path string) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &file{f, 1}, nil
}

// custom returns what the release changes.
func custom(path string) (int, error) {
	c, err := openCustom(path) // fix: no
	if err != nil {
		return 0, err
	}
	c.f.Stat()
	c.Close()
	return c.n, nil
}

func status(url string) (int, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return 0, err
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode, nil
}

func main() {
	fmt.Println(pures(os.Args[0], make([]byte, 2)))
	fmt.Println(custom(os.Args[0]))
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	fmt.Println(status(srv.URL))
	dir, err := os.MkdirTemp("", "undefer-moves")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		log.Fatal(err)
	}
	b := make([]byte, 4)
	fmt.Println(simple(path, b))
	fmt.Println(paths(path, b))
	fmt.Println(paths(path, nil))
	falls(path)
	fmt.Println(two(path), wrongOrder(path))
	fmt.Println(rename(path))
	fmt.Println(reopened(path))
	var mu sync.Mutex
	locked(&mu, path)
	fmt.Println(calls(path))
	fmt.Println(checked(path))
	fmt.Println(again(path) != nil)
	laterDefer(&mu, path)
	fmt.Println(use(path))
	fmt.Println(deref(path))
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
