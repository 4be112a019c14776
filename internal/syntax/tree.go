// Package syntax answers what all packages ask about the syntax of a package: what of a
// kind is in a part of it, who uses a variable, which function a literal stands in, what
// stands around a node. The tree of the package is gone through once, by the inspector of
// x/tools, when the first asks, and shared as an [Index]; parts of it are looked at by
// [All], [Own] and [Any], so that no package has a walk of its own for "is there any".
//
// What a use means, and what can be reached from where, is not known here.
package syntax

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// A Tree is the syntax of a package. A search for a node looks at the declaration
// around it only: [inspector.Cursor.FindNode] looks at all that stand before it, so
// that to find each node of a package takes time that is the square of its size.
type Tree struct {
	Root  inspector.Cursor
	decls []inspector.Cursor // by position
}

// NewTree returns the tree of some files.
func NewTree(root inspector.Cursor) *Tree {
	t := &Tree{Root: root}
	for file := range root.Children() {
		for c := range file.Children() {
			if _, ok := c.Node().(ast.Decl); ok {
				t.decls = append(t.decls, c)
			}
		}
	}
	slices.SortFunc(t.decls, func(a, b inspector.Cursor) int { return cmp.Compare(a.Node().Pos(), b.Node().Pos()) })
	return t
}

// Find returns the cursor of a node that stands in a declaration, or is one. Comments are
// not looked for.
func (t *Tree) Find(n ast.Node) (inspector.Cursor, bool) {
	if n == nil {
		return inspector.Cursor{}, false
	}
	after, _ := slices.BinarySearchFunc(t.decls, n.Pos()+1, func(c inspector.Cursor, pos token.Pos) int { return cmp.Compare(c.Node().Pos(), pos) })
	if after == 0 {
		return inspector.Cursor{}, false
	}
	return t.decls[after-1].FindNode(n)
}
