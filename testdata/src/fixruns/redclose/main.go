// Command redclose attacks closes in the branch that loses a file, and defers: what still uses it,
// and what a close changes. Each case prints what a wrong fix would change.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

var (
	dir     string
	errFail = errors.New("fails")
)

func path(name string) string { return filepath.Join(dir, name) }

func check(fail bool) error {
	if fail {
		return errFail
	}
	return nil
}

// removed is closed before it is removed.
func removed(name string, fail bool) error {
	f, err := os.Create(path(name)) // fix: yes
	if err != nil {
		return err
	}
	if err := check(fail); err != nil {
		if err := os.Remove(f.Name()); err != nil {
			return fmt.Errorf("not removed: %w", err)
		}
		return fmt.Errorf("removed %s: %w", filepath.Base(f.Name()), err)
	}
	err = f.Close()
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	return os.Rename(f.Name(), path("renamed"))
}

// want: if err := check(fail); err != nil { f.Close() if err := os.Remove(f.Name()); err != nil {

// asked still needs the file behind the removal.
func asked(name string, fail bool) (int64, error) {
	f, err := os.Create(path(name)) // fix: may
	if err != nil {
		return 0, err
	}
	if err := check(fail); err != nil {
		os.Remove(f.Name())
		n, werr := f.WriteString("still open")
		return int64(n), errors.Join(err, werr)
	}
	f.Close()
	return 0, os.Remove(path(name))
}

// writesLast has a closure that writes before it removes.
func writesLast(name string, fail bool) error {
	f, err := os.Create(path(name)) // fix: may
	if err != nil {
		return err
	}
	remove := func() {
		_, err := f.WriteString("last words")
		text, _ := os.ReadFile(f.Name())
		fmt.Println("remove", string(text), err, os.Remove(f.Name()))
	}
	if err := check(fail); err != nil {
		remove()
		return err
	}
	f.Close()
	return os.Remove(path(name))
}

// goesOn closes early where all is well.
func goesOn(name string, n int) (string, error) {
	f, err := os.Open(path(name)) // fix: yes
	if err != nil {
		return "", err
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(f, text); err != nil {
		return "", fmt.Errorf("short: %w", err)
	}
	f.Close()
	if err := os.Rename(path(name), path(name+".read")); err != nil {
		return "", err
	}
	return string(text), os.Rename(path(name+".read"), path(name))
}

// want: if _, err := io.ReadFull(f, text); err != nil { f.Close() return "", fmt.Errorf("short: %w", err) }

// fromFile returns what is read there only.
func fromFile(name string, fail bool) (string, error) {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return "", err
	}
	if fail {
		text, err := io.ReadAll(f)
		return string(text), err
	}
	f.Close()
	fmt.Println("fromFile goes on")
	return "", nil
}

// asksThere returns what is worked out from the open file.
func asksThere(name string, fail bool) (int64, error) {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return 0, err
	}
	if fail {
		return size(f), errFail
	}
	f.Close()
	fmt.Println("asksThere goes on")
	return 0, nil
}

func size(f *os.File) int64 {
	info, err := f.Stat()
	if err != nil {
		return -1
	}
	return info.Size()
}

// deferredUse is read by a defer in the failing branch.
func deferredUse(name string, fail bool) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if err := check(fail); err != nil {
		defer func() { fmt.Println("deferredUse", size(f)) }()
		return err
	}
	f.Close()
	fmt.Println("deferredUse goes on")
	return nil
}

// earlierDefer is read by a defer of before.
func earlierDefer(name string, fail bool) error {
	var f *os.File
	defer func() { fmt.Println("earlierDefer", f != nil && size(f) >= 0) }()
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if err := check(fail); err != nil {
		return err
	}
	f.Close()
	fmt.Println("earlierDefer goes on")
	return nil
}

// shadows has another f in the branch.
func shadows(name string, fail bool) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if err := check(fail); err != nil {
		f, _ := os.Open(path(name)) // fix: may
		fmt.Println("shadows", size(f))
		return err
	}
	f.Close()
	fmt.Println("shadows goes on")
	return nil
}

var last *os.File

// escapes keeps the file in the branch.
func escapes(name string, fail bool) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if err := check(fail); err != nil {
		last = f
		return err
	}
	if name == "" {
		return errFail
	}
	f.Close()
	fmt.Println("escapes goes on")
	return nil
}

// inElse loses it in the other branch.
func inElse(name string, fail bool) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if !fail {
		f.Close()
		fmt.Println("inElse closed")
	} else {
		return errFail
	}
	fmt.Println("inElse goes on")
	return nil
}

// inSwitch loses it in a case.
func inSwitch(name string, n int) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	switch n {
	case 1:
		return errFail
	case 2:
		f.Close()
		fmt.Println("inSwitch two")
		return nil
	}
	f.Close()
	fmt.Println("inSwitch goes on")
	return nil
}

