// Command beforecheck: the defer moves below the check.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

// want: if err != nil { return "", err } defer f.Close() text, err :=

func read(path string) (string, error) {
	f, err := os.Open(path)
	defer f.Close() // fix: yes
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(f)
	return string(text), err
}

func closure(path string) (string, error) {
	f, err := os.Open(path)
	defer func() { // fix: no
		// Close it, and say so.
		if err := f.Close(); err != nil {
			fmt.Println("close:", err)
		}
	}()
	if err != nil {
		return "", nil
	}
	text, err := io.ReadAll(f)
	return string(text), err
}

func between(path string) (string, error) {
	f, err := os.Open(path)
	name := filepath.Base(path)
	defer f.Close() // fix: yes
	n := len(name)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(f)
	return string(text[:n]), err
}

func elsewise(path string) string {
	f, err := os.Open(path)
	defer f.Close() // fix: no
	if err == nil {
		text, _ := io.ReadAll(f)
		return string(text)
	}
	return err.Error()[:4]
}

func guarded(path string) error {
	f, err := os.Open(path)
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if err != nil {
		return err
	}
	return nil
}

func main() {
	dir, err := os.MkdirTemp("", "before-check")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		log.Fatal(err)
	}
	fmt.Println(read(path))
	fmt.Println(closure(path))
	fmt.Println(between(path))
	fmt.Println(elsewise(path), elsewise(path+"none"))
	fmt.Println(guarded(path))
	_, err = read(path + "none")
	fmt.Println(err != nil)
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
