package launch

import (
	"go/ast"
	"go/token"
	"iter"
	"sync"

	"golang.org/x/tools/go/ast/inspector"
)

// root is the syntax of the package as one tree.
func (p *Package) root() inspector.Cursor {
	if p.Root == nil {
		p.Root = sync.OnceValue(func() inspector.Cursor { return inspector.New(p.Files).Root() })
	}
	return p.Root()
}

// files are the files of the package in their order, which the tree need not have.
func (p *Package) files() iter.Seq[inspector.Cursor] {
	cursors := make(map[ast.Node]inspector.Cursor)
	for cur := range p.root().Children() {
		cursors[cur.Node()] = cur
	}
	return func(yield func(inspector.Cursor) bool) {
		for _, f := range p.Files {
			if cur, ok := cursors[f]; ok && !yield(cur) {
				return
			}
		}
	}
}

func isParen(n ast.Node) bool {
	_, ok := n.(*ast.ParenExpr)
	return ok
}

// isAddress reports whether a node takes the address of something.
func isAddress(n ast.Node) bool {
	x, ok := n.(*ast.UnaryExpr)
	return ok && x.Op == token.AND
}

// around is the innermost function around a cursor, or nil.
func (p *Package) around(cur inspector.Cursor) *fn {
	for ; ; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.FuncDecl:
			return p.idx().byType[n.Type]
		case *ast.FuncLit:
			return p.idx().byType[n.Type]
		case *ast.File, nil:
			return nil
		}
	}
}
