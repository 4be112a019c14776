package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/lsp/lsptest"
)

// startLSP runs tether lsp in dir and returns its client.
func startLSP(t testing.TB, dir string, args ...string) *lsptest.Client {
	return lsptest.Start(t, func(in io.Reader, out io.Writer) error {
		var stderr bytes.Buffer
		env := Env{Dir: dir, Stdin: in, Stdout: out, Stderr: &stderr, Getenv: os.Getenv}
		if code := Main(context.Background(), env, append([]string{"lsp"}, args...)); code != ExitOK {
			return errors.New(stderr.String())
		}
		return nil
	})
}

// writeModule writes files, and a go.mod where there is none among them.
func writeModule(t testing.TB, files map[string]string) (dir string) {
	dir = t.TempDir()
	if files["go.mod"] == "" {
		files["go.mod"] = "module example.com/app\n\ngo 1.26\n"
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
	}
	return dir
}

const leaky = `package app

import "os"

// Größe: 𝔸
func Size(name string) (int64, error) {
	/* 𝔸é */ f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
`

func TestLSPSeesFixesAndForgets(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{"a.go": leaky})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{}, nil, dir)
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c.Open(uri, leaky)
	found := c.AtVersion(uri, 1)
	require.Len(t, found, 1)
	assert.Equal(t, "unclosed/leak", found[0].Code)
	assert.Equal(t, 6, found[0].Range.Start.Line)
	line := strings.Split(leaky, "\n")[6]
	assert.Equal(t, len([]rune(line[:strings.Index(line, "os.Open")]))+1, found[0].Range.Start.Character, "in UTF-16, where 𝔸 counts two")

	var actions []struct {
		Title, Kind string
		IsPreferred bool
		Edit        struct {
			Changes map[string][]struct {
				Range   lsptest.Range
				NewText string
			}
		}
	}
	ask := map[string]any{
		"textDocument": map[string]any{"uri": uri},
		"range":        map[string]any{"start": map[string]int{"line": 6, "character": 0}, "end": map[string]int{"line": 6, "character": 99}},
		"context":      map[string]any{"diagnostics": []any{}},
	}
	c.Call("textDocument/codeAction", ask, &actions)
	require.NotEmpty(t, actions)
	assert.True(t, actions[0].IsPreferred)
	fix := actions[0].Edit.Changes[uri]
	require.Len(t, fix, 1)
	c.Edit(uri, 2, fix[0].Range, fix[0].NewText)
	assert.Empty(t, c.AtVersion(uri, 2))

	var hover struct{ Contents struct{ Value string } }
	c.Call("textDocument/hover", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "position": map[string]int{"line": 6, "character": found[0].Range.Start.Character + 1},
	}, &hover)
	assert.Contains(t, hover.Contents.Value, "os.Open: Close required")
	c.Close(uri)
	c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == 1 }) // as it is on disk
	c.Quit()
}

const running = `package app

func Run() {
	go func() {
		for {
			println("here")
		}
	}()
}
`

// A client that watches no files: the config is looked at from time to time.
func TestLSPSeesTheConfigChange(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{"a.go": running, ".tether.yml": "version: 1\n"})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{}, nil, dir)
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c.Open(uri, running)
	count := func(n int) { c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == n }) }
	count(1)
	for range 2 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".tether.yml"), []byte("version: 1\nrules: {raw-go: off}\n"), 0o666))
		c.Notify("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": uri}})
		count(0)
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".tether.yml"), []byte("version: 1\n"), 0o666))
		count(1)
	}
	c.Quit()
}
