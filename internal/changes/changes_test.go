package changes

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A repository is a git repository with one commit of what was written before.
type repository struct {
	t   *testing.T
	dir string
}

func newRepository(t *testing.T) *repository {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		if value, ok := os.LookupEnv(name); ok { // as in a hook
			require.NoError(t, os.Unsetenv(name))
			t.Cleanup(func() { _ = os.Setenv(name, value) })
		}
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := &repository{t, t.TempDir()}
	r.git("init", "--quiet")
	r.git("config", "user.name", "somebody")
	r.git("config", "user.email", "somebody@example.com")
	return r
}

func (r *repository) git(args ...string) {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, "%s", out)
}

func (r *repository) write(name, content string) string {
	r.t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	require.NoError(r.t, os.MkdirAll(filepath.Dir(file), 0o777))
	require.NoError(r.t, os.WriteFile(file, []byte(content), 0o666))
	return file
}

func (r *repository) commit() {
	r.git("add", "-A")
	r.git("commit", "--quiet", "-m", "x")
}

func (r *repository) since(rev string) *Changes {
	r.t.Helper()
	c, err := Since(context.Background(), r.dir, rev)
	require.NoError(r.t, err)
	return c
}

func numbered(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		b.WriteString(strings.Repeat("x", i) + "\n")
	}
	return b.String()
}

func TestSince(t *testing.T) {
	r := newRepository(t)
	a := r.write("sub/a.go", numbered(1, 20))
	moved := r.write("old.go", numbered(30, 60))
	r.write(".gitignore", "ignored.go\n")
	r.commit()

	// Whatever a user has configured.
	for _, kv := range []string{"diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "diff.external=false", "diff.relative=true", "diff.context=9", "core.quotePath=false"} {
		key, value, _ := strings.Cut(kv, "=")
		r.git("config", key, value)
	}
	lines := strings.SplitAfter(numbered(1, 20), "\n")
	lines[4] = "other\n"   // line 5
	lines[9] = ""          // line 10 is gone: after 9 of what is left
	lines[14] += "added\n" // after line 14 of what is left
	r.write("sub/a.go", strings.Join(lines, ""))
	c := r.since("HEAD")
	for line := 1; line <= 20; line++ {
		assert.Equal(t, line == 5 || line == 15, c.Lines(a, line, line), "line %d", line)
	}
	assert.True(t, c.Lines(a, 1, 5))
	assert.True(t, c.Lines(a, 5, 3), "an end that is missing")
	assert.True(t, c.Within(a, 8, 11), "line 10 was deleted there")
	assert.True(t, c.Within(a, 9, 10))
	assert.False(t, c.Within(a, 6, 9), "and not here")
	assert.False(t, c.Within(a, 10, 13))
	assert.False(t, c.Lines(a, 8, 11))

	// Staged, committed and renamed.
	r.git("add", "-A")
	assert.True(t, r.since("HEAD").Lines(a, 5, 5))
	r.git("mv", "old.go", "später.go")
	r.commit()
	assert.False(t, r.since("HEAD").Lines(a, 5, 5))
	c = r.since("HEAD~1")
	assert.True(t, c.Lines(a, 5, 5))
	assert.False(t, c.Lines(filepath.Join(r.dir, "später.go"), 1, 30))
	assert.False(t, c.Within(moved, 1, 30))

	// Untracked, ignored and elsewhere.
	untracked, ignored := r.write("sub/u.go", "x\n"), r.write("ignored.go", "x\n")
	c = r.since("HEAD")
	assert.True(t, c.Lines(untracked, 1, 1))
	assert.False(t, c.Lines(ignored, 1, 1))
	assert.True(t, c.Lines(filepath.Join(t.TempDir(), "x.go"), 1, 1))
}

func TestSinceFromBelow(t *testing.T) {
	r := newRepository(t)
	a := r.write("sub/a.go", "x\n")
	r.commit()
	r.write("sub/a.go", "y\n")
	c, err := Since(context.Background(), filepath.Join(r.dir, "sub"), "HEAD")
	require.NoError(t, err)
	assert.True(t, c.Lines(a, 1, 1))
}

func TestErrors(t *testing.T) {
	r := newRepository(t)
	r.write("a.go", "x\n")
	r.commit()
	for _, rev := range []string{"nowhere", "--help", "HEAD~5", ""} {
		_, err := Since(context.Background(), r.dir, rev)
		assert.ErrorContains(t, err, "is not a revision", rev)
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", os.TempDir())
	_, err := Since(context.Background(), t.TempDir(), "HEAD")
	assert.ErrorContains(t, err, "not a git repository")
}

// A hook runs with names that are relative to the top of the work tree.
func TestHook(t *testing.T) {
	r := newRepository(t)
	r.write("sub/a.go", "package a\n")
	r.commit()
	file := r.write("sub/a.go", "package a\n\nvar x int\n")
	t.Chdir(r.dir)
	t.Setenv("GIT_DIR", ".git")
	t.Setenv("GIT_INDEX_FILE", filepath.Join(".git", "index"))
	c, err := Since(context.Background(), filepath.Dir(file), "HEAD")
	require.NoError(t, err)
	assert.True(t, c.Lines(file, 3, 3))
	assert.False(t, c.Lines(file, 1, 1))
}
