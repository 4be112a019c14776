// Command closediscarded: what is dropped is bound, where its error is checked.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
)

// want: f, err := os.Create(path) if err != nil { return err } defer f.Close() fmt.Println("touched")
// want: file, err := os.Create(f)

func touch(path string) error {
	_, err := os.Create(path) // fix: yes
	if err != nil {
		return err
	}
	fmt.Println("touched")
	return nil
}

// want: file, err := os.Create(f + "2") if err != nil { return err } defer file.Close() osFile, err := os.Create(f + "3")
// want: f1, err := os.Create(f + "4") if err != nil { return err } defer f1.Close() f2, err := os.Create(f + "5")
func namedMany(f string) error {
	_, err := os.Create(f + "2") // fix: yes
	if err != nil {
		return err
	}
	_, err = os.Create(f + "3") // fix: yes
	if err != nil {
		return err
	}
	_, err = os.Create(f + "4") // fix: yes
	if err != nil {
		return err
	}
	_, err = os.Create(f + "5") // fix: yes
	if err != nil {
		return err
	}
	fmt.Println("many", filepath.Base(f))
	return nil
}

func named(f string) error {
	_, err := os.Create(f) // fix: yes
	if err != nil {
		return err
	}
	return nil
}

// want: defer func() { if cerr := f.Close(); cerr != nil && err == nil { err = cerr } }()

func keeps(path string) (err error) {
	_, err = os.Create(path) // fix: may
	if err != nil {
		return err
	}
	return nil
}

func keepsNew(path string) (n int, err error) {
	n, err = fmt.Println("before")
	if err != nil {
		return n, err
	}
	_, e := os.Create(path) // fix: yes
	if e != nil {
		return n, e
	}
	return n, nil
}

func unchecked(path string) {
	_, err := os.Create(path) // fix: no
	fmt.Println(err)
}

func statement(path string) {
	os.Create(path) // fix: no
	fmt.Println("statement")
}

func blanks(path string) {
	_, _ = os.Create(path) // fix: no
	fmt.Println("blanks")
}

func inIf(path string) {
	if _, err := os.Create(path); err != nil { // fix: may
		log.Fatal(err)
	}
	fmt.Println("if")
}

func loop(paths ...string) error {
	for _, path := range paths {
		_, err := os.Create(path) // fix: no
		if err != nil {
			return err
		}
	}
	return nil
}

func busy(addr string) bool {
	_, err := net.Listen("tcp", addr) // fix: may
	if err != nil {
		return true
	}
	return false
}

func main() {
	dir, err := os.MkdirTemp("", "close-discarded")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	fmt.Println(touch(path), touch(dir) != nil)
	fmt.Println(named(path), namedMany(path))
	fmt.Println(keeps(path))
	fmt.Println(keepsNew(path))
	unchecked(path)
	statement(path)
	blanks(path)
	inIf(path)
	fmt.Println(loop(path, path))
	fmt.Println(busy("127.0.0.1:0"))
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
