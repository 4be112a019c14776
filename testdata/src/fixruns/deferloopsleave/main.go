// Command deferloopsleave: bodies of loops that become functions, and what leaves them.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The body ends in a panic.
func panics(names []string) (n int) {
	defer func() { fmt.Println("recovered", recover(), n) }()
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // fix: yes
		n++
		if strings.HasSuffix(name, "a") {
			continue
		}
		panic("no a")
	}
	return n
}

// Both arms leave the body.
// want: fmt.Println(st.Size()) return nil } }(); err != nil { return err }
func arms(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: yes
		if st, err := f.Stat(); err != nil {
			return err
		} else if st.Size() > 100 {
			return errors.New("large")
		} else {
			fmt.Println(st.Size())
			continue
		}
	}
	return nil
}

// An endless inner loop ends it.
func inner(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: yes
		b := make([]byte, 1)
		for {
			if _, err := f.Read(b); err != nil {
				break
			}
			fmt.Printf("%s", b)
		}
	}
	fmt.Println()
	return nil
}

// The outer err is what the function returns: the literal would return one of its own, which reads as if
// that were lost.
func outer(names []string) (err error) {
	defer func() { fmt.Println("outer", err) }()
	for _, name := range names {
		var f *os.File
		f, err = os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		_, err = f.Seek(0, 0)
	}
	return err
}

// A switch in the body.
func switches(names []string) (int, error) {
	total := 0
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return total, fmt.Errorf("open %d: %w", i, err)
		}
		defer f.Close() // fix: yes
		st, err := f.Stat()
		switch {
		case err != nil:
			return total, fmt.Errorf("stat: %w", err)
		case st.Size() == 0:
			continue
		case st.IsDir():
			break
		default:
			total += int(st.Size())
		}
	}
	return total, nil
}

// A named result that the return sets.
func sum(names []string) (total int, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close() // fix: yes
		st, err := f.Stat()
		if err != nil {
			return 0, err
		}
		total += int(st.Size())
	}
	return
}

// The other result is a variable that the body shadows.
func shadows(names []string) (string, error) {
	last := "none"
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return last, err
		}
		defer f.Close() // fix: no
		last := filepath.Base(f.Name())
		fmt.Println(last)
		if last == "b" {
			return last, errors.New("b")
		}
	}
	return last, nil
}

// The error is another in the literal.
func wraps(names []string) error {
	var all []error
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			all = append(all, err)
			continue
		}
		defer f.Close() // fix: yes
		all = append(all, nil)
		if err := check(f); err != nil && len(all) > 1 {
			return fmt.Errorf("%d: %w", len(all), err)
		}
	}
	return errors.Join(all...)
}

func check(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if st.Size() > 2 {
		return fmt.Errorf("%s is large", filepath.Base(f.Name()))
	}
	return nil
}

// What is deferred by the function itself runs last.
func order(names []string) {
	defer fmt.Println("order is done")
	for i := range names {
		f, err := os.Open(names[i])
		if err != nil {
			fmt.Println(filepath.Base(names[i]))
			continue
		}
		defer f.Close() // fix: yes
		names[i] = strings.ToUpper(names[i])
	}
	fmt.Println(len(names))
}

// A closure over the file is called by what is deferred before.
func calledLater(names []string) (err error) {
	var read func() error
	defer func() { fmt.Println("later", read()) }()
	read = func() error { return nil }
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		read = func() error { _, err := f.Stat(); return err }
	}
	return nil
}

// It must be open while the next is read.
func chained(names []string) error {
	var prev *os.File
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		if prev != nil {
			st, err := prev.Stat()
			fmt.Println(st != nil, err)
		}
		prev = f
	}
	return nil
}

// Labels.
func labels(names []string) error {
names:
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: yes
		for i := range 3 {
			if i == 1 {
				continue names
			}
			fmt.Println(i)
		}
	}
	return nil
}

// A raw string keeps its lines; a comment at the end stays.
func text(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: yes; closed
		fmt.Println(`one
	two
three`)
		// the end
	}
	return nil
}

// The error may be nil where it is returned.
func mayBeNil(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		_, err = f.Stat()
		if strings.HasSuffix(name, "b") {
			return err
		}
		fmt.Println("not b")
	}
	return errors.New("no b")
}

// The condition is about another error.
func another(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		if err2 := check(f); err2 != nil {
			return err
		}
	}
	return errors.New("all fine")
}

type myErr struct{}

func (*myErr) Error() string { return "mine" }

func fails(f *os.File) *myErr { return nil }

// A nil pointer in an interface is an error, and stays one.
func typed(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // fix: no
		if err := fails(f); err == nil {
			return err
		}
	}
	return nil
}

func main() {
	dir, _ := os.MkdirTemp("", "red")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	var names []string
	for i, n := range []string{"a", "b", "c"} {
		name := n
		os.WriteFile(name, []byte(strings.Repeat(n, i+1)), 0o600)
		names = append(names, name)
	}
	missing := append(names[:2:2], "missing")
	show := func(what string, err error) {
		fmt.Println(what, err != nil, strings.ReplaceAll(fmt.Sprint(err), dir, ""))
	}
	for _, list := range [][]string{names, missing, nil} {
		panics(list)
		show("arms", arms(list))
		show("inner", inner(list))
		show("outer", outer(list))
		n, err := switches(list)
		show(fmt.Sprint("switches ", n), err)
		n, err = sum(list)
		show(fmt.Sprint("sum ", n), err)
		s, err := shadows(list)
		show("shadows "+s, err)
		show("wraps", wraps(list))
		order(append([]string(nil), list...))
		show("calledLater", calledLater(list))
		show("chained", chained(list))
		show("labels", labels(list))
		show("text", text(list))
		show("mayBeNil", mayBeNil(list))
		show("another", another(list))
		show("typed", typed(list))
	}
}
