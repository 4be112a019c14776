package syntax

import (
	"go/ast"
	"go/types"
	"iter"
	"sync"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An Index is the syntax of one package. It is made once and shared. Under go vet most
// packages are never asked about, so nothing is built before somebody asks.
type Index struct {
	root  func() inspector.Cursor
	tree  func() *Tree
	info  *types.Info
	names func() map[types.Object][]inspector.Cursor
	lits  func() map[*ast.FuncLit]inspector.Cursor
}

// New returns the index of the files of a package.
func New(files []*ast.File, info *types.Info) *Index {
	x := &Index{info: info}
	x.root = sync.OnceValue(func() inspector.Cursor { return inspector.New(files).Root() })
	x.tree = sync.OnceValue(func() *Tree { return NewTree(x.root()) })
	x.names = sync.OnceValue(func() map[types.Object][]inspector.Cursor {
		names := map[types.Object][]inspector.Cursor{}
		for c := range x.root().Preorder((*ast.Ident)(nil)) {
			if obj := info.ObjectOf(c.Node().(*ast.Ident)); obj != nil {
				names[origin(obj)] = append(names[origin(obj)], c)
			}
		}
		return names
	})
	x.lits = sync.OnceValue(func() map[*ast.FuncLit]inspector.Cursor {
		lits := map[*ast.FuncLit]inspector.Cursor{}
		for c := range x.root().Preorder((*ast.FuncLit)(nil)) {
			lits[c.Node().(*ast.FuncLit)] = c
		}
		return lits
	})
	return x
}

// Root is the syntax of the package as one tree.
func (x *Index) Root() inspector.Cursor { return x.root() }

// Find returns the cursor of a node that stands in a declaration, or is one.
func (x *Index) Find(n ast.Node) (inspector.Cursor, bool) { return x.tree().Find(n) }

// Names returns the identifiers that denote an object, where it is declared too, in the
// order of the source. Those of an instance of something generic are those of the origin.
func (x *Index) Names(obj types.Object) []inspector.Cursor { return x.names()[origin(obj)] }

// Uses is Names without where the object is declared.
func (x *Index) Uses(obj types.Object) (uses []inspector.Cursor) {
	for _, c := range x.Names(obj) {
		if x.info.Uses[c.Node().(*ast.Ident)] != nil {
			uses = append(uses, c)
		}
	}
	return uses
}

func origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Var:
		if obj != nil {
			return obj.Origin()
		}
	case *types.Func:
		return obj.Origin()
	}
	return obj
}

// Around returns the function, an *ast.FuncDecl or *ast.FuncLit, that a literal is written
// in; nil where it stands outside all functions.
func (x *Index) Around(lit *ast.FuncLit) ast.Node {
	c, ok := x.lits()[lit]
	if !ok {
		return nil
	}
	for outer := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if outer != c {
			return outer.Node()
		}
	}
	return nil
}

// Outermost is the cursor of the outermost parentheses around an expression, or itself.
func Outermost(c inspector.Cursor) inspector.Cursor {
	for c.ParentEdgeKind() == edge.ParenExpr_X {
		c = c.Parent()
	}
	return c
}

// All yields the nodes of type N at and below a node, in the order of the source.
func All[N ast.Node](root ast.Node) iter.Seq[N] { return yields[N](root, true) }

// Own is All without what stands in function literals. A literal that is the root itself
// is gone into.
func Own[N ast.Node](root ast.Node) iter.Seq[N] { return yields[N](root, false) }

func yields[N ast.Node](root ast.Node, literals bool) iter.Seq[N] {
	return func(yield func(N) bool) {
		more := true
		ast.Inspect(root, func(n ast.Node) bool {
			if !more || n == nil {
				return false
			}
			if hit, ok := n.(N); ok {
				more = yield(hit)
			}
			_, isLit := n.(*ast.FuncLit)
			return more && (literals || !isLit || n == root)
		})
	}
}

// Any reports whether any node of type N at or below a node is such.
func Any[N ast.Node](root ast.Node, is func(N) bool) bool {
	for n := range All[N](root) {
		if is(n) {
			return true
		}
	}
	return false
}

// Path returns the nodes around a place, from a root down.
func Path(root ast.Node, within func(ast.Node) bool) (path []ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || !within(n) {
			return false
		}
		path = append(path, n)
		return true
	})
	return path
}
