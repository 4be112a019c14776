// Package control has loops, switches, labels and correlated conditions around a resource.
package control

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"time"
)

func LabelContinue(paths []string) int {
	n := 0
outer:
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed before the next iteration opens another.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if sc.Text() == "skip" {
				continue outer
			}
			n++
		}
		f.Close()
	}
	return n
}

func SelectArm(ctx context.Context, addr string, ch chan string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when SelectArm returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	select {
	case s := <-ch:
		_, err = io.WriteString(c, s)
		c.Close()
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TypeSwitch(path string, v any) error {
	f, err := os.Create(path) // want `f opened by os\.Create is not closed when TypeSwitch returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		_, err = f.WriteString(v)
	case []byte:
		_, err = f.Write(v)
	default:
		return fmt.Errorf("unknown type %T", v)
	}
	return errors.Join(err, f.Close())
}

// Fallthrough leaks where no case holds.
func Fallthrough(path string, mode int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when Fallthrough returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch mode {
	case 0:
		fmt.Println(f.Name())
		fallthrough
	case 1:
		return f.Close()
	}
	return nil
}

func SwitchNoDefault(path, op string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when SwitchNoDefault returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	switch op {
	case "close":
		return f.Close()
	case "stat":
		_, err := f.Stat()
		return errors.Join(err, f.Close())
	}
	return errors.New("unknown op")
}

func GotoSkip(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when GotoSkip returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	var b [4]byte
	if _, err = f.Read(b[:]); err != nil {
		goto out
	}
	err = f.Close()
out:
	return err
}

func InfiniteLoop(addr string) error {
	for {
		c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed before the next iteration opens another.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if _, err := c.Write([]byte("ping")); err != nil {
			time.Sleep(time.Second)
			continue
		}
		c.Close()
	}
}

// CorrelatedWrong returns between the two conditions.
func CorrelatedWrong(path string, toFile, force bool) error {
	var f *os.File
	if toFile {
		var err error
		f, err = os.Create(path) // want `f opened by os\.Create is not closed when CorrelatedWrong returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
	}
	fmt.Println("x")
	if force {
		return errors.New("forced")
	}
	if toFile {
		return f.Close()
	}
	return nil
}

func AcceptLoop(l net.Listener) error {
	for {
		c, err := l.Accept() // want `c opened by net\.Listener\.Accept is not closed before the next iteration opens another.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if c.RemoteAddr().String() == "bad" {
			continue
		}
		go func() {
			defer c.Close()
			io.Copy(c, c)
		}()
	}
}

// DoubleOpenLoop closes only the last file.
func DoubleOpenLoop(paths []string) error {
	var f *os.File
	var err error
	for _, p := range paths {
		f, err = os.Open(p) // want `f opened by os\.Open is not closed before the next iteration opens another.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
	}
	if f != nil {
		return f.Close()
	}
	return nil
}

// Correlated closes on the condition on which it opened.
func Correlated(path string, toFile bool) error {
	var f *os.File
	var err error
	if toFile {
		f, err = os.Create(path)
		if err != nil {
			return err
		}
	}
	fmt.Println("x")
	if toFile {
		err = f.Close()
	}
	return err
}

func CorrelatedNil(path string) error {
	var f *os.File
	var err error
	if path != "" {
		if f, err = os.Create(path); err != nil {
			return err
		}
	}
	fmt.Println("x")
	if f != nil {
		err = f.Close()
	}
	return err
}

func StdoutCompare(path string) error {
	out := os.Stdout
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		out = f
	}
	_, err := fmt.Fprintln(out, "hi")
	if out != os.Stdout {
		return errors.Join(err, out.Close())
	}
	return err
}

func StdinDefer(path string) error {
	in := os.Stdin
	if path != "" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

func Gotos(path string) (err error) {
	var b [4]byte
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if _, err = f.Read(b[:]); err != nil {
		goto out
	}
	if b[0] == 0 {
		err = errors.New("zero")
		goto out
	}
out:
	return errors.Join(err, f.Close())
}

// ReopenLoop closes the old file before it opens the new one.
func ReopenLoop(path string, sig <-chan os.Signal) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	for range sig {
		f.Close()
		f, err = os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
	}
	return nil
}

