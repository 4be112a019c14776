package driver

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// proxied writes a module example.com/dep v1.0.0 for the go command to download, and
// returns the environment in which it does so.
func proxied(t *testing.T, files map[string]string) []string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"example.com/dep/@v/list":        "v1.0.0\n",
		"example.com/dep/@v/v1.0.0.info": `{"Version": "v1.0.0"}`,
		"example.com/dep/@v/v1.0.0.mod":  "module example.com/dep\n\ngo 1.26\n",
	})
	f, err := os.Create(filepath.Join(dir, "example.com/dep/@v/v1.0.0.zip"))
	require.NoError(t, err)
	defer f.Close()
	z := zip.NewWriter(f)
	for name, text := range files {
		w, err := z.Create("example.com/dep@v1.0.0/" + name)
		require.NoError(t, err)
		_, err = io.WriteString(w, text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return env("GOPROXY=file://"+filepath.ToSlash(dir), "GOMODCACHE="+filepath.Join(t.TempDir(), "mod"),
		"GOSUMDB=off", "GOFLAGS=-mod=mod -modcacherw", "CGO_ENABLED=1")
}

// A dependency that is released is asked for what cgo makes of it only as its facts are
// needed, and the facts are those of all of its files.
func TestFactsOfCgoDependency(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no C compiler")
	}
	vars := proxied(t, map[string]string{
		"dep.go": "package dep\n\n// static int one(void) { return 1; }\nimport \"C\"\n\n// One's comment\nfunc One() int { return int(C.one()) }\n",
		"go.mod": "module example.com/dep\n\ngo 1.26\n",
	})
	dir := module(t, map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n\nrequire example.com/dep v1.0.0\n",
		"m.go":   "package m\n\nimport \"example.com/dep\"\n\nvar N = dep.One()\n",
	})
	out := run(t, Options{Dir: dir, Env: vars})
	assert.Equal(t, []string{"m.go:5 One: One's comment"}, messages(out))
	assert.Empty(t, out.Problems)
	assert.True(t, out.graphs[0].asWritten)
	assert.False(t, out.graphs[0].nodes["example.com/m"].tainted.Load())

	out = run(t, Options{Dir: dir, Env: vars, Patterns: []string{"example.com/dep"}})
	assert.Empty(t, out.Problems)
	assert.False(t, out.graphs[0].asWritten, "it is named")
}
