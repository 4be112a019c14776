package style

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Where much work follows, a defer would hold the resource all the while.

type settings struct{ names []string }

func read(path string) (s settings, err error) { return s, err }

func LoopFollows(path string, load func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var s settings
	err = json.NewDecoder(f).Decode(&s)
	f.Close()
	if err != nil {
		return err
	}
	for _, name := range s.names {
		if err := load(name); err != nil {
			return err
		}
	}
	return nil
}

func WaitFollows(path string, wg *sync.WaitGroup) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	f.Close()
	wg.Wait()
	return err
}

func SleepFollows(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	f.Close()
	time.Sleep(time.Second)
	return err
}

func SendFollows(ctx context.Context, ask func(context.Context) error, answers chan<- error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	err := ask(ctx)
	cancel()
	answers <- err
}

func serve(queue chan settings) {
	for s := range queue {
		fmt.Println(s)
		handle(s)
	}
}

func handle(settings) {}

func CalleeWaits(path string, queue chan settings) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	f.Close()
	if err != nil {
		return err
	}
	serve(queue)
	return nil
}

func CommandFollows(path, dir string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	err = f.Truncate(1 << 20)
	f.Close()
	if err != nil {
		return err
	}
	return format(dir)
}

func format(dir string) error { return exec.Command("mkfs", dir).Run() }

func MostFollows(path string, steps ...func() error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	f.Close()
	if err != nil {
		return err
	}
	if err := steps[0](); err != nil {
		return err
	}
	if err := steps[1](); err != nil {
		return err
	}
	if err := steps[2](); err != nil {
		return err
	}
	return steps[3]()
}

// A step or two, messages, and what deals with an error are not much.
func LittleFollows(path string, step func() error) error {
	f, err := os.Open(path) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	f.Close()
	if err != nil {
		step()
		step()
		step()
		return fmt.Errorf("stat: %w", err)
	}
	return step()
}

func LoopOfTexts(path string, names []string) ([]string, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return nil, err
	}
	_, err = f.Stat()
	f.Close()
	var all []string
	for _, name := range names {
		all = append(all, fmt.Sprintf("%s: %v", name, err))
	}
	return all, nil
}

type stream struct{ ctx context.Context }

func (s *stream) Recv() error { <-s.ctx.Done(); return s.ctx.Err() }

func open(ctx context.Context) (*stream, error) { return &stream{ctx}, nil }

// What lives on the context is to see that it has ended.
func AskedWhenCancelled(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	s, err := open(ctx)
	if err != nil {
		fmt.Println(err)
	}
	cancel()
	return s.Recv()
}

// The name goes on in a list of arguments, and in a struct.
func NamedInList(r io.Reader, run func(...string) error) error {
	args := []string{"-q"}
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	args = append(args, f.Name())
	_, err = io.Copy(f, r)
	f.Close()
	if err != nil {
		return err
	}
	return run(args...)
}

type config struct{ Path, Title string }

func NamedByField(c config, r io.Reader, load func(config) error) error {
	f, err := os.Create(c.Path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	f.Close()
	if err != nil {
		return err
	}
	return load(config{Path: c.Path})
}

type writer struct{ f *os.File }

func (w *writer) Close() { w.f.Close() }

func newWriter(c config) *writer {
	f, err := os.Create(c.Path)
	if err != nil {
		panic(err)
	}
	return &writer{f}
}

func NamedToOwner(c config, write func(*writer) error, extract func(config)) {
	w := newWriter(c)
	fmt.Fprintln(w.f, write)
	w.Close()
	next := config{Path: c.Path}
	extract(next)
}

func OtherField(c config, r io.Reader, load func(string) error) error {
	f, err := os.Create(c.Path) // want `f opened by os\.Create is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	f.Close()
	if err != nil {
		return err
	}
	return load(c.Title)
}
