// Package configured uses what the config beside it tells of.
package configured

import (
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/pprof"
	"testing"

	"example.com/unclosed/configured/pool"
)

func Lease() error {
	i, err := pool.Lease("a") // want `i from pool\.Lease is not released when Lease returns at line [0-9]+.*defer pool\.Return\(i\) after the error check; no safe fix: a function releases it, not a method of it \(unclosed/leak\)`
	if err != nil {
		return err
	}
	i.Use()
	return nil
}

func LeaseReturned() error {
	i, err := pool.Lease("a")
	if err != nil {
		return err
	}
	defer pool.Return(i)
	i.Use()
	return nil
}

func LeaseCleanup(t *testing.T) {
	i, err := pool.Lease("a")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Return(i) })
	i.Use()
}

func giveBack(i *pool.Item) { pool.Return(i) }

func LeaseHelper() error {
	i, err := pool.Lease("a")
	if err != nil {
		return err
	}
	defer giveBack(i)
	i.Use()
	return nil
}

func LeaseDropped() {
	pool.Lease("a") // want `the result of pool\.Lease is discarded and can never be released.*\(unclosed/discarded\)`
}

func Take(p *pool.Pool) {
	i := p.Take() // want `i from \(\*pool\.Pool\)\.Take is not released when Take returns`
	i.Use()
}

func TakePut(p *pool.Pool) {
	i := p.Take()
	defer p.Put(i)
	i.Use()
}

func TakeGive(p *pool.Pool) {
	i := p.Take()
	defer i.Give()
	i.Use()
}

// TakeWide has the method by embedding.
func TakeWide(w *pool.Wide) {
	i := w.Take() // want `i from \(\*pool\.Base\)\.Take is not released`
	i.Use()
}

func TakeBase(b *pool.Base) {
	b.Take().Use()
}

func Split() {
	name, j := pool.Split() // want `j from pool\.Split is not finished`
	println(name, j)
}

func SplitFinished() {
	name, j := pool.Split()
	defer j.Finish()
	println(name)
}

func Fetch() error {
	page, err := pool.Fetch() // want `page opened by pool\.Fetch is not closed when Fetch returns at line [0-9]+; defer page\.Content\.Close\(\)`
	if err != nil {
		return err
	}
	_, err = io.ReadAll(page.Content)
	return err
}

func FetchClosed() error {
	page, err := pool.Fetch()
	if err != nil {
		return err
	}
	defer page.Content.Close()
	_, err = io.ReadAll(page.Content)
	return err
}

func Encode(w io.Writer) error {
	e := pool.Encode(w) // want `e from pool\.Encode is not finished when Encode returns at line [0-9]+: its buffered data is lost`
	if _, err := e.Write(nil); err != nil {
		return err // owes nothing
	}
	return nil
}

func Generic() error {
	i, err := pool.Generic(1) // want `i from pool\.Generic is not released`
	if err != nil {
		return err
	}
	i.Use()
	return nil
}

func Ignored(fsys fs.FS) error {
	f, err := fsys.Open("a")
	if err != nil {
		return err
	}
	g, err := pool.Shared("b")
	if err != nil {
		return err
	}
	os.CreateTemp("", "c")
	println(f, g)
	return nil
}

func TempDir() (n int, err error) {
	dir, err := os.MkdirTemp("", "a") // want `dir from os\.MkdirTemp is not released when TempDir returns at line [0-9]+; defer os\.RemoveAll\(dir\) after the error check; no safe fix: a function releases it, not a method of it \(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	list, err := os.ReadDir(dir)
	return len(list), err
}

func TempDirRemoved() (n int, err error) {
	dir, err := os.MkdirTemp("", "a")
	if err != nil {
		return 0, err
	}
	defer func() {
		if rerr := os.RemoveAll(dir); err == nil {
			err = rerr
		}
	}()
	list, err := os.ReadDir(dir)
	return len(list), err
}

func TempDirReturned() (string, error) {
	return os.MkdirTemp("", "a")
}

func Signals() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `the result of signal\.Notify is not stopped when Signals returns at line [0-9]+; defer signal\.Stop\(\.\.\.\) right after this call; no safe fix: no variable of the function holds it \(unclosed/leak\)`
	<-c
}

func SignalsStopped() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	defer signal.Stop(c)
	<-c
}

func Profile(f *os.File, work func() error) error {
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return work()
}

func ProfileForgotten(f *os.File, work func() error) error {
	if err := pprof.StartCPUProfile(f); err != nil { // want `the result of pprof\.StartCPUProfile is not released when ProfileForgotten returns`
		return err
	}
	if err := work(); err != nil {
		return err
	}
	pprof.StopCPUProfile()
	return nil
}

func stopProfile() { pprof.StopCPUProfile() }

func ProfileHelper(f *os.File, work func() error) error {
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer stopProfile()
	return work()
}

// ProfileReturned gives its caller the function that stops it.
func ProfileReturned(f *os.File) (stop func(), err error) {
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return pprof.StopCPUProfile, nil
}

func ProfileCleanup(f *os.File, t *testing.T) {
	if err := pprof.StartCPUProfile(f); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pprof.StopCPUProfile)
}

// Attached is released through what it embeds, which it has its release from.
func Attached(c pool.Client, fail bool) error {
	s, err := c.Attach()
	if err != nil {
		return err
	}
	defer s.Conn.Close()
	if fail {
		return fs.ErrInvalid
	}
	return nil
}

func AttachedLate(c pool.Client, fail bool) error {
	s, err := c.Attach() // want `unclosed/leak`
	if err != nil {
		return err
	}
	if fail {
		return fs.ErrInvalid
	}
	s.Conn.Close()
	return nil
}
