// Command closeorder: what is deferred before would run after the close.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

func earlier(path string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			text, err := io.ReadAll(f)
			fmt.Println("earlier", string(text), err)
		}
	}()
	f, err = os.Open(path) // fix: no
	if err != nil {
		return err
	}
	return nil
}

func reader(path string) (err error) {
	var r *bufio.Reader
	defer func() {
		if r != nil {
			line, err := r.ReadString('\n')
			fmt.Println("reader", line, err)
		}
	}()
	f, err := os.Open(path) // fix: no
	if err != nil {
		return err
	}
	r = bufio.NewReader(f)
	return nil
}

func unrelated(path string) (err error) {
	defer fmt.Println("unrelated")
	f, err := os.Open(path) // fix: yes
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func flush(path string) (err error) {
	f, err := os.Create(path) // fix: yes
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	defer w.Flush()
	_, err = w.WriteString("flushed")
	return err
}

type sink struct{ w *bufio.Writer }

func (s *sink) flush() { fmt.Println("sink", s.w.Flush()) }

// byLiteral flushes what it is given later.
func byLiteral(path string) error {
	var s sink
	flush := func() { s.flush() }
	defer flush()
	f, err := os.Create(path) // fix: no
	if err != nil {
		return err
	}
	s.w = bufio.NewWriter(f) // fix: may
	_, err = s.w.WriteString("literal")
	return err
}

func byPointer(path string) error {
	var s sink
	p := &s
	defer p.flush()
	f, err := os.Create(path) // fix: no
	if err != nil {
		return err
	}
	s.w = bufio.NewWriter(f) // fix: may
	_, err = s.w.WriteString("pointer")
	return err
}

func byMethodValue(path string) error {
	var s sink
	flush := s.flush
	defer flush()
	f, err := os.Create(path) // fix: no
	if err != nil {
		return err
	}
	s.w = bufio.NewWriter(f) // fix: may
	_, err = s.w.WriteString("value")
	return err
}

type sinks []*sink

func (l *sinks) add(s *sink) { *l = append(*l, s) }

func byList(path string) error {
	var all sinks
	s := &sink{}
	all.add(s)
	defer func() {
		for _, s := range all {
			s.flush()
		}
	}()
	f, err := os.Create(path) // fix: may
	if err != nil {
		return err
	}
	s.w = bufio.NewWriter(f) // fix: may
	_, err = s.w.WriteString("list")
	return err
}

func main() {
	dir, err := os.MkdirTemp("", "close-order")
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		log.Fatal(err)
	}
	fmt.Println(earlier(path))
	fmt.Println(reader(path))
	fmt.Println(unrelated(path))
	fmt.Println(flush(path))
	text, err := os.ReadFile(path)
	fmt.Println(string(text), err)
	for _, write := range []func(string) error{byLiteral, byPointer, byMethodValue, byList} {
		fmt.Println(write(path))
		text, err := os.ReadFile(path)
		fmt.Println(string(text), err)
	}
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}
