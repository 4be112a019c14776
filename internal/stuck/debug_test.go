package stuck

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"testing"

	"go/importer"

	"golang.org/x/tools/go/cfg"
)

func TestDebug(t *testing.T) {
	name := os.Getenv("STUCK")
	if name == "" {
		t.Skip()
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{}}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check("a", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	c := &Config{Files: []*ast.File{f}, Pkg: pkg, Info: info,
		Graph: func(n ast.Node) *cfg.CFG {
			may := func(c *ast.CallExpr) bool {
				id, ok := c.Fun.(*ast.Ident)
				return !ok || id.Name != "panic"
			}
			if lit, ok := n.(*ast.FuncLit); ok {
				return cfg.New(lit.Body, may)
			}
			return cfg.New(n.(*ast.FuncDecl).Body, may)
		},
		Launched: func(call *ast.CallExpr) ast.Expr {
			if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" && len(call.Args) == 1 {
				return call.Args[0]
			}
			return nil
		},
		Guard: func(_ token.Pos, f func()) { f() },
	}
	debug = func(args ...any) { fmt.Println(args...) }
	p := newProgram(c)
	for v := range p.made {
		fmt.Println("made", v, p.inSight(v))
	}
	for _, r := range p.roots() {
		fmt.Println("root", fset.Position(r.fn.Pos()))
		m := p.machine(r, 3, nil)
		m.run()
		fmt.Println(" usual: lost", m.lost, "steps", m.steps, "procs", len(m.procs), m.trace)
		for _, q := range m.procs {
			fmt.Println("   ", q.id, q.state, q.op)
		}
	}
	for _, cl := range Claims(c, nil) {
		fmt.Println(fset.Position(cl.Pos), cl.Kind, fset.Position(cl.Leaves), cl.Waits)
	}
}
