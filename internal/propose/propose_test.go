package propose

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// Nor is what hears of something, or is asked, on a goroutine.
func Callback(f func(error)) { go func() { f(nil) }() }
func Poll(until func() bool) {
	go func() {
		for !until() {
		}
	}()
}

// Unused is not proposed, nor is what only runs its parameter.
func Unused(fn func()) { go fn() }
func Sync(fn func())   { fn(); go println() }

func use(s *Stopper) {
	Go(nil, "a", nil)
	Go(nil, "b", nil)
	s.Run("c", nil, nil)
	After(1, nil)
	Sync(nil)
	Callback(nil)
	Poll(nil)
}
`

func TestHelpers(t *testing.T) {
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/task\n\ngo 1.26\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "task.go"), []byte(src), 0o666))
	got, err := Helpers(context.Background(), dir, nil, "./...")
	require.NoError(t, err)
	assert.Equal(t, []Helper{
		{Launch: "example.com/task.Go", Call: "task.Go(ctx, name, func(ctx context.Context) error)", Fn: -1, Uses: 2},
		{Launch: "(*example.com/task.Stopper).Run", Wait: "Wait", Fn: 2, Uses: 1},
		{Launch: "example.com/task.After", Fn: -1, Uses: 1},
	}, got)
}
