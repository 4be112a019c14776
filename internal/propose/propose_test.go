package propose

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/unit"
)

const src = `package task

import (
	"context"
	"sync"
)

// Go is used twice.
func Go(ctx context.Context, name string, fn func(ctx context.Context) error) {
	go func() { _ = fn(ctx) }()
}

type Stopper struct{ wg sync.WaitGroup }

func (s *Stopper) Run(name string, onPanic func(any), fn func()) {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		fn()
	}()
}

func (s *Stopper) Wait() { s.wg.Wait() }

func After(n int, fn func()) { go fn() }

// Bare launches, and keeps nothing by which one could wait.
func Bare(fn func()) { go fn() }

// Background gives what nobody can cancel.
func Background(fn func(ctx context.Context)) { go fn(context.Background()) }

// Future can be waited for, Forgotten not: nobody has its channel.
func Future(fn func()) <-chan struct{} {
	done := make(chan struct{})
	go func() { defer close(done); fn() }()
	return done
}
func Forgotten(fn func()) {
	done := make(chan struct{})
	go func() { defer close(done); fn() }()
}

func (s *Stopper) Collect(fn func()) { s.wg.Go(fn) }

// Nor is what hears of something, or is asked, on a goroutine.
func Callback(f func(error)) { go func() { f(nil) }() }
func Poll(until func() bool) {
	go func() {
		for !until() {
		}
	}()
}

// Perhaps waits for what it launches where a caller asks for it. Restored is a callback
// of something that goes on by itself.
func Perhaps(fn func(), wg ...*sync.WaitGroup) {
	go func() {
		if len(wg) > 0 {
			defer wg[0].Done()
		}
		fn()
	}()
}
func Restored(fn func(), tty bool) <-chan error {
	done := make(chan error)
	go func() {
		if tty {
			fn()
		}
		done <- nil
	}()
	return done
}

// Race wants what the first of two returns.
func Race(a, b func()) {
	done := make(chan struct{}, 2)
	go func() { a(); done <- struct{}{} }()
	go func() { b(); done <- struct{}{} }()
	<-done
}

// Unused is not proposed, nor is what only runs its parameter.
func Unused(fn func()) { go fn() }
func Sync(fn func())   { fn(); go println() }

func use(s *Stopper) {
	Go(nil, "a", nil)
	Go(nil, "b", nil)
	s.Run("c", nil, nil)
	s.Collect(nil)
	Bare(nil)
	Bare(nil)
	Bare(nil)
	Bare(nil)
	Background(nil)
	<-Future(nil)
	Forgotten(nil)
	After(1, nil)
	Sync(nil)
	Callback(nil)
	Poll(nil)
	Perhaps(nil)
	Restored(nil, true)
	Race(nil, nil)
}
`

func TestHelpers(t *testing.T) {
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/task\n\ngo 1.26\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "task.go"), []byte(src), 0o666))
	code, err := Load(context.Background(), dir, nil, "./...")
	require.NoError(t, err)
	assert.Equal(t, []Helper{
		{Launch: "(*example.com/task.Stopper).Collect", Call: "stopper.Collect(func())", Wait: "Wait", Fn: -1, Uses: 1, Class: finding.Joined},
		{Launch: "(*example.com/task.Stopper).Run", Wait: "Wait", Fn: 2, Uses: 1, Class: finding.Joined},
		{Launch: "example.com/task.Future", Call: "task.Future(func())", Fn: -1, Uses: 1, Class: finding.Joined},
		{Launch: "example.com/task.Go", Call: "task.Go(ctx, name, func(ctx context.Context) error)", Fn: -1, Uses: 2, Class: finding.Bound},
		{Launch: "example.com/task.Bare", Call: "task.Bare(func())", Fn: -1, Uses: 4, Class: finding.Detached},
		{Launch: "example.com/task.After", Fn: -1, Uses: 1, Class: finding.Detached},
		{Launch: "example.com/task.Background", Call: "task.Background(func(ctx context.Context))", Fn: -1, Uses: 1, Class: finding.Detached},
		{Launch: "example.com/task.Forgotten", Call: "task.Forgotten(func())", Fn: -1, Uses: 1, Class: finding.Detached},
		{Launch: "example.com/task.Perhaps", Fn: -1, Uses: 1, Class: finding.Detached},
	}, code.Helpers())
}

const store = `package store

import (
	"io"
	"os"
)

type Blob interface{ Close() error }

type Store interface {
	Open(key string) (io.ReadCloser, error)
	Lock(key string) (Blob, error)
	Peek(key string) Blob
	Mixed(key string) (Blob, error)
}

type lock struct{ f *os.File }

func (l *lock) Close() error { return l.f.Close() }

type disk struct{ last *lock }

func newLock(key string) (*lock, error) {
	f, err := os.Open(key)
	if err != nil {
		return nil, err
	}
	return &lock{f}, nil
}

func (d *disk) Open(string) (io.ReadCloser, error) { return nil, nil }
func (d *disk) Lock(k string) (Blob, error) {
	l, err := newLock(k)
	if err != nil {
		return nil, err
	}
	return l, nil
}
func (d *disk) Peek(string) Blob                   { return d.last }
func (d *disk) Mixed(k string) (Blob, error) { return d.Lock(k) }

type memory struct{ disk }

func (m *memory) Mixed(string) (Blob, error) { return m.last, nil }

func closes(s Store) error {
	r, err := s.Open("a")
	if err != nil {
		return err
	}
	return r.Close()
}

func defers(s Store) error {
	r, err := s.Open("b")
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = r.Read(nil)
	return err
}

func passesOn(s Store) (io.ReadCloser, error) { return s.Open("c") }

func leaks(s Store) error {
	r, err := s.Open("d")
	if err != nil {
		return err
	}
	_, err = r.Read(nil)
	return err
}

func forgets(s Store) {
	s.Lock("e")
	s.Peek("e")
	s.Mixed("e")
}

func closesLock(s Store) {
	if l, err := s.Lock("f"); err == nil {
		l.Close()
	}
	if l, err := s.Mixed("f"); err == nil {
		l.Close()
	}
}
`

// What most callers close is proposed, and what all that can be seen make anew; not what
// one of them has already.
func TestResources(t *testing.T) {
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/store\n\ngo 1.26\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "store.go"), []byte(store), 0o666))
	code, err := Load(context.Background(), dir, nil, "./...")
	require.NoError(t, err)
	out, err := driver.Run(context.Background(), driver.Options{Dir: dir, Analyzers: NewAnalyzer(unit.Options{FactsOnDemand: true})})
	require.NoError(t, err)
	require.Empty(t, out.Problems)
	assert.Equal(t, []Resource{
		{Open: "(example.com/store.Store).Open", Release: []string{"Close"}, Closed: 2, Callers: 3},
		{Open: "(example.com/store.Store).Lock", Release: []string{"Close"}, Closed: 1, Callers: 2, Makers: 2},
	}, code.Resources(out.Result.Openings, out.Result.Makers))
}
