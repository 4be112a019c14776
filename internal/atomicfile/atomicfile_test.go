package atomicfile

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "f")
	require.NoError(t, Write(name, []byte("one"), 0o644))
	require.NoError(t, Write(name, []byte("two"), 0o600))
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "two", string(got))
	if runtime.GOOS != "windows" {
		info, err := os.Stat(name)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o644), info.Mode(), "the mode of the file stays")
		require.NoError(t, os.Symlink("f", filepath.Join(dir, "link")))
		require.NoError(t, Write(filepath.Join(dir, "link"), []byte("three"), 0o600))
		got, err = os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, "three", string(got))
		require.NoError(t, Write(os.DevNull, []byte("x"), 0o600))
	}
	missing := filepath.Join(dir, "none", "f")
	assert.ErrorContains(t, Write(missing, nil, 0o600), "write "+missing+": ")
	left, err := filepath.Glob(filepath.Join(dir, ".tether-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// A reader finds the old or the new content, never a part: it opens another file.
func TestWriteReplaces(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be replaced")
	}
	name := filepath.Join(t.TempDir(), "f")
	require.NoError(t, Write(name, []byte("old"), 0o644))
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	require.NoError(t, Write(name, []byte("new"), 0o644))
	var old [3]byte
	_, err = f.Read(old[:])
	require.NoError(t, err)
	assert.Equal(t, "old", string(old[:]))
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) string {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
		return name
	}
	put(".tether-123.tmp")           // of a tether that did not name the process
	put(".tether-2147483646-12.tmp") // no system has so many
	kept := []string{put(fmt.Sprintf(".tether-%d-1.tmp", os.Getpid())), put(".tether-mine.tmp"), put("tether-1-1.tmp")}
	Sweep(dir)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	assert.ElementsMatch(t, kept, names)
}
