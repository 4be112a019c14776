package style

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

// Where something behind the release needs it, a defer would come too late.

func RenamedNext(path string, r io.Reader) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	_ = f.Close()
	if err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

func RemovedByName(dir string) (string, error) {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return "", err
	}
	name := f.Name()
	fmt.Fprintln(f, "x")
	f.Close()
	os.Remove(name)
	return name, nil
}

func RemovedWithFolder(dir string) error {
	f, err := os.Open(dir + "/x")
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	f.Close()
	if err != nil {
		return err
	}
	return os.RemoveAll(dir)
}

func RunByName(editor string, r io.Reader) error {
	f, err := os.CreateTemp("", "edit-")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	f.Close()
	if err != nil {
		return err
	}
	return exec.Command("sh", "-c", fmt.Sprintf("%s %s", editor, f.Name())).Run()
}

func WaitedFor(ctx context.Context, work func(context.Context) error, show func(context.Context, chan bool)) error {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan bool)
	show(ctx, done)
	err := work(ctx)
	cancel()
	<-done
	return err
}

func SeenCancelled(ctx context.Context, fetch func(context.Context) error, fill func()) error {
	ctx, cancel := context.WithCancel(ctx)
	fill()
	cancel()
	return fetch(ctx)
}

type mount interface{ Unmount() error }

func Unmounted(m mount, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	f.Close()
	if err != nil {
		return err
	}
	return m.Unmount()
}

// That its name is told, or what was removed before, or is on another path, needs
// nothing.
func OnlyTold(path string, r io.Reader) error {
	os.Remove(path)
	f, err := os.Create(path) // want `f opened by os\.Create is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		os.Remove(path)
		return err
	}
	_, err = io.Copy(f, r)
	f.Close()
	if err != nil {
		log.Printf("%s: %v", path, err)
		return fmt.Errorf("copy to %s: %w", path, err)
	}
	return nil
}

// What was only read may be read again meanwhile.
func ReadAgain(path string) ([]byte, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return nil, err
	}
	_, err = f.Stat()
	f.Close()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func OtherRemoved(path, other string) error {
	f, err := os.Create(path) // want `f opened by os\.Create is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return err
	}
	fmt.Fprintln(f, "x")
	f.Close()
	return os.Remove(other)
}

type bundle struct{ Path, name string }

func (b *bundle) Delete()      { os.RemoveAll(b.Path) }
func (b *bundle) Name() string { return b.name }

// What the folder of the file belongs to is deleted while nothing in it is open.
func DeletedWithOwner(b *bundle) error {
	f, err := os.Open(b.Path)
	if err != nil {
		return err
	}
	names, err := f.Readdirnames(-1)
	f.Close()
	if err != nil {
		b.Delete()
		return err
	}
	if len(names) == 0 {
		b.Delete()
	}
	return nil
}

func AskedOwner(b *bundle) (string, error) {
	f, err := os.Open(b.Path) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return "", err
	}
	_, err = f.Readdirnames(-1)
	f.Close()
	if err != nil {
		return "", err
	}
	return b.Name(), nil
}
