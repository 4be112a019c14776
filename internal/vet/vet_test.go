package vet

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIsVet(t *testing.T) {
	for _, args := range [][]string{
		{"-V=full"}, {"-flags"}, {"x.cfg"}, {"-json", "/tmp/b001/vet.cfg"}, {"-untracked=false", "-fix", "vet.cfg"},
	} {
		assert.True(t, IsVet(args), args)
	}
	for _, args := range [][]string{
		{}, {"./..."}, {"-format", "json"}, {"-V"}, {"version"}, {"-o", "out.cfg"}, {"-config", "my.cfg"}, {"-config=my.cfg"}, {"-fix", "-flags"},
	} {
		assert.False(t, IsVet(args), args)
	}
}

// put writes a file below dir; a directory if its name ends in /.
func put(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
	if name[len(name)-1] == '/' {
		require.NoError(t, os.MkdirAll(file, 0o777))
		return
	}
	require.NoError(t, os.WriteFile(file, []byte(content), 0o666))
}

func answer(t *testing.T, dir string) string {
	t.Helper()
	t.Chdir(dir)
	line, err := version("/some where/my tether")
	require.NoError(t, err)
	require.Regexp(t, `^my-tether version devel comments-go-here buildID=[0-9a-f]{64}$`, line)
	return line
}

func TestVersionChanges(t *testing.T) {
	top := t.TempDir()
	t.Setenv("GOWORK", "")
	put(t, top, "repo/.git/", "")
	put(t, top, "repo/a/go.mod", "module a\n")
	put(t, top, "repo/b/go.mod", "module b\n")
	put(t, top, "repo/go.work", "go 1.26\nuse ./a\nuse ../out/c\n")
	put(t, top, "out/c/go.mod", "module c\n")
	put(t, top, "out/c/deep/x.go", "package x\n")

	a := filepath.Join(top, "repo/a")
	before := answer(t, a)
	assert.Equal(t, before, answer(t, a))
	for _, tt := range []struct {
		name, content string
		changes       bool
	}{
		{"repo/.tether.yml", "tests: true", true},
		{"repo/.tether.yml", "tests: false", true},
		{"repo/a/sub/.tether.yml", "", true},
		{"repo/b/.tether.yml", "", true},
		{"repo/b/go.mod", "module b // edited\n", true},
		{"repo/go.work", "go 1.26\n\nuse ./a\nuse ../out/c\n", true},
		{"out/c/.tether.yml", "", true},
		{"repo/a/x.go", "package a\n", false},
		{"repo/vendor/x/.tether.yml", "", false},
		{"repo/a/testdata/.tether.yml", "", false},
		{"repo/node_modules/.tether.yml", "", false},
		{"repo/a/sub/.git", "gitdir: elsewhere", true},
		{"repo/.git/.tether.yml", "", false},
		{".tether.yml", "", false},
		{"out/.tether.yml", "", false},
	} {
		put(t, top, tt.name, tt.content)
		now := answer(t, a)
		assert.Equal(t, tt.changes, now != before, "%s: %s", tt.name, tt.content)
		before = now
	}
	// Moving a config changes the answer though the contents are the same.
	require.NoError(t, os.Rename(filepath.Join(top, "repo/b/.tether.yml"), filepath.Join(top, "repo/b/sub.yml")))
	put(t, top, "repo/b/sub/.tether.yml", "")
	assert.NotEqual(t, before, answer(t, a))
}

func TestVersionOutsideWorkspace(t *testing.T) {
	top := t.TempDir()
	put(t, top, "a/go.mod", "module a\n")
	put(t, top, "b/go.mod", "module b\n")
	put(t, top, "go.work", "go 1.26\nuse ./a\nuse ./b\n")
	t.Setenv("GOWORK", "off")
	before := answer(t, filepath.Join(top, "a"))
	put(t, top, "b/.tether.yml", "")
	assert.Equal(t, before, answer(t, filepath.Join(top, "a")))
}

func TestRoots(t *testing.T) {
	top := t.TempDir()
	put(t, top, "a/go.mod", "")
	put(t, top, "a-b/go.mod", "")
	put(t, top, "a/c/go.mod", "")
	put(t, top, "go.work", "go 1.26\nuse ./a\nuse ./a-b\nuse ./a/c\n")
	got := roots(filepath.Join(top, "a/c"), filepath.Join(top, "go.work"))
	assert.Equal(t, []string{filepath.Join(top, "a"), filepath.Join(top, "a-b")}, got)
}

// check is what Main does first with a file that go vet names.
func check(file string) error {
	cfg, err := readUnit(file)
	if err != nil {
		return nil
	}
	return checkUnit(cfg)
}

func TestCheckUnit(t *testing.T) {
	top := t.TempDir()
	put(t, top, "go.mod", "")
	put(t, top, ".tether.yml", "acept: x")
	put(t, top, "p/", "")
	dir := filepath.ToSlash(filepath.Join(top, "p"))
	for name, tt := range map[string]struct {
		cfg string
		bad bool
	}{
		"main":       {`{"ImportPath":"m/p","Dir":"` + dir + `","Module":{"Path":"m"}}`, true},
		"main, old":  {`{"ImportPath":"m/p","Dir":"` + dir + `","ModulePath":"m"}`, true},
		"by files":   {`{"ImportPath":"example.com/m/p","GoFiles":["` + dir + `/p.go"]}`, true},
		"dependency": {`{"ImportPath":"m/p","Dir":"` + dir + `","Module":{"Path":"m","Version":"v1.0.0"}}`, false},
		"standard":   {`{"ImportPath":"net/http","Dir":"` + dir + `"}`, false},
		"no json":    {`{`, false},
	} {
		t.Run(name, func(t *testing.T) {
			put(t, top, "vet.cfg", tt.cfg)
			err := check(filepath.Join(top, "vet.cfg"))
			if tt.bad {
				assert.ErrorContains(t, err, `.tether.yml:1:1: unknown key "acept"`)
			} else {
				assert.NoError(t, err)
			}
		})
	}
}

func TestCheckUnitTooNew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vet.cfg")
	put(t, filepath.Dir(file), "vet.cfg", `{"ImportPath":"net/http","GoVersion":"go1.999"}`)
	assert.ErrorContains(t, check(file), "package net/http needs go1.999: rebuild it with ")
}