// inLoop loses one of many.
func inLoop(names []string, fail string) (n int64, err error) {
	for _, name := range names {
		f, err := os.Open(path(name)) // fix: may
		if err != nil {
			return n, err
		}
		if name == fail {
			return n, errFail
		}
		n += size(f)
		f.Close()
	}
	fmt.Println("inLoop goes on")
	return n, nil
}

// literal loses it in a function of its own.
func literal(name string, fail bool) error {
	read := func() (int64, error) {
		f, err := os.Open(path(name)) // fix: may
		if err != nil {
			return 0, err
		}
		if fail {
			return 0, errFail
		}
		n := size(f)
		f.Close()
		fmt.Println("literal goes on")
		return n, nil
	}
	n, err := read()
	fmt.Println("literal", n)
	return err
}

// keepsError returns the error of the close.
func keepsError(name string, fail bool) (err error) {
	f, err := os.Create(path(name)) // fix: may
	if err != nil {
		return err
	}
	if fail {
		return errFail
	}
	if err := f.Close(); err != nil {
		return err
	}
	fmt.Println("keepsError goes on")
	return nil
}

// launched still reads it when the function has failed.
func launched(name string, fail bool) (chan int64, error) {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return nil, err
	}
	sizes, hold := make(chan int64, 1), make(chan bool)
	go func() { // fix: may
		<-hold
		sizes <- size(f)
	}()
	if fail {
		close(hold)
		return sizes, errFail
	}
	close(hold)
	s := <-sizes
	sizes <- s
	f.Close()
	return sizes, nil
}

// twice opens another file in the same variable.
func twice(name, other string, fail bool) (int64, error) {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return 0, err
	}
	n := size(f)
	f.Close()
	f, err = os.Open(path(other)) // fix: may
	if err != nil {
		return n, err
	}
	if fail {
		return n, errFail
	}
	n += size(f)
	f.Close()
	fmt.Println("twice goes on")
	return n, nil
}

// onTheWay jumps over the close.
func onTheWay(name string, n int) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if n == 1 {
		goto fail
	}
	f.Close()
	fmt.Println("onTheWay goes on")
	return nil
fail:
	return errFail
}

// removesOther removes something else, and reads on.
func removesOther(name string, fail bool) (string, error) {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return "", err
	}
	list := []string{"a", "b"}
	removeFirst := func() { list = list[1:] }
	if fail {
		removeFirst()
		text, _ := io.ReadAll(f)
		return string(text) + list[0], errFail
	}
	f.Close()
	fmt.Println("removesOther goes on")
	return list[0], nil
}

// comments stand where a close would go.
func comments(name string, fail bool) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if fail { // it fails
		// say so
		return errFail // here
	}
	f.Close() // early
	fmt.Println("comments goes on")
	return nil
}

// oneLine has no line for a close.
func oneLine(name string, fail bool) error {
	f, err := os.Open(path(name)) // fix: may
	if err != nil {
		return err
	}
	if fail {
		return errFail
	}
	f.Close()
	fmt.Println("oneLine goes on")
	return nil
}

func main() {
	_ = time.AfterFunc(20*time.Second, func() { fmt.Println("HANGS"); os.Exit(3) }) // fix: may
	dir, _ = os.MkdirTemp("", "redclose")
	defer os.RemoveAll(dir)
	os.WriteFile(path("data"), []byte("some data"), 0o600)
	for _, fail := range []bool{false, true} {
		fmt.Println(removed("removed", fail))
		fmt.Println(asked("asked", fail))
		fmt.Println(writesLast("writesLast", fail))
		fmt.Println(goesOn("data", map[bool]int{false: 4, true: 40}[fail]))
		fmt.Println(fromFile("data", fail))
		fmt.Println(asksThere("data", fail))
		fmt.Println(deferredUse("data", fail))
		fmt.Println(earlierDefer("data", fail))
		fmt.Println(shadows("data", fail))
		fmt.Println(escapes("data", fail), last != nil && size(last) > 0)
		fmt.Println(inElse("data", fail))
		fmt.Println(literal("data", fail))
		fmt.Println(keepsError("kept", fail))
		sizes, err := launched("data", fail)
		fmt.Println(<-sizes, err)
		fmt.Println(twice("data", "kept", fail))
		fmt.Println(removesOther("data", fail))
		fmt.Println(comments("data", fail))
		fmt.Println(oneLine("data", fail))
	}
	for n := range 3 {
		fmt.Println(inSwitch("data", n))
		fmt.Println(onTheWay("data", n))
	}
	fmt.Println(inLoop([]string{"data", "kept"}, ""))
	fmt.Println(inLoop([]string{"data", "kept"}, "kept"))
}
