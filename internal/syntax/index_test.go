package syntax_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/syntax"
)

const source = `package p

func outer(a int) func() int {
	inner := func() int {
		return func() int { return a }()
	}
	a++
	return inner
}
`

func load(t *testing.T) (*syntax.Index, *ast.File, *types.Info) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, 0)
	require.NoError(t, err)
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	_, err = (&types.Config{Importer: importer.Default()}).Check("p", fset, []*ast.File{f}, info)
	require.NoError(t, err)
	return syntax.New([]*ast.File{f}, info), f, info
}

func TestUses(t *testing.T) {
	x, f, info := load(t)
	decl := f.Decls[0].(*ast.FuncDecl)
	a := info.Defs[decl.Type.Params.List[0].Names[0]]
	uses := x.Uses(a)
	require.Len(t, uses, 2, "the declaration is no use")
	assert.IsType(t, &ast.ReturnStmt{}, uses[0].Parent().Node())
	assert.IsType(t, &ast.IncDecStmt{}, uses[1].Parent().Node())
	assert.Empty(t, x.Uses(types.Universe.Lookup("true")))
}

func TestAround(t *testing.T) {
	x, f, _ := load(t)
	lits := slices.Collect(syntax.All[*ast.FuncLit](f))
	require.Len(t, lits, 2)
	assert.Equal(t, ast.Node(f.Decls[0]), x.Around(lits[0]))
	assert.Equal(t, ast.Node(lits[0]), x.Around(lits[1]))
	assert.Nil(t, x.Around(new(ast.FuncLit)))
}

func TestOwn(t *testing.T) {
	_, f, _ := load(t)
	body := f.Decls[0].(*ast.FuncDecl).Body
	assert.Len(t, slices.Collect(syntax.All[*ast.ReturnStmt](body)), 3)
	assert.Len(t, slices.Collect(syntax.Own[*ast.ReturnStmt](body)), 1, "those of literals are left out")
	lits := slices.Collect(syntax.Own[*ast.FuncLit](body))
	require.Len(t, lits, 1, "a literal is the function's own, what it has is not")
	assert.Len(t, slices.Collect(syntax.Own[*ast.ReturnStmt](lits[0])), 1, "the literal that is asked about is gone into")
	for range syntax.All[*ast.ReturnStmt](body) {
		break // stops the walk
	}
	assert.True(t, syntax.Any(body, func(id *ast.Ident) bool { return id.Name == "inner" }))
	assert.False(t, syntax.Any(body, func(id *ast.Ident) bool { return id.Name == "outer" }))
}

func TestPath(t *testing.T) {
	_, f, _ := load(t)
	ret := slices.Collect(syntax.Own[*ast.ReturnStmt](f.Decls[0].(*ast.FuncDecl).Body))[0]
	path := syntax.Path(f, func(n ast.Node) bool { return n.Pos() <= ret.Pos() && ret.Pos() < n.End() })
	require.Len(t, path, 4)
	assert.Equal(t, ast.Node(ret), path[3])
}