func Accept(l net.Listener) error {
	defer l.Close()
	for {
		c, err := l.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			var ne net.Error
			if errors.As(err, &ne) && ne.Timeout() {
				continue
			}
			return err
		}
		go echo(c)
	}
}

func echo(c net.Conn) {
	defer c.Close()
	io.Copy(c, c)
}

// LinesLeak leaks where the range over it is left early.
func LinesLeak(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed when the function literal returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			return
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if !yield(sc.Text()) {
				return
			}
		}
		f.Close()
	}
}

// PanicRecovered lives on after its panic.
func PanicRecovered(path string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when PanicRecovered returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if f.Name() == "" {
		panic("no name")
	}
	return f.Close()
}

func ConditionalDeferFlag(path string, mmap bool) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if !mmap {
		defer f.Close()
	}
	_, err = io.Copy(io.Discard, f)
	if mmap {
		return errors.Join(err, f.Close())
	}
	return err
}

// Lazy opens when it first needs the file.
func Lazy(paths []string) error {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	for _, p := range paths {
		if f == nil {
			var err error
			if f, err = os.Create(p); err != nil {
				return err
			}
		}
		fmt.Fprintln(f, p)
	}
	return nil
}

// Split closes each part when the next begins.
func Split(in io.Reader, lines int) error {
	var out *os.File
	sc := bufio.NewScanner(in)
	for n := 0; sc.Scan(); n++ {
		if n%lines == 0 {
			if out != nil {
				if err := out.Close(); err != nil {
					return err
				}
			}
			var err error
			out, err = os.Create(fmt.Sprint("part", n))
			if err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintln(out, sc.Text()); err != nil {
			return errors.Join(err, out.Close())
		}
	}
	if out != nil {
		return out.Close()
	}
	return sc.Err()
}

// CountedLocal opens in some iterations, for which the counter is to blame, but
// what it opens no later one can close.
func CountedLocal(paths []string) {
	for i := range paths {
		if i == 0 || paths[i] != paths[i-1] {
			f, err := os.Open(paths[i]) // want `f opened by os\.Open is not closed before the next iteration.*\(unclosed/leak\)`
			if err != nil {
				return
			}
			fmt.Println(f.Name())
		}
	}
}

// CountedOutside closes in the last iteration what the first one opened.
func CountedOutside(path string) {
	var f *os.File
	for i := range 3 {
		if i == 0 {
			f, _ = os.Open(path)
		}
		fmt.Println(f.Name())
		if i == 2 {
			f.Close()
		}
	}
}

// ClosesSoFar closes those that it has opened.
func ClosesSoFar(paths []string) ([]*os.File, error) {
	files := make([]*os.File, len(paths))
	for i, p := range paths {
		var err error
		if files[i], err = os.Open(p); err != nil {
			for j := 0; j < i; j++ {
				files[j].Close()
			}
			return nil, err
		}
	}
	return files, nil
}

func ClosesRange(paths []string) ([]*os.File, error) {
	files := make([]*os.File, len(paths))
	for i, p := range paths {
		var err error
		if files[i], err = os.Open(p); err != nil {
			for j := range i {
				files[j].Close()
			}
			return nil, err
		}
	}
	return files, nil
}

// NamesSoFar only looks at them.
func NamesSoFar(paths []string) ([]*os.File, error) {
	files := make([]*os.File, len(paths))
	for i, p := range paths {
		var err error
		if files[i], err = os.Open(p); err != nil { // want `files\[i\] opened by os\.Open is not closed when NamesSoFar returns at line [0-9]+.*\(unclosed/leak\)`
			for j := 0; j < i; j++ {
				println(files[j].Name())
			}
			return nil, err
		}
	}
	return files, nil
}
