package unit

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
)

const subjects = `package p

import system "os"

type T struct { inner *T; f func(); fs []func() }
func (t *T) run() {}
func make2() *T { return nil }
func generic[E any](e E) {}
type g[E any] struct{ e E }
func (x *g[E]) run() {}

func f(a, b *T, h, k func(), q *g[int], i interface{ Run() }) {
	go a.run()
	go b.run()
	go a.inner.run()
	go a.f()
	go b.fs[1]()
	go h()
	go k()
	go func() { println("x") }()
	go make2().run()
	go (&T{f: h}).run()
	go generic[int](1)
	go generic("s")
	go q.run()
	go i.Run()
	go (*T).run(a)
	defer system.Open("x")
	system.Open("y")
	//tether:allow   raw-go
}
`

func newUnit(t *testing.T, src string) (*Unit, *ast.File) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "/repo/p.go", src, parser.ParseComments)
	require.NoError(t, err)
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("example.com/p", fset, []*ast.File{f}, info)
	require.NoError(t, err)
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}, Pkg: pkg, TypesInfo: info, Report: func(analysis.Diagnostic) {}}
	return New(pass, Options{Config: config.Default()}), f
}

// A finding's subject says what it is about, wherever that stands.
func TestSubject(t *testing.T) {
	u, f := newUnit(t, subjects)
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			u.Report(Issue{Rule: finding.RawGo, Pos: n.Go, End: n.Go + 2})
		case *ast.DeferStmt:
			u.Report(Issue{Rule: finding.DeferInLoop, Pos: n.Defer, End: n.Defer + 5})
		case *ast.ExprStmt:
			u.Report(Issue{Rule: finding.Leak, Pos: n.X.(*ast.CallExpr).Fun.Pos(), End: n.X.(*ast.CallExpr).Fun.End()})
		}
		return true
	})
	comment := f.Comments[0].List[0]
	u.Report(Issue{Rule: finding.BadAllow, Pos: comment.Pos(), End: comment.End()})
	var got []string
	for _, f := range u.Result.Findings {
		if f.Message != " (unclosed/leak)" || f.Subject != "println" {
			got = append(got, f.Subject)
			assert.Equal(t, finding.Lines{First: 12, Last: 31}, f.Scope)
		}
	}
	assert.Equal(t, []string{
		"(*T).run", "(*T).run", "(*T).inner.run", "(*T).f", "(*T).fs[]", "$1", "$1", "func literal",
		"make2().run", "&T{}.run", "generic", "generic", "(*g).run", "$1.Run", "*T.run",
		"os.Open", "os.Open", "//tether:allow raw-go",
	}, got)
}
