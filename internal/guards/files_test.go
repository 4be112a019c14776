package guards

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	xmodule "golang.org/x/mod/module"
)

// TestFileNames: each file has a name that a module may have. With another one no release could be
// installed: go install of a version makes a zip of all of them.
func TestFileNames(t *testing.T) {
	root := filepath.Join("..", "..")
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if rel, err := filepath.Rel(root, path); err == nil && rel != "." {
			assert.NoError(t, xmodule.CheckFilePath(filepath.ToSlash(rel)))
		}
		return nil
	}))
}

// TestFilesNamed: the package comment of a package of many files says what is where: it names
// each of its files, and none that there is no more.
func TestFilesNamed(t *testing.T) {
	name := regexp.MustCompile(`\b\w+\.go\b`)
	for _, pkg := range []string{"behaviour", "launch", "obligation", "rewrite", "rewrite/vars", "rewrite/eligible", "rewrite/source", "rewrite/taskname", "stuck"} {
		dir := filepath.Join("..", filepath.FromSlash(pkg))
		doc, err := os.ReadFile(filepath.Join(dir, "doc.go"))
		require.NoError(t, err)
		named := make(map[string]bool)
		for _, file := range name.FindAllString(string(doc), -1) {
			named[file] = true
			assert.FileExists(t, filepath.Join(dir, file), "internal/%s/doc.go names it", pkg)
		}
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, e := range entries {
			if file := e.Name(); strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") && file != "doc.go" {
				assert.True(t, named[file], "internal/%s/doc.go does not say what %s is for", pkg, file)
			}
		}
	}
}
