package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An interrupter ends a run when it says something.
type interrupter struct {
	told   bytes.Buffer
	word   string
	cancel context.CancelFunc
}

func (w *interrupter) Write(p []byte) (int, error) {
	if strings.Contains(string(p), w.word) {
		w.cancel()
	}
	return w.told.Write(p)
}

// A history that is interrupted leaves nothing behind, and the next run goes on where it
// was.
func TestHistoryInterrupted(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	dir, cache := t.TempDir(), t.TempDir()
	git := func(args ...string) string {
		cmd := exec.Command("git", append([]string{"-c", "user.name=somebody", "-c", "user.email=somebody@example.com"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	git("init", "-q")
	for _, body := range []string{"", "func F() { go F() }\n", "func F() { go F(); go F() }\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n\ngo 1.26\n"), 0o666))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "m.go"), []byte("package m\n\n"+body), 0o666))
		git("add", "-A")
		git("commit", "-q", "-m", "next")
	}
	report := func(word string) (int, string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		stderr := &interrupter{word: word, cancel: cancel}
		var stdout bytes.Buffer
		env := Env{Dir: dir, Stdout: &stdout, Stderr: stderr, Getenv: func(key string) string {
			if key == "TETHER_CACHE" {
				return cache
			}
			return os.Getenv(key)
		}}
		return Main(ctx, env, []string{"report", "-format", "html", "-history", "3"}), stderr.told.String()
	}

	code, told := report("history: 1 of 3")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, told, "tether: interrupted\n")
	assert.NotContains(t, told, "history: 2 of 3")
	assert.Equal(t, 1, strings.Count(git("worktree", "list"), "\n"))
	rest, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "tether-*"))
	require.NoError(t, err)
	assert.Empty(t, rest)
	kept, err := filepath.Glob(filepath.Join(cache, "history", "*.json"))
	require.NoError(t, err)
	assert.Len(t, kept, 1)

	code, told = report("nothing that it says")
	assert.Equal(t, ExitFindings, code, told)
	assert.Contains(t, told, "history: 3 of 3")
	kept, err = filepath.Glob(filepath.Join(cache, "history", "*.json"))
	require.NoError(t, err)
	assert.Len(t, kept, 3)
	require.NoError(t, cleanCache(cache))
	assert.NoDirExists(t, filepath.Join(cache, "history"))
}

func TestReason(t *testing.T) {
	for told, want := range map[string]string{
		"m.go:3:5: undefined: x\nm.go:4:5: undefined: y\n":                                                              "m.go:3:5: undefined: x",
		"tether: cannot load packages: exit status 1: stderr: go: downloading a/b v1\ngo: a/b@v1: missing go.sum entry": "go: a/b@v1: missing go.sum entry",
		"there was no sub yet": "there was no sub yet",
		"":                     "it could not be analysed",
	} {
		assert.Equal(t, want, reason(told))
	}
}
