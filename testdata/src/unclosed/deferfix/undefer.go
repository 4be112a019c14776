package deferfix

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
)

func Read(path string, buf []byte) (int, error) {
	f, err := os.Open(path) // want `unclosed/undeferred`
	if err != nil {
		return 0, err
	}
	n, err := f.Read(buf)
	if err != nil {
		f.Close()
		return n, err
	}
	_ = f.Close() // at last
	return n, nil
}

func End(path string) {
	f, err := os.Open(path) // want `unclosed/undeferred`
	if err != nil {
		return
	}
	use(f)
	f.Close()
}

// Remarked has a comment behind its close, which goes with that.
func Remarked(path string) {
	f, err := os.Open(path) // want `unclosed/undeferred`
	if err != nil {
		return
	}
	use(f)
	f.Close() // nothing is left in it
}

// Two has two, which are about their places.
func Two(path string, buf []byte) (int, error) {
	f, err := os.Open(path) // want `unclosed/undeferred`
	if err != nil {
		return 0, err
	}
	n, err := f.Read(buf)
	if err != nil {
		f.Close() // it is broken
		return n, err
	}
	f.Close() // it is read
	return n, nil
}

// Both are closed in reverse order, and both are deferred.
func Both(from, to string) error {
	in, err := os.Open(from) // want `unclosed/undeferred`
	if err != nil {
		return err
	}
	out, err := os.Create(to) // want `unclosed/undeferred`
	if err != nil {
		in.Close()
		return err
	}
	_, err = io.Copy(out, in)
	out.Close()
	in.Close()
	return err
}

// Kept is the error of what was written, where there is a name for it.
func Kept(path string, text []byte) (err error) {
	f, err := os.Create(path) // want `unclosed/undeferred`
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	f.Close()
	return err
}

func Cancelled(ctx context.Context, url string) error {
	ctx, cancel := context.WithCancel(ctx) // want `unclosed/undeferred`
	err := ping(ctx, url)
	cancel()
	return err
}

func ping(context.Context, string) error { return nil }

// Renamed must be closed before, so nothing is said of it.
func Renamed(path string, text []byte) error {
	f, err := os.Create(path + "~")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	f.Close()
	if err != nil {
		return err
	}
	return os.Rename(path+"~", path)
}

func Computed(path string) (string, error) {
	f, err := os.Open(path) // want `no safe fix: something happens between the release and the return`
	if err != nil {
		return "", err
	}
	name := f.Name()
	f.Close()
	return name + next(), nil
}

func next() string { return "" }
func use(*os.File) {}

func Locked(mu *sync.Mutex, path string) error {
	f, err := os.Open(path) // want `no safe fix: what is deferred after it would run before it`
	if err != nil {
		return err
	}
	mu.Lock()
	defer mu.Unlock()
	_, err = f.Stat()
	f.Close()
	return err
}

func Reopened(path string) error {
	f, err := os.Open(path) // want `no safe fix: f is assigned again`
	if err != nil {
		return err
	}
	use(f)
	f.Close()
	f, err = os.Open(path + "2") // want `unclosed/undeferred`
	if err != nil {
		return err
	}
	use(f)
	f.Close()
	return nil
}

func Early(path string) (int, error) {
	f, err := os.Open(path)
	defer f.Close() // want `unclosed/defer-before-check`
	if err != nil {
		return 0, err
	}
	return f.Read(make([]byte, 8))
}

func EarlyClosure(path string) (int, error) {
	f, err := os.Open(path)
	defer func() { // want `unclosed/defer-before-check`
		f.Close()
	}() // why
	name := path + "x"
	if err != nil {
		return len(name), err
	}
	return f.Read(make([]byte, 8))
}

func EarlyUsed(path string) (int, error) {
	f, err := os.Open(path)
	defer f.Close() // want `no safe fix: there is no error check`
	n := len(f.Name())
	if err != nil {
		return n, err
	}
	return f.Read(make([]byte, 8))
}

func Bound(path string) (err error) {
	_, err = os.Create(path) // want `unclosed/discarded`
	if err != nil {
		return err
	}
	return nil
}

func BoundInBlock(path string) (err error) {
	if path != "" {
		_, err = os.Create(path) // want `no safe fix: a variable for it would have to be declared first`
		if err != nil {
			return err
		}
	}
	return nil
}

func Touch(path string) (err error) {
	_, err2 := os.Create(path) // want `unclosed/discarded`
	if err2 != nil {
		return err2
	}
	return nil
}

func Probe(addr, url string) error {
	_, err := net.Dial("tcp", addr) // want `unclosed/discarded`
	if err != nil {
		return err
	}
	_, err2 := http.Get(url) // want `unclosed/discarded`
	if err2 != nil {
		return err2
	}
	os.Open(url) // want `no safe fix: its error is not checked`
	return nil
}

type holder struct{ f *os.File }

// Rotate lets its variable hold another file, which is not to be closed; which of the
// two is stored the fix does not ask.
func (h *holder) Rotate(path string) (err error) {
	f, err := os.Create(path + "~") // want `unclosed/leak`
	if err != nil {
		return err
	}
	if _, err = f.WriteString(path); err != nil {
		return err
	}
	f.Close()
	if f, err = os.Create(path); err != nil {
		return err
	}
	h.f = f
	return nil
}
