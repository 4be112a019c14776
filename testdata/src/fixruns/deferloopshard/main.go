// Command deferloopshard: loops whose body must not become a function, or only with care.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type holder struct {
	files   []*os.File
	ctx     context.Context
	readers map[string]io.Reader
	read    func([]byte) (int, error)
}

// It is stored in a field.
func (h *holder) stored(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		h.files = append(h.files[:0], f)
	}
	b := make([]byte, 1)
	_, err := h.files[0].Read(b)
	fmt.Printf("%s %v\n", b, err)
	return nil
}

// A reader over it goes into a map.
func (h *holder) mapped(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		h.readers[filepath.Base(name)] = bufio.NewReader(f)
	}
	all, err := io.ReadAll(h.readers["a"])
	fmt.Printf("%q %v\n", all, err)
	return nil
}

// A method of it is kept.
func (h *holder) method(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		h.read = f.Read
	}
	n, err := h.read(make([]byte, 9))
	fmt.Println(n, err)
	return nil
}

// A closure over it is called when the loop is over.
func closures(names []string) error {
	var later []func() string
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		later = append(later, func() string {
			text, err := io.ReadAll(f)
			return fmt.Sprintf("%q %v", text, err)
		})
	}
	for _, l := range later {
		fmt.Println(l())
	}
	return nil
}

// What has the context is used when the loop is over.
func (h *holder) contexts(n int) {
	for range n {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel() // fix: no
		h.ctx = ctx
	}
	fmt.Println(h.ctx.Err())
}

// It is the very error that the function's named result has.
// want: if err := func() error { f, err := os.Open(name) if err != nil { return err } defer f.Close() n++ return nil }(); err != nil { return n, err }
func named(names []string) (n int, err error) {
	defer func() { fmt.Println("deferred", n, err != nil) }()
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return n, err
		}
		defer f.Close() // fix: yes
		n++
	}
	return n, nil
}

// The other result is made where it is returned.
func made(names []string) (string, error) {
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Sprint(i), err
		}
		defer f.Close() // fix: no
	}
	return "all", nil
}

// The error has another value by the time that it is returned.
func wrapped(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			if errors.Is(err, os.ErrNotExist) {
				err = nil
			}
			return err
		}
		defer f.Close() // fix: no
	}
	return errors.New("end")
}

// The jump is to the outer loop.
func outer(lists [][]string) (n int) {
next:
	for _, names := range lists {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				continue next
			}
			defer f.Close() // fix: no
			n++
		}
	}
	return n
}

// A break of a switch stays, one of a select and of an inner loop, too.
func inner(names []string) (n int, _ error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close() // fix: yes
		switch st, _ := f.Stat(); {
		case st.IsDir():
			break
		default:
			for range 3 {
				if n++; n%2 == 0 {
					break
				}
			}
		}
		select {
		default:
			break
		}
	}
	return n, nil
}

// Two are opened in each turn.
func pairs(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: yes
		g, err := os.Open(name)
		if err != nil {
			return err
		}
		defer g.Close() // fix: yes
		a, _ := io.ReadAll(f)
		b, _ := io.ReadAll(g)
		fmt.Println(string(a) == string(b))
	}
	return nil
}

// Something is launched with it, which goes on behind the turn.
func launched(names []string, out chan string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()                                         // not reported
		go func() { b, _ := io.ReadAll(f); out <- string(b) }() // fix: may
	}
	for range names {
		<-out
	}
	return nil
}

// The ports differ as long as all listeners are open.
func ports(n int) (list []int, err error) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // fix: no
		list = append(list, l.Addr().(*net.TCPAddr).Port)
	}
	return list, nil
}

// It is no error for certain.
func typed(names []string) (err error) {
	for _, name := range names {
		f, e := os.Open(name) // fix: no
		if e != nil || name == "" {
			return e
		}
		defer f.Close()
	}
	return io.EOF
}

// An iterator's loop is one, too.
func iterated(names iter.Seq[string]) (lines []string, err error) {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close() // fix: yes
		s := bufio.NewScanner(f)
		s.Scan()
		lines = append(lines, strings.ToUpper(s.Text()))
	}
	return lines, nil
}

func each(names ...string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, n := range names {
			if !yield(n) {
				return
			}
		}
	}
}

func main() {
	dir, err := os.MkdirTemp("", "deferloopshard")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	a, none := filepath.Join(dir, "a"), filepath.Join(dir, "none")
	if err := os.WriteFile(a, []byte("text"), 0o600); err != nil {
		panic(err)
	}
	h := &holder{readers: make(map[string]io.Reader)}
	fmt.Println(h.stored([]string{a}), h.mapped([]string{a}), h.method([]string{a}))
	fmt.Println(closures([]string{a, a}))
	h.contexts(2)
	for _, names := range [][]string{{a, a}, {a, none}} {
		n, err := named(names)
		fmt.Println(n, err != nil)
		s, err := made(names)
		fmt.Println(s, err != nil)
		fmt.Println(wrapped(names))
		n, err = inner(append(names, dir))
		fmt.Println(n, err != nil)
		fmt.Println(pairs(names) != nil, typed(names) == io.EOF)
		l, err := iterated(each(names...))
		fmt.Println(l, err != nil)
	}
	fmt.Println(outer([][]string{{a}, {none, a}, {a, a}}))
	fmt.Println(launched([]string{a, a}, make(chan string, 2)))
	list, err := ports(50)
	slices.Sort(list)
	fmt.Println(len(slices.Compact(list)), err)
}
