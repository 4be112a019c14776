package syntax_test

import (
	"fmt"
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
	return loadText(t, source)
}

func loadText(t *testing.T, source string) (*syntax.Index, *ast.File, *types.Info) {
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

const jumps = `package p

func f(list []int, ch chan int) {
outer:
	for range list {
		switch {
		case true:
			break
		case false:
			continue
		}
		select {
		case <-ch:
			break outer
		default:
			func() {
				for {
					break
				}
			}()
		}
	}
}
`

func TestTarget(t *testing.T) {
	x, f, _ := loadText(t, jumps)
	var targets []ast.Node
	body, ok := x.Body(f.Decls[0])
	require.True(t, ok)
	for jump := range body.Preorder((*ast.BranchStmt)(nil)) {
		targets = append(targets, syntax.Target(jump))
	}
	require.Len(t, targets, 4)
	assert.IsType(t, &ast.SwitchStmt{}, targets[0], "a break leaves the innermost statement that one can leave")
	assert.IsType(t, &ast.RangeStmt{}, targets[1], "a continue is for a loop")
	assert.Equal(t, targets[1], targets[2], "a label says which")
	assert.IsType(t, &ast.ForStmt{}, targets[3])
	assert.Len(t, slices.Collect(syntax.OwnOf(body, (*ast.BranchStmt)(nil))), 3, "those of literals are left out")
	assert.Len(t, slices.Collect(syntax.OwnOf(body, (*ast.FuncLit)(nil))), 1)
	_, ok = x.Body(f)
	assert.False(t, ok)
}

func TestDefinition(t *testing.T) {
	x, f, info := load(t)
	decl := f.Decls[0].(*ast.FuncDecl)
	name := decl.Type.Params.List[0].Names[0]
	def, ok := x.Definition(info.Defs[name])
	require.True(t, ok)
	assert.Equal(t, ast.Node(name), def.Node())
	assert.Equal(t, ast.Node(decl), syntax.Function(def))
	_, ok = x.Definition(nil)
	assert.False(t, ok)
}

func TestFunctionAt(t *testing.T) {
	x, f, info := load(t)
	lits := slices.Collect(syntax.All[*ast.FuncLit](f))
	assert.Equal(t, ast.Node(lits[1]), syntax.FunctionAt(f, lits[1].Body.Pos()))
	assert.Equal(t, f.Decls[0], syntax.FunctionAt(f, f.Decls[0].Pos()))
	assert.Nil(t, syntax.FunctionAt(f, f.Package))
	assert.Equal(t, lits[0].Body, syntax.Body(lits[0]))
	decl := f.Decls[0].(*ast.FuncDecl)
	a := info.Defs[decl.Type.Params.List[0].Names[0]]
	assert.True(t, syntax.Mentions(info, lits[1], a))
	assert.False(t, syntax.Mentions(info, decl.Type, a), "to declare is not to use")
	assert.Equal(t, ast.Node(lits[1]), syntax.Function(x.Uses(a)[0]))
}

func TestExcept(t *testing.T) {
	_, f, _ := load(t)
	isLit := func(n ast.Node) bool { _, ok := n.(*ast.FuncLit); return ok }
	assert.Empty(t, slices.Collect(syntax.Except[*ast.FuncLit](f, isLit)), "what is left out is not among them")
	assert.Len(t, slices.Collect(syntax.Except[*ast.ReturnStmt](f, isLit)), 1)
	assert.True(t, syntax.Has[*ast.FuncLit](f))
	assert.False(t, syntax.HasOwn[*ast.GoStmt](f))
}

func TestEvaluated(t *testing.T) {
	_, f, _ := loadText(t, "package p\n\nfunc f(a, b int) int { go f(f(a, b), 1); return a + b }")
	var got []string
	for n := range syntax.Evaluated(f.Decls[0].(*ast.FuncDecl).Body) {
		switch n := n.(type) {
		case *ast.Ident:
			got = append(got, n.Name)
		case *ast.BinaryExpr, *ast.CallExpr, *ast.GoStmt:
			got = append(got, fmt.Sprintf("%T", n))
		}
	}
	assert.Equal(t, []string{"f", "f", "a", "b", "*ast.CallExpr", "*ast.CallExpr", "*ast.GoStmt", "a", "b", "*ast.BinaryExpr"}, got)
	for range syntax.Evaluated(f) {
		break // stops the walk
	}
	lit := &ast.FuncLit{Type: &ast.FuncType{}, Body: &ast.BlockStmt{}}
	assert.Empty(t, slices.Collect(syntax.Evaluated(lit)))
}
