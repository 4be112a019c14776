package guards_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// maxWalks is how many walks over syntax are written by hand, package syntax apart, and
// is only ever lowered. What asks whether there is something, or goes through all of a
// kind, is syntax.Any, All or Own; what asks who uses a variable is syntax.Index.Uses; what
// needs to know what stands around a node has a cursor of the index.
const maxWalks = 13

// walked are the packages that judge, in which none is.
var walked = map[string]int{"internal/obligation": 0, "internal/obligation/sym": 0, "internal/launch": 0, "internal/behaviour": 0, "internal/stuck": 0, "internal/hidden": 0, "internal/rewrite": 0, "internal/rewrite/vars": 0, "internal/rewrite/eligible": 0, "internal/rewrite/source": 0, "internal/rewrite/taskname": 0, "internal/unclosed": 0}

func TestWalks(t *testing.T) {
	walks := map[string]int{}
	sum := 0
	for _, root := range []string{"internal", "analyzer"} {
		err := filepath.WalkDir(filepath.Join("../..", root), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			dir, err := filepath.Rel("../..", filepath.Dir(path))
			require.NoError(t, err)
			if dir = filepath.ToSlash(dir); dir != "internal/syntax" {
				n := walksIn(t, path)
				walks[dir] += n
				sum += n
			}
			return nil
		})
		require.NoError(t, err)
	}
	t.Log(walks)
	assert.LessOrEqual(t, sum, maxWalks, "write it by syntax.All, Own or Any: %v", walks)
	for dir, most := range walked {
		assert.LessOrEqual(t, walks[dir], most, "%s: write it by syntax.All, Own or Any", dir)
	}
}

// walksIn counts the calls of what walks over syntax in a file.
func walksIn(t *testing.T, path string) (n int) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	for m := range ast.Preorder(f) {
		call, ok := m.(*ast.CallExpr)
		if !ok {
			continue
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		pkg, ok := sel.X.(*ast.Ident)
		if ok && pkg.Name == "ast" && slices.Contains([]string{"Inspect", "Walk", "Preorder", "PreorderStack"}, sel.Sel.Name) {
			n++
		}
	}
	return n
}
