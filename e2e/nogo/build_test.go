package nogo

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bazelbuild/buildtools/build"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nogoSources are the files of rules_go's target nogo_srcs.
var nogoSources = []string{
	"constants.go", "env.go", "flags.go", "nogo_fix.go", "nogo_goversions_go118.go", "nogo_goversions_go121.go",
	"nogo_goversions_go122.go", "nogo_main.go", "nogo_version.go", "nolint.go",
}

// A workspace is where nogo is built: in a copy of x/tools, for nogo imports an
// internal package of it, beside tether. Bazel does not mind such an import.
type workspace struct {
	dir      string
	builders string // the sources of rules_go
	generate string // the program that writes nogo's main file
}

// newWorkspace lays out what all programs of the test are built from.
func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := &workspace{dir: t.TempDir()}
	w.builders = filepath.Join(moduleDir(t, "github.com/bazelbuild/rules_go"), "go/tools/builders")
	tools := filepath.Join(w.dir, "tools")
	require.NoError(t, os.CopyFS(tools, os.DirFS(moduleDir(t, "golang.org/x/tools"))))
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	w.write(t, "go.work", "go 1.26.0\n\nuse (\n\t./tools\n\t"+root+"\n)\n")
	for _, name := range nogoSources {
		w.copy(t, name, "tools/nogo")
	}

	// The program that writes the main file, which rules_go has among other commands.
	for _, name := range []string{"generate_nogo_main.go", "flags.go"} {
		w.copy(t, name, "tools/generate")
	}
	w.write(t, "tools/generate/main.go", `package main

import (
	"log"
	"os"
)

func main() {
	if err := genNogoMain(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}
`)
	w.generate = filepath.Join(w.dir, "generate")
	w.build(t, w.generate, "./generate")
	return w
}

// moduleDir returns where the sources of a module are. It downloads them where
// they are not there yet: no package here imports rules_go, so that building does not.
func moduleDir(t *testing.T, path string) string {
	t.Helper()
	var module struct{ Dir string }
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, ".", nil, "go", "mod", "download", "-json", path)), &module))
	require.NotEmpty(t, module.Dir)
	return module.Dir
}

func (w *workspace) write(t *testing.T, name, content string) {
	t.Helper()
	file := filepath.Join(w.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
	require.NoError(t, os.WriteFile(file, []byte(content), 0o666))
}

// copy copies a source of rules_go's builders.
func (w *workspace) copy(t *testing.T, name, to string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(w.builders, name))
	require.NoError(t, err)
	w.write(t, filepath.Join(to, name), string(content))
}

func (w *workspace) build(t *testing.T, program, pkg string) {
	t.Helper()
	mustRun(t, filepath.Join(w.dir, "tools"), []string{"GOWORK=" + filepath.Join(w.dir, "go.work"), "GOFLAGS=-mod=readonly"}, "go", "build", "-o", program, pkg)
}

// nogo builds nogo with a config, as a target nogo(config = ..., deps = [...]) does.
func (w *workspace) nogo(t *testing.T, config string) string {
	t.Helper()
	w.write(t, "nogo.json", config)
	mustRun(t, w.dir, nil, w.generate,
		"-output", filepath.Join(w.dir, "tools/nogo/nogo_main_data.go"), "-config", filepath.Join(w.dir, "nogo.json"),
		"-analyzer_importpath", "github.com/tetherlint/tether/nogo/untracked",
		"-analyzer_importpath", "github.com/tetherlint/tether/nogo/unclosed")
	program := filepath.Join(t.TempDir(), "nogo")
	w.build(t, program, "./nogo")
	return program
}

// block returns the code block of a document whose first line names a file.
func block(t *testing.T, document, file string) string {
	t.Helper()
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	_, after, found := strings.Cut(string(text), "`"+file+"`:\n\n```")
	require.True(t, found, "%s has no block %s", document, file)
	_, after, _ = strings.Cut(after, "\n")
	content, _, found := strings.Cut(after, "```")
	require.True(t, found)
	return content
}

// The build files of the documentation are what Bazel's formatter would write.
func TestBuildFiles(t *testing.T) {
	for file, parse := range map[string]func(string, []byte) (*build.File, error){
		"BUILD.bazel":  build.ParseBuild,
		"MODULE.bazel": build.ParseModule,
	} {
		text := block(t, "../../docs/nogo.md", file)
		f, err := parse(file, []byte(text))
		require.NoError(t, err)
		assert.Equal(t, string(build.Format(f)), text)
	}
}
