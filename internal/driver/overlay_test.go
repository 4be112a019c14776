package driver

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const otherB = "package b\n\n// F's other comment\nfunc F() {}\n\ntype T struct{ Field int }\n\nfunc (T) Second() {}\n\nfunc (*T) First() {}\n"

// flagged is the environment in which GOFLAGS overlay files.
func flagged(t *testing.T, replace map[string]string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "overlay.json")
	text, err := json.Marshal(overlayFile{replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, text, 0o666))
	return env("GOFLAGS=-overlay=" + file)
}

// What -overlay replaces is analysed as the go command builds it, and a change of it is seen.
func TestOverlayOfFlags(t *testing.T) {
	opts := kept(t)
	by := filepath.Join(t.TempDir(), "b.txt")
	require.NoError(t, os.WriteFile(by, []byte(otherB), 0o666))
	b := filepath.Join(opts.Dir, "b", "b.go")
	opts.Env = flagged(t, map[string]string{
		b: by,
		filepath.Join(opts.Dir, "unasked", "unasked.go"): "", // is not there
		filepath.Join(opts.Dir, "unasked", "made.go"):    filepath.Join(opts.Dir, "unasked", "unasked.go"),
	})
	out := run(t, opts)
	assert.Empty(t, out.Problems)
	assert.Equal(t, []string{"a.go:10 F: F's other comment"}, messages(out))
	assert.True(t, out.Overlaid(b))
	src, err := out.ReadFile(b)
	require.NoError(t, err)
	assert.Equal(t, otherB, string(src))

	require.NoError(t, os.WriteFile(by, []byte("package b\n\n// F's third comment\n"+otherB[len("package b\n\n// F's other comment\n"):]), 0o666))
	assert.Equal(t, []string{"a.go:10 F: F's third comment"}, messages(run(t, opts)))
	opts.Env = nil
	assert.Equal(t, foundInA, messages(run(t, opts)), "and without it what is on disk")

	opts.Env = env("GOFLAGS=-overlay=" + filepath.Join(opts.Dir, "none.json"))
	_, err = tryRun(t, opts)
	assert.ErrorContains(t, err, "none.json")
}

// The buffers of an editor stand before what is on disk and what flags overlay; the
// cache knows them by what they hold.
func TestOverlayOfOptions(t *testing.T) {
	opts := kept(t)
	a, b := filepath.Join(opts.Dir, "a", "a.go"), filepath.Join(opts.Dir, "b", "b.go")
	opts.Overlay = map[string][]byte{b: []byte(otherB), filepath.Join(opts.Dir, "a", "new.go"): []byte("package a\n\nfunc init() { A2() }\n\n// A2's comment\nfunc A2() {}\n")}
	opts.Env = flagged(t, map[string]string{b: a})
	want := []string{"a.go:10 F: F's other comment", "new.go:3 A2: A2's comment"}
	out := run(t, opts)
	assert.Empty(t, out.Problems)
	assert.Equal(t, want, messages(out))
	again := run(t, opts)
	assert.Equal(t, want, messages(again))
	assert.Equal(t, 1, again.Stats.FromCache, "the temporary files are no part of the key")

	opts.Overlay[b] = append([]byte("\n"), otherB...)
	assert.Equal(t, 0, run(t, opts).Stats.FromCache)
}

// In GOROOT all that a test needs is built anew for it, and has no name to ask by.
func TestStandardLibraryWithTests(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	out := run(t, Options{Dir: filepath.Join(strings.TrimSpace(string(root)), "src"), Patterns: []string{"bufio", "errors"}, Tests: true})
	assert.Empty(t, out.Problems)
	assert.Greater(t, out.Stats.Named, 3)
}

func TestSplitFlags(t *testing.T) {
	assert.Equal(t, []string{"-mod=mod", "-overlay=a b", "-x=\"y"}, splitFlags(` -mod=mod '-overlay=a b'  -x="y`))
	assert.Equal(t, "b c", overlayFlag([]string{"-overlay=a", "--overlay=b c", "-tags=x"}))
}
