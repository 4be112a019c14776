package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	goversion "go/version"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/modfile"

	"github.com/tetherlint/tether/internal/lsp/lsptest"
)

// TestLSPAgrees: of each module of the fixtures the editor is told what the command line
// says of the same text, saved or not, before and after it did not compile.
func TestLSPAgrees(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole corpus")
	}
	t.Setenv("TETHER_CACHE", t.TempDir())
	root, err := filepath.Abs("../../testdata/src")
	require.NoError(t, err)
	top := t.TempDir() // with what their go.mod files name by its place
	moved := filepath.Join(top, "testdata", "src")
	require.NoError(t, os.CopyFS(moved, os.DirFS(root)))
	require.NoError(t, os.CopyFS(filepath.Join(top, "tracked"), os.DirFS("../../tracked")))
	modules := fixtureModules(t, root)
	require.Greater(t, len(modules), 30)
	for _, module := range modules {
		t.Run(module, func(t *testing.T) {
			agree(t, filepath.Join(root, module), filepath.Join(moved, module))
		})
	}
}

// fixtureModules are the modules below root that do not stand for others'.
func fixtureModules(t *testing.T, root string) (modules []string) {
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && (d.Name() == "stub" || strings.HasPrefix(d.Name(), "dep")) {
			return filepath.SkipDir
		}
		if err != nil || d.Name() != "go.mod" {
			return err
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		mod, err := modfile.Parse(path, text, nil)
		require.NoError(t, err)
		if goversion.Compare("go"+mod.Go.Version, runtime.Version()) <= 0 {
			rel, err := filepath.Rel(root, filepath.Dir(path))
			require.NoError(t, err)
			modules = append(modules, rel)
		}
		return nil
	}))
	return modules
}

// agree holds an editor in dir against the command line there, and in other, in which
// the same files are as the editor has them unsaved.
func agree(t *testing.T, dir, other string) {
	files := moduleFiles(t, dir)
	saved, unsaved := make(map[string]string), make(map[string]string)
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, file))
		require.NoError(t, err)
		saved[file], unsaved[file] = string(text), insertLine(string(text))
		require.NoError(t, os.WriteFile(filepath.Join(other, file), []byte(unsaved[file]), 0o666))
	}
	c := startLSP(t, dir)
	c.Initialize(map[string]any{"general": map[string]any{"positionEncodings": []string{"utf-8"}}}, map[string]any{"pause": 0}, dir)
	uri := func(file string) string { return lsptest.URI(filepath.Join(dir, file)) }
	for _, file := range files {
		c.Open(uri(file), unsaved[file])
	}
	moved, onDisk := said(t, other), said(t, dir)
	compare := func(when string, want []string, version int) {
		var told []string
		for _, file := range files { // the last one is changed, and all that this means is known
			c.Call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri(file)}}, nil)
		}
		for _, file := range files {
			for _, d := range c.AtVersion(uri(file), version) {
				told = append(told, fmt.Sprintf("%s:%d:%d-%d:%d %d %s", filepath.ToSlash(file), d.Range.Start.Line+1, d.Range.Start.Character+1,
					d.Range.End.Line+1, d.Range.End.Character+1, d.Severity, d.Message))
			}
		}
		slices.Sort(told)
		assert.Equal(t, want, told, when)
	}
	change := func(version int, text func(file string) string) {
		for _, file := range files {
			c.Replace(uri(file), version, text(file))
		}
	}
	compare("unsaved", moved, 1)
	change(2, func(file string) string { return unsaved[file] + "\nfunc {\n" })
	for _, file := range files {
		c.AtVersion(uri(file), 2)
	}
	change(3, func(file string) string { return unsaved[file] })
	compare("after it did not compile", moved, 3)
	change(4, func(file string) string { return saved[file] })
	compare("as on disk", onDisk, 4)
	c.Quit()
}

// moduleFiles are the Go files of a module, relative to its root.
func moduleFiles(t *testing.T, dir string) (files []string) {
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && (hasFile(path, "go.mod") || d.Name() == "testdata" || strings.HasPrefix(d.Name(), "_")):
			return filepath.SkipDir
		case filepath.Ext(path) == ".go":
			rel, err := filepath.Rel(dir, path)
			files = append(files, rel)
			return err
		}
		return nil
	}))
	return files
}

var packageClause = regexp.MustCompile(`(?m)^package \w+.*$`)

// insertLine moves all that is declared by a line.
func insertLine(text string) string {
	at := packageClause.FindStringIndex(text)
	if at == nil {
		return text
	}
	return text[:at[1]] + "\n\n// Größe 𝔸" + text[at[1]:]
}

// said is what the command line finds that is new.
func said(t *testing.T, dir string) (list []string) {
	var stdout, stderr bytes.Buffer
	env := Env{Dir: dir, Stdout: &stdout, Stderr: &stderr, Getenv: os.Getenv}
	Main(context.Background(), env, []string{"-format", "json"})
	var report struct {
		Findings []struct {
			Status, File, Message, Severity  string
			Line, Column, EndLine, EndColumn int
		}
	}
	require.NoError(t, json.Unmarshal(stdout.Bytes(), &report), stderr.String())
	for _, f := range report.Findings {
		if f.Status == "new" {
			severity := map[string]int{"error": 1, "warning": 2}[f.Severity]
			list = append(list, fmt.Sprintf("%s:%d:%d-%d:%d %d %s", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, severity, f.Message))
		}
	}
	slices.Sort(list)
	return list
}
