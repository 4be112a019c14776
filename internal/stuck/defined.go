// This file says which value a variable has that is given one only once.

package stuck

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// definition is the value that a declaration gives a variable; nil for a parameter, for one of
// several results, and for a variable that is declared without one.
func definition(cur inspector.Cursor, id *ast.Ident) ast.Expr {
	switch p := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		if i := cur.ParentEdgeIndex(); len(p.Lhs) == len(p.Rhs) {
			return p.Rhs[i]
		}
	case *ast.ValueSpec:
		if i := cur.ParentEdgeIndex(); len(p.Names) == len(p.Values) {
			return p.Values[i]
		}
	}
	return nil
}

// isNilVar reports whether a declaration gives its variables no values.
func isNilVar(cur inspector.Cursor) bool {
	spec, ok := cur.Parent().Node().(*ast.ValueSpec)
	return ok && len(spec.Values) == 0
}

// setLater returns the assignment of one value that stands in the same block as the declaration
// of a channel without a value, and before all its uses; nil where there is none:
//
//	var ch chan int
//	ch = make(chan int)
func (s *sight) setLater(v *types.Var, decl inspector.Cursor) *ast.AssignStmt {
	if chanElem(v.Type()) == nil || !isNilVar(decl) {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(s.Index.Names(v)), func(cur inspector.Cursor) bool { return cur == decl })
	if len(rest) == 0 {
		return nil
	}
	first := slices.MinFunc(rest, func(a, b inspector.Cursor) int { return cmp.Compare(a.Node().Pos(), b.Node().Pos()) })
	if first.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return nil
	}
	assign := first.Parent().Node().(*ast.AssignStmt)
	stmt := decl.Parent().Parent().Parent() // the specification, the declaration, the statement
	if assign.Tok != token.ASSIGN || len(assign.Lhs) != 1 || stmt.Parent().Node() != first.Parent().Parent().Node() {
		return nil
	}
	return assign
}
