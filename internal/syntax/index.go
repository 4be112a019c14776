// This file is the index: who asks for the tree, the functions or the names asks it.

package syntax

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"
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
	names names
	funcs func() *functions
}

// New returns the index of the files of a package.
func New(files []*ast.File, info *types.Info) *Index {
	x := &Index{info: info}
	x.root = sync.OnceValue(func() inspector.Cursor { return inspector.New(files).Root() })
	x.tree = sync.OnceValue(func() *Tree { return NewTree(x.root()) })
	x.funcs = sync.OnceValue(func() *functions { return newFunctions(x.root(), info) })
	x.names = names{info: info, byName: sync.OnceValue(func() map[string][]inspector.Cursor { return byName(x.root()) })}
	return x
}

// Root is the syntax of the package as one tree.
func (x *Index) Root() inspector.Cursor { return x.root() }

// Find returns the cursor of a node that stands in a declaration, or is one.
func (x *Index) Find(n ast.Node) (inspector.Cursor, bool) { return x.tree().Find(n) }

// Names returns the identifiers that denote an object, where it is declared too, in the
// order of the source. Those of an instance of something generic are those of the origin.
func (x *Index) Names(obj types.Object) []inspector.Cursor { return x.names.of(origin(obj)) }

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
	f := x.Func(lit)
	if f == nil || f.Outer == nil {
		return nil
	}
	return f.Outer.Node
}

// Definition returns the identifier by which a variable is declared; false for one that
// has none, as the variable of a clause of a type switch.
func (x *Index) Definition(obj types.Object) (inspector.Cursor, bool) {
	for _, c := range x.Names(obj) {
		if x.info.Defs[c.Node().(*ast.Ident)] != nil {
			return c, true
		}
	}
	return inspector.Cursor{}, false
}

// Body returns the cursor of the body of a function of the package, an *ast.FuncDecl or
// *ast.FuncLit; false of one that has none.
func (x *Index) Body(fn ast.Node) (body inspector.Cursor, ok bool) {
	f := x.Func(fn)
	switch {
	case f == nil:
		return body, false
	case f.Body == nil:
		return f.Cursor, false
	}
	if _, ok := fn.(*ast.FuncLit); ok {
		return f.Cursor.ChildAt(edge.FuncLit_Body, -1), true
	}
	return f.Cursor.ChildAt(edge.FuncDecl_Body, -1), true
}

// OwnOf yields the nodes of some types at and below a node, but those in function
// literals, in the order of the source.
func OwnOf(c inspector.Cursor, types ...ast.Node) iter.Seq[inspector.Cursor] {
	wanted := len(types)
	if wanted > 0 && !slices.ContainsFunc(types, isLit) {
		types = append(types, (*ast.FuncLit)(nil))
	}
	return func(yield func(inspector.Cursor) bool) {
		more := true
		c.Inspect(types, func(c inspector.Cursor) bool {
			lit := isLit(c.Node())
			if more && (!lit || len(types) == wanted) {
				more = yield(c)
			}
			return more && !lit
		})
	}
}

func isLit(n ast.Node) bool {
	_, ok := n.(*ast.FuncLit)
	return ok
}

// Target returns the statement that a break leaves, a continue goes on with, or a
// fallthrough is part of; nil of a goto, and where it is outside the function, as in code
// that does not compile.
func Target(c inspector.Cursor) ast.Stmt {
	jump := c.Node().(*ast.BranchStmt)
	if jump.Tok == token.GOTO {
		return nil
	}
	if jump.Label != nil {
		for l := range c.Enclosing((*ast.LabeledStmt)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			label, ok := l.Node().(*ast.LabeledStmt)
			if !ok {
				return nil
			}
			if label.Label.Name == jump.Label.Name {
				return label.Stmt
			}
		}
		return nil
	}
	for outer := range c.Enclosing() {
		switch n := outer.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return n.(ast.Stmt)
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if jump.Tok != token.CONTINUE {
				return n.(ast.Stmt)
			}
		case *ast.FuncDecl, *ast.FuncLit:
			return nil
		}
	}
	return nil
}

// Function returns the innermost function around a node, an *ast.FuncDecl or
// *ast.FuncLit; of a function, the one that it is written in. nil for none.
func Function(c inspector.Cursor) ast.Node {
	for {
		c = c.Parent()
		switch n := c.Node().(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return n
		case *ast.File, nil:
			return nil
		}
	}
}

// Outermost is the cursor of the outermost parentheses around an expression, or itself.
func Outermost(c inspector.Cursor) inspector.Cursor {
	for c.ParentEdgeKind() == edge.ParenExpr_X {
		c = c.Parent()
	}
	return c
}
