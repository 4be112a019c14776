// Command undeferpure: what is only read may stay open while something is computed.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// want: defer f.Close() h := sha256.New() n, err := io.Copy(h, f) if err != nil { return "", fmt.Errorf("after %d: %w", n, err) } return hex.EncodeToString(h.Sum(nil)), nil
func sum(path string) (string, error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return "", err
	}
	h := sha256.New()
	n, err := io.Copy(h, f)
	f.Close()
	if err != nil {
		return "", fmt.Errorf("after %d: %w", n, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// want: defer f.Close() s := bufio.NewScanner(f)
func words(path string) (n int, err error) {
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return 0, err
	}
	s := bufio.NewScanner(f)
	s.Split(bufio.ScanWords)
	for s.Scan() {
		n++
	}
	f.Close()
	if err := s.Err(); err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, errEmpty
	}
	return n, nil
}

var errEmpty = errors.New("empty")

// The file goes when it is closed.
func taken(path string) (string, error) {
	f, err := os.Open(path) // not reported: what follows needs the release to be early
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(f)
	f.Close()
	if err := os.Remove(path); err != nil {
		return "", err
	}
	return strings.TrimSpace(string(text)), err
}

// Who is told may open it again, as many times as there are descriptors.
func told(path string, tell func()) (string, error) {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(f)
	f.Close()
	tell()
	return strings.TrimSpace(string(text)), err
}

// What is written is there when it is closed.
func written(path string) (int64, error) {
	f, err := os.Create(path) // not reported: what follows needs the release to be early
	if err != nil {
		return 0, err
	}
	fmt.Fprintln(f, "text")
	f.Close()
	st, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

type noisy string

func (n noisy) String() string {
	_, err := os.Stat(filepath.Join(string(n), "gone"))
	return fmt.Sprint(err == nil)
}

// A String of one's own may do anything.
func said(path string) string {
	f, err := os.Open(path) // fix: no
	if err != nil {
		return ""
	}
	text, _ := io.ReadAll(f)
	f.Close()
	return fmt.Sprint(noisy(path), len(text))
}

func main() {
	dir, err := os.MkdirTemp("", "undeferpure")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "a")
	fmt.Println(written(name))
	fmt.Println(sum(name))
	_, err = sum(dir)
	fmt.Println(err != nil, strings.HasPrefix(err.Error(), "after 0:"))
	fmt.Println(words(name))
	fmt.Println(told(name, func() { fmt.Println("told") }))
	fmt.Println(said(name))
	fmt.Println(taken(name))
}
