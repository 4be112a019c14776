// This file answers whether the caller of a function keeps what it returns:
//
//	client.New(addr)            // dropped
//	_ = client.New(addr)        // dropped
//	client.New(addr).Get(key)   // dropped behind Get, unless Get returns something that is kept
//	client.New(addr).Events     // only the field is kept
//	use(client.New(addr))       // passed: out of sight

package hidden

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog/rows"
)

// A receipt is what becomes of a result of a call; the zero receipt means dropped.
type receipt struct {
	kept   bool       // it is stored, returned, used
	passed bool       // it is an argument of another call, or what that is called on
	typ    types.Type // of what is kept, where that is only a part of it
}

// received returns what becomes of each result of the call at a cursor. A variable counts as
// kept whatever is done with it later.
func (p *Package) received(cur inspector.Cursor, results int) []receipt {
	list := make([]receipt, results)
	fill := func(r receipt) []receipt {
		for i := range list {
			list[i] = r
		}
		return list
	}
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	kind, at := cur.ParentEdge()
	switch kind {
	// A comparison looks at the result and forgets it.
	case edge.ExprStmt_X, edge.GoStmt_Call, edge.DeferStmt_Call, edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return list
	case edge.AssignStmt_Rhs:
		lhs := cur.Parent().Node().(*ast.AssignStmt).Lhs
		for i := range list {
			// In a, b := f() the index is the result's; in a, b := f(), g() the operand's.
			if results > 1 {
				at = i
			}
			id, ok := ast.Unparen(lhs[at]).(*ast.Ident)
			list[i].kept = !ok || id.Name != "_"
		}
		return list
	case edge.ValueSpec_Values:
		names := cur.Parent().Node().(*ast.ValueSpec).Names
		for i := range list {
			if results > 1 {
				at = i
			}
			list[i].kept = names[at].Name != "_"
		}
		return list
	case edge.SelectorExpr_X:
		return fill(p.part(cur.Parent()))
	case edge.CallExpr_Args:
		return fill(receipt{kept: true, passed: true})
	}
	return fill(receipt{kept: true})
}

// part is what becomes of a result of which something is selected: a field is kept as the
// selection is. A method that ends something, a method value, and a method whose own result is
// kept (a builder, an iterator) count as passed: they may hold or end it.
func (p *Package) part(cur inspector.Cursor) receipt {
	sel := cur.Node().(*ast.SelectorExpr)
	s := p.info.Selections[sel]
	if s == nil {
		return receipt{kept: true}
	}
	if s.Kind() == types.FieldVal {
		inner := p.received(cur, 1)[0]
		if inner.kept && inner.typ == nil {
			inner.typ = s.Type()
		}
		return inner
	}
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	// A method that ends something has been called, or may be by who gets the method value.
	if cur.ParentEdgeKind() != edge.CallExpr_Fun || ends(sel.Sel.Name) {
		return receipt{kept: true, passed: true}
	}
	for _, r := range p.received(cur.Parent(), s.Type().(*types.Signature).Results().Len()) {
		if r.kept {
			return receipt{kept: true, passed: true}
		}
	}
	return receipt{}
}

// ends reports whether a method's name says that it ends something. Only the quiet side depends
// on it: a name too many makes the rule silent.
func ends(name string) bool {
	return rows.Is(name, rows.Ender|rows.Holder|rows.Owner)
}
