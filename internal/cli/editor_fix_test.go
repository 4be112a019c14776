package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/lsp/lsptest"
)

// manyKinds has fixes of several kinds, one with several places.
const manyKinds = `package app

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

type Größe struct{ f *os.File }

func (g *Größe) Close() error { return g.f.Close() }

func Open(name string) (*Größe, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if st.IsDir() {
		return nil, errors.New("𝔸 directory")
	}
	return &Größe{f}, nil
}

func Each(list []string) error {
	var wg sync.WaitGroup
	for _, name := range list {
		wg.Add(1)
		go func(n string) {
			defer wg.Done()
			println(n)
		}(name)
	}
	wg.Wait()
	for _, name := range list {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(io.Discard, f); err != nil {
			return err
		}
	}
	return nil
}

func First() (int, error) {
	ch := make(chan int)
	go func() { //tether:allow raw-go it ends with the send
		ch <- 1
	}()
	select {
	case n := <-ch:
		return n, nil
	case <-time.After(time.Second):
		return 0, errors.New("late")
	}
}
`

// What an editor makes of a file by "fix all" is what tether -fix makes of it.
func TestLSPFixesAlike(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{"a.go": manyKinds})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{
		"general":   map[string]any{"positionEncodings": []string{"utf-8"}},
		"workspace": map[string]any{"workspaceEdit": map[string]any{"documentChanges": true}},
	}, nil, dir)
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c.Open(uri, manyKinds)
	c.AtVersion(uri, 1)
	all := actionsAt(c, uri, 0, "source.fixAll")
	require.Len(t, all, 1)
	require.Len(t, all[0].Edit.DocumentChanges, 1)
	text := manyKinds
	for _, e := range slices.Backward(all[0].Edit.DocumentChanges[0].Edits) {
		text = text[:byteAt(text, e.Range.Start)] + e.NewText + text[byteAt(text, e.Range.End):]
	}
	c.Quit()

	var out, said bytes.Buffer
	Main(context.Background(), Env{Dir: dir, Stdout: &out, Stderr: &said, Getenv: os.Getenv}, []string{"-fix"})
	fixed, err := os.ReadFile(filepath.Join(dir, "a.go"))
	require.NoError(t, err)
	assert.Contains(t, said.String(), "fixed 4 findings in 1 file")
	assert.Equal(t, string(fixed), text)
}

// byteAt is the offset of a position that counts bytes.
func byteAt(text string, p lsptest.Position) int {
	lines := strings.SplitAfter(text, "\n")
	return len(strings.Join(lines[:p.Line], "")) + p.Character
}
