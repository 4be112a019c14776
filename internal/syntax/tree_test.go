package syntax_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
)

// Each node of a declaration is found, wherever its file stands among the others.
func TestFind(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, text := range []string{"package p\n\nimport \"os\"\n\nvar a = func() { _ = os.Args }\n\nfunc f() { go f() }\n", "package p\n", "package p\n\n// Doc.\nfunc g() { f(); f() }; type t struct{ x int }\n"} {
		f, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append([]*ast.File{f}, files...) // not in the order of positions
	}
	root := inspector.New(files).Root()
	tree := syntax.NewTree(root)
	found := 0
	for c := range root.Preorder() {
		switch c.Node().(type) {
		case *ast.File, *ast.CommentGroup, *ast.Comment:
			continue
		}
		if _, inFile := c.Parent().Node().(*ast.File); inFile {
			if _, decl := c.Node().(ast.Decl); !decl {
				continue // the name of the package
			}
		}
		got, ok := tree.Find(c.Node())
		require.True(t, ok, "%T", c.Node())
		assert.Equal(t, c, got)
		found++
	}
	assert.Greater(t, found, 30)
	_, ok := tree.Find(&ast.Ident{NamePos: files[0].Name.Pos()})
	assert.False(t, ok)
	_, ok = tree.Find(nil)
	assert.False(t, ok)
}
