// Package guards holds tests of the tree itself: which modules it depends on, which
// way its imports run, and that it has nothing of its own that x/tools has.
package guards

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/modfile"
)

const (
	root   = "../.."
	module = "github.com/tetherlint/tether"
)

// TestDependencies: each direct dependency has been chosen. Whoever adds one says
// here what for; what is heavy belongs into a module of its own under e2e.
func TestDependencies(t *testing.T) {
	chosen := map[string]string{
		"github.com/aymanbagabas/go-udiff":           "unified diffs",
		"github.com/bluekeyes/go-gitdiff":            "the changed lines of git diff",
		"github.com/bmatcuk/doublestar/v4":           "globs of the config",
		"github.com/goccy/go-yaml":                   "the config, with positions",
		"github.com/golangci/plugin-module-register": "the plugin of golangci-lint",
		"github.com/google/pprof":                    "goroutine profiles as protobuf",
		"github.com/mattn/go-runewidth":              "carets under wide characters",
		"github.com/rogpeppe/go-internal":            "testscript; file locks",
		"github.com/santhosh-tekuri/jsonschema/v6":   "tests: the config's schema",
		"github.com/stretchr/testify":                "tests",
		"golang.org/x/mod":                           "go.mod files and versions",
		"golang.org/x/tools":                         "go/analysis, go/packages, go/cfg",
	}
	src, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	mod, err := modfile.Parse("go.mod", src, nil)
	require.NoError(t, err)
	for _, r := range mod.Require {
		if !r.Indirect {
			assert.Contains(t, chosen, r.Mod.Path, "a new direct dependency")
			delete(chosen, r.Mod.Path)
		}
	}
	assert.Empty(t, chosen, "no dependency any more")
}

// A listed package is one that go list prints.
type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	require.NoError(t, err)
	var list []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := dec.Decode(&p)
		if err == io.EOF {
			return list
		}
		require.NoError(t, err)
		list = append(list, p)
	}
}

// TestArrows: imports run down the list of packages in docs/design.md, which names
// all of them.
func TestArrows(t *testing.T) {
	floors := designList(t)
	floor := func(path string) int {
		best := -1
		for i, name := range floors {
			if path == module+"/"+name || strings.HasPrefix(path, module+"/"+name+"/") {
				if best < 0 || len(name) > len(floors[best]) {
					best = i
				}
			}
		}
		return best
	}
	used := map[int]bool{}
	for _, p := range packages(t) {
		from := floor(p.ImportPath)
		if p.ImportPath == module+"/internal/guards" {
			continue
		}
		if !assert.GreaterOrEqual(t, from, 0, "%s is not in the list of docs/design.md", p.ImportPath) {
			continue
		}
		used[from] = true
		for _, path := range p.Imports {
			if path == module || !strings.HasPrefix(path, module+"/") {
				continue
			}
			assert.GreaterOrEqual(t, floor(path), from, "%s imports %s, which stands above it in docs/design.md", p.ImportPath, path)
		}
	}
	for i, name := range floors {
		assert.True(t, used[i], "docs/design.md lists %s, which does not exist", name)
	}
}

// designList is the first column of the list of packages in docs/design.md.
func designList(t *testing.T) []string {
	src, err := os.ReadFile(filepath.Join(root, "docs", "design.md"))
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(src), "\n```\n")
	require.True(t, ok)
	block, _, ok := strings.Cut(rest, "\n```\n")
	require.True(t, ok)
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^([a-z][a-z/]*) +\S`).FindAllStringSubmatch(block, -1) {
		names = append(names, m[1])
	}
	require.NotEmpty(t, names)
	return names
}

// TestNothingWrittenAgain: no function of the tree bears the name of one that the
// modules it builds on have. A name is not proof; where it means something else it is
// listed here, with the reason.
func TestNothingWrittenAgain(t *testing.T) {
	excepted := map[string]string{
		"New":        "of its own type",
		"All":        "of the catalogue's rows",
		"Default":    "the config without a file",
		"relativeTo": "of file names, not of packages",
		"callee":     "where a callee is named",
		"Apply":      "a rewriting of programs, by name",
		"apply":      "of a mutation",
		"collect":    "the conditions of a file",
		"contains":   "of constants, by value",
		"equal":      "as a function value",
		"inspect":    "of a stretch that is no node of the source",
	}
	theirs := map[string]string{}
	for _, pkg := range []string{
		"golang.org/x/tools/go/ast/astutil", "golang.org/x/tools/go/ast/edge", "golang.org/x/tools/go/ast/inspector",
		"golang.org/x/tools/go/types/typeutil", "golang.org/x/tools/go/types/objectpath", "golang.org/x/tools/go/cfg",
		"go/ast", "go/types", "slices", "maps", "cmp",
	} {
		for name := range functions(t, dirOf(t, pkg)) {
			if ast.IsExported(name) {
				theirs[strings.ToLower(name)] = pkg + "." + name
			}
		}
	}
	for _, p := range packages(t) {
		dir := filepath.Join(root, strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/"))
		for name, pos := range functions(t, dir) {
			if his, ok := theirs[strings.ToLower(name)]; ok && excepted[name] == "" {
				t.Errorf("%s: %s: is it %s?", pos, name, his)
			}
		}
	}
}

func dirOf(t *testing.T, pkg string) string {
	cmd := exec.Command("go", "list", "-f", "{{.Dir}}", pkg)
	cmd.Dir = root
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// functions are the package-level functions of a directory, tests apart, and where
// they stand.
func functions(t *testing.T, dir string) map[string]token.Position {
	found := map[string]token.Position{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	files = slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	fset := token.NewFileSet()
	for _, name := range files {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				found[f.Name.Name] = fset.Position(f.Pos())
			}
		}
	}
	return found
}
