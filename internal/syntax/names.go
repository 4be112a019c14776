// This file finds the identifiers that denote an object.

package syntax

import (
	"go/ast"
	"go/types"
	"sync"

	"golang.org/x/tools/go/ast/inspector"
)

// names finds the identifiers that denote an object. What an identifier denotes is looked
// up of those only that are spelled like an object which somebody asks about: to look at
// all of a large package costs a tenth of what it costs to check its types.
type names struct {
	info   *types.Info
	byName func() map[string][]inspector.Cursor

	mu       sync.Mutex
	sorted   map[string]bool // the names of which each identifier is in byObject
	byObject map[types.Object][]inspector.Cursor
}

func (n *names) of(obj types.Object) []inspector.Cursor {
	if v, ok := obj.(*types.Var); obj == nil || ok && v == nil {
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if name := obj.Name(); !n.sorted[name] {
		if n.sorted == nil {
			n.sorted, n.byObject = make(map[string]bool), make(map[types.Object][]inspector.Cursor)
		}
		n.sorted[name] = true
		for _, c := range n.byName()[name] {
			if denoted := n.info.ObjectOf(c.Node().(*ast.Ident)); denoted != nil {
				n.byObject[origin(denoted)] = append(n.byObject[origin(denoted)], c)
			}
		}
	}
	return n.byObject[obj]
}

// byName are the identifiers by how they are spelled, in the order of the source.
func byName(root inspector.Cursor) map[string][]inspector.Cursor {
	index := make(map[string]int)
	var lists [][]inspector.Cursor
	for c := range root.Preorder((*ast.Ident)(nil)) {
		name := c.Node().(*ast.Ident).Name
		i, ok := index[name]
		if !ok {
			i = len(lists)
			index[name], lists = i, append(lists, nil)
		}
		lists[i] = append(lists[i], c)
	}
	all := make(map[string][]inspector.Cursor, len(lists))
	for name, i := range index {
		all[name] = lists[i]
	}
	return all
}
