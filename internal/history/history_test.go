package history

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

// repository makes commits of one file each, a day apart.
func repository(t *testing.T, files ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		t.Setenv(name, "")
		require.NoError(t, os.Unsetenv(name))
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	git(t, dir, "config", "user.name", "somebody")
	git(t, dir, "config", "user.email", "somebody@example.com")
	for i, name := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("package p // "+name+"\n"), 0o666))
		t.Setenv("GIT_COMMITTER_DATE", time.Date(2026, 3, 1+i, 12, 0, 0, 0, time.UTC).Format(time.RFC3339))
		git(t, dir, "add", "-A")
		git(t, dir, "commit", "-q", "-m", "add "+name)
	}
	return dir
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}

func TestCommits(t *testing.T) {
	dir := repository(t, "a.go", "README.md", "b.go", "c.go")
	list, err := Commits(t.Context(), dir, 2)
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, "add b.go", list[0].Subject)
	assert.Equal(t, "add c.go", list[1].Subject)
	assert.Equal(t, "2026-03-03", list[0].Date.Format("2006-01-02"))
	list, err = Commits(t.Context(), dir, 9)
	require.NoError(t, err)
	assert.Len(t, list, 3, "what changed no Go file is none of them")
	head, clean := Head(t.Context(), dir)
	assert.True(t, clean)
	assert.Equal(t, list[2].Hash, head)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "d.go"), nil, 0o666))
	_, clean = Head(t.Context(), dir)
	assert.False(t, clean)
}

// Of a branch that was merged the merge counts, and not what it brings.
func TestFirstParents(t *testing.T) {
	dir := repository(t, "a.go")
	git(t, dir, "checkout", "-q", "-b", "side")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.go"), []byte("package p\n"), 0o666))
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "-m", "on the side")
	git(t, dir, "checkout", "-q", "-")
	git(t, dir, "merge", "-q", "--no-ff", "-m", "merge", "side")
	list, err := Commits(t.Context(), dir, 9)
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, "merge", list[1].Subject)
}

// left fails where a worktree or a directory of one is left behind.
func left(t *testing.T, dir string) {
	t.Helper()
	assert.Equal(t, 1, strings.Count(git(t, dir, "worktree", "list"), "\n"))
	rest, err := filepath.Glob(filepath.Join(dir, ".git", "worktrees", "*"))
	require.NoError(t, err)
	assert.Empty(t, rest)
	rest, err = filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "tether-history-*"))
	require.NoError(t, err)
	assert.Empty(t, rest)
}

func TestTree(t *testing.T) {
	dir := repository(t, "a.go", "sub/b.go", "sub/c.go")
	list, err := Commits(t.Context(), dir, 9)
	require.NoError(t, err)
	tree, err := NewTree(t.Context(), filepath.Join(dir, "sub"))
	require.NoError(t, err)
	err = tree.At(t.Context(), list[0], func(string) error { panic("there is no sub in it") })
	assert.EqualError(t, err, "there was no sub yet")
	var seen []string
	for _, c := range list[1:] {
		require.NoError(t, tree.At(t.Context(), c, func(at string) error {
			files, err := filepath.Glob(filepath.Join(at, "*.go"))
			for _, f := range files {
				seen = append(seen, filepath.Base(f))
			}
			return err
		}))
	}
	assert.Equal(t, []string{"b.go", "b.go", "c.go"}, seen)
	require.NoError(t, tree.Close())
	left(t, dir)
}

// A run that ends in the middle leaves nothing behind, nor does one whose worktree git
// no longer takes for one.
func TestTreeInterrupted(t *testing.T) {
	dir := repository(t, "a.go")
	list, err := Commits(t.Context(), dir, 1)
	require.NoError(t, err)
	for _, harm := range []func(at string) error{
		func(string) error { return nil },
		func(at string) error { return os.Remove(filepath.Join(at, ".git")) },
		os.RemoveAll,
	} {
		ctx, cancel := context.WithCancel(t.Context())
		tree, err := NewTree(ctx, dir)
		require.NoError(t, err)
		stop := errors.New("stop")
		assert.ErrorIs(t, tree.At(ctx, list[0], func(at string) error {
			cancel()
			return errors.Join(harm(at), stop)
		}), stop)
		require.NoError(t, tree.Close())
		left(t, dir)
	}
}

// Hooks and filters of the repository do not run.
func TestTreeRunsNothing(t *testing.T) {
	dir := repository(t, "a.go", ".gitattributes")
	mark := filepath.Join(t.TempDir(), "ran")
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".gitattributes"), []byte("*.go filter=evil\n"), 0o666))
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "-m", "attributes")
	git(t, dir, "config", "filter.evil.smudge", "touch "+mark+" && cat")
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".git", "hooks", "post-checkout"), []byte("#!/bin/sh\ntouch "+mark+"\n"), 0o777))
	list, err := Commits(t.Context(), dir, 1)
	require.NoError(t, err)
	list[0].Hash = strings.TrimSpace(git(t, dir, "rev-parse", "HEAD"))
	tree, err := NewTree(t.Context(), dir)
	require.NoError(t, err)
	defer tree.Close()
	require.NoError(t, tree.At(t.Context(), list[0], func(string) error { return nil }))
	assert.NoFileExists(t, mark)
}

func TestKept(t *testing.T) {
	c := Commit{Hash: "0123456789abcdef"}
	k := &Kept{Dir: filepath.Join(t.TempDir(), "history"), Salt: []string{"v1"}}
	_, ok := k.Get(c)
	assert.False(t, ok)
	p := Point{Name: c.Short(), Rules: map[finding.Rule]int{finding.Leak: 2}}
	k.Put(c, p)
	got, ok := k.Get(c)
	assert.True(t, ok)
	assert.Equal(t, p.Rules, got.Rules)
	_, ok = (&Kept{Dir: k.Dir, Salt: []string{"v2"}}).Get(c)
	assert.False(t, ok, "another tether")
	new(Kept).Put(c, p)
}

func TestSeries(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	summary := `"summary": {"launches": {"total": 9, "tracked": 4}, "resources": {"total": 7, "leaked": 1}, "findings": {}}`
	write("tether-2026-11-02.json", `{"version": 1, "findings": [{"rule": "unclosed/leak", "status": "new"}, {"rule": "unclosed/leak", "status": "suppressed"}, {"rule": "untracked/raw-go", "status": "baseline"}], `+summary+`}`)
	write("20261101T0630.json", `{"version": 1, "rules": {"unclosed/leak": 3}, `+summary+`}`)
	write("2026-11-03.json", `{"version": 1, `)
	write("2026-11-04.json", `{"vulns": []}`)
	write("2026-11-05.json", `{"version": 1, "complete": false, `+summary+`}`)
	write("latest.json", `{}`)
	write("notes.txt", ``)
	points, skipped, err := Series(dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"latest.json"}, skipped)
	require.Len(t, points, 5)
	assert.Equal(t, time.Date(2026, 11, 1, 6, 30, 0, 0, time.UTC), points[0].Date)
	assert.Equal(t, map[finding.Rule]int{finding.Leak: 3}, points[0].Rules)
	assert.Equal(t, map[finding.Rule]int{finding.Leak: 1, finding.RawGo: 1}, points[1].Rules)
	assert.Equal(t, 6, points[1].Owned())
	assert.Contains(t, points[2].Gap, "not a report")
	assert.Contains(t, points[3].Gap, "not a report of tether")
	assert.Equal(t, "not all packages could be analysed", points[4].Gap)
	_, _, err = Series(filepath.Join(dir, "nowhere"))
	assert.Error(t, err)
}
