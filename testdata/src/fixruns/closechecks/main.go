// Command closechecks: how an error can be asked for, beside an if of its own.
package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
)

// want: if err == nil { defer resp.Body.Close() } switch { case err != nil:
func switched(url string) (string, error) {
	resp, err := http.Get(url) // fix: yes
	switch {
	case err != nil:
		return "", err
	case resp.StatusCode == http.StatusNotFound:
		return "", errors.New("not there")
	case resp.StatusCode != http.StatusOK:
		return "", fmt.Errorf("status %d", resp.StatusCode)
	}
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// want: if err == nil { defer resp.Body.Close() } if err != nil { return "", err } else if
func otherwise(url string) (string, error) {
	resp, err := http.Get(url) // fix: yes
	if err != nil {
		return "", err
	} else if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %d", resp.StatusCode)
	}
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// The first case is another one.
func second(name string, n int) (int64, error) {
	f, err := os.Open(name) // fix: no
	switch {
	case n > 3:
		return 3, err
	case err != nil:
		return 0, err
	}
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// It goes on where there is an error.
func goesOn(name string) (n int64) {
	f, err := os.Open(name) // fix: no
	switch {
	case err != nil:
		n = -1
	case name == "b":
		return -2
	}
	if err == nil {
		st, err := f.Stat()
		if err != nil {
			return -3
		}
		n = st.Size()
	}
	return n
}

// By the value of the error.
func tagged(name string) (int64, error) {
	f, err := os.Open(name) // fix: no
	switch err {
	case nil:
	default:
		return 0, err
	}
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// With a statement of its own first.
func initial(name string) (int64, error) {
	f, err := os.Open(name) // fix: no
	switch n := len(name); {
	case err != nil:
		return 0, err
	case n > 3:
		return 3, nil
	}
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// In a loop.
// want: switch { case err != nil: continue
func looped(names []string) (n int64) {
	for _, name := range names {
		f, err := os.Open(name) // fix: no
		switch {
		case err != nil:
			continue
		case name == "b":
			return -2
		}
		st, _ := f.Stat()
		n += st.Size()
	}
	return n
}

// Many in a row.
// want: if err == nil { defer f.Close() } if err != nil { return "", err } else if name == "a" {
func many(name string) (string, error) {
	f, err := os.Open(name) // fix: yes
	if err != nil {
		return "", err
	} else if name == "a" {
		return "a", nil
	} else if st, err := f.Stat(); err != nil {
		return "", err
	} else {
		return fmt.Sprint(st.Size()), nil
	}
}

func main() {
	dir, _ := os.MkdirTemp("", "red")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	os.WriteFile("a", []byte("one"), 0o600)
	os.WriteFile("b", []byte("four"), 0o600)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ok":
			io.WriteString(w, "ok")
		case "/bad":
			w.WriteHeader(500)
		default:
			w.WriteHeader(404)
		}
	}))
	defer srv.Close()
	for _, path := range []string{"/ok", "/bad", "/none"} {
		fmt.Println(switched(srv.URL + path))
		fmt.Println(otherwise(srv.URL + path))
	}
	_, err := switched("http://127.0.0.1:1/")
	_, err2 := otherwise("http://127.0.0.1:1/")
	fmt.Println(err != nil, err2 != nil)
	for _, name := range []string{"a", "b", "c"} {
		fmt.Println(second(name, 1))
		fmt.Println(second(name, 4))
		fmt.Println(goesOn(name))
		fmt.Println(tagged(name))
		fmt.Println(initial(name))
		fmt.Println(many(name))
	}
	fmt.Println(looped([]string{"a", "c"}), looped([]string{"a", "b"}))
}
