// This file lists what variables and fields are assigned. A field is one variable for all
// values of its struct type: what is assigned to it in any of them counts.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/typesx"
)

// A source is what a variable or field gets as its value at one place.
type source struct {
	value  ast.Expr   // nil: not one expression
	index  int        // which of its results
	others []ast.Expr // all that the results go to, where there are several
	in     *function
}

// whole is the expression that a name is part of: of a field its selector x.f. It is none where
// the name is the key of an element in a literal.
func (p *Package) whole(use inspector.Cursor) (inspector.Cursor, bool) {
	switch use.ParentEdgeKind() {
	case edge.SelectorExpr_Sel:
		return use.Parent(), true
	case edge.KeyValueExpr_Key:
		return use, false
	}
	return use, true
}

// sources lists all that a variable or field is assigned in the package, in literals of its
// struct too. Binding a parameter to an argument does not count: ask param.
//
//	c.quit = make(chan struct{})
//	c := &Client{quit: quit}
//	c := &Client{addr, quit}
func (p *Package) sources(v *types.Var) []source {
	var list []source
	for _, use := range p.engine.Index().Names(v) {
		if src, ok := p.source(use); ok {
			list = append(list, src)
		}
	}
	for _, elt := range p.elementsOf(v) {
		list = append(list, source{value: elt.Node().(ast.Expr), in: p.around(elt)})
	}
	return list
}

// source is what a name is assigned where it stands; false where it is only read. Whatever
// cannot be given as an expression (+=, a range, an address that is taken) is a source without
// a value, which makes who asks give up.
func (p *Package) source(use inspector.Cursor) (source, bool) {
	in := p.around(use)
	if use.ParentEdgeKind() == edge.KeyValueExpr_Key {
		// A key of a map is looked up, and gets nothing.
		if typesx.Struct(p.info.TypeOf(use.Parent().Parent().Node().(ast.Expr))) == nil {
			return source{}, false
		}
		return source{value: use.Parent().Node().(*ast.KeyValueExpr).Value, in: in}, true
	}
	cur, ok := p.whole(use)
	if !ok {
		return source{}, false
	}
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	kind, i := cur.ParentEdge()
	switch kind {
	case edge.AssignStmt_Lhs:
		a := cur.Parent().Node().(*ast.AssignStmt)
		if a.Tok != token.ASSIGN && a.Tok != token.DEFINE {
			return source{in: in}, true
		}
		return pick(a.Lhs, a.Rhs, i, in), true
	case edge.ValueSpec_Names:
		spec := cur.Parent().Node().(*ast.ValueSpec)
		// var x T is zero, which nobody has given it.
		if len(spec.Values) == 0 {
			return source{}, false
		}
		lhs := make([]ast.Expr, len(spec.Names))
		for j, name := range spec.Names {
			lhs[j] = name
		}
		return pick(lhs, spec.Values, i, in), true
	case edge.RangeStmt_Key, edge.RangeStmt_Value, edge.IncDecStmt_X:
		return source{in: in}, true
	case edge.UnaryExpr_X:
		if cur.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
			if v, ok := p.info.ObjectOf(lastIdent(cur.Node())).(*types.Var); ok && typesx.Struct(v.Type()) == nil {
				return source{in: in}, true // whoever gets the address may set it
			}
		}
	}
	return source{}, false
}

// lastIdent is the name at the end of x or x.f.
func lastIdent(n ast.Node) *ast.Ident {
	switch n := n.(type) {
	case *ast.Ident:
		return n
	case *ast.SelectorExpr:
		return n.Sel
	}
	return nil
}

// pick is what the left operand i of an assignment gets.
func pick(lhs, rhs []ast.Expr, i int, in *function) source {
	if len(lhs) == len(rhs) {
		return source{value: rhs[i], in: in}
	}
	if len(rhs) != 1 {
		return source{in: in}
	}
	return source{value: rhs[0], index: i, others: lhs, in: in}
}

// inTest reports whether a position is in a test file.
func (p *Package) inTest(pos token.Pos) bool {
	return slices.ContainsFunc(p.tests, func(f *ast.File) bool { return f.FileStart <= pos && pos < f.FileEnd })
}
