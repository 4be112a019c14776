// This file asks whether a variable has a value when a launch is reached, as definite
// assignment does: on every way there, but without regard to conditions.

package vars

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// Unset reports whether a variable may still have no value at a launch: it is declared
// without one, and no statement that the launch must have come by gives it one.
func (r *Facts) Unset(src *source.File, stmt *ast.GoStmt, v *types.Var) bool {
	if !r.isZero(v) {
		return false
	}
	path := syntax.Path(src.DeclAround(stmt), func(n ast.Node) bool { return n.Pos() <= stmt.Pos() && stmt.End() <= n.End() })
	return !r.setOnTheWay(src, path, v)
}

// setOnTheWay reports whether a statement before one of the nodes, in its list, sets the
// variable.
func (r *Facts) setOnTheWay(src *source.File, path []ast.Node, v *types.Var) bool {
	for i, n := range path[:len(path)-1] {
		if len(src.Jumps[n]) > 0 { // a goto may lead around
			return false
		}
		// The init of an if runs before its body, without being in the list of it.
		if n, ok := n.(*ast.IfStmt); ok && n.Init != nil && path[i+1] != n.Init && r.sets(n.Init, v) {
			return true
		}
		for _, s := range syntax.Statements(n) {
			if s == path[i+1] {
				break
			}
			if r.sets(s, v) {
				return true
			}
		}
	}
	return false
}

// sets reports whether whatever runs past a statement has given the variable a value.
func (r *Facts) sets(s ast.Stmt, v *types.Var) bool {
	switch s := s.(type) {
	case *ast.AssignStmt:
		for i, lhs := range s.Lhs {
			if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && r.Pass.TypesInfo.Uses[id] == v {
				// x = nil gives it none.
				return len(s.Lhs) != len(s.Rhs) || !r.Pass.TypesInfo.Types[s.Rhs[i]].IsNil()
			}
		}
	case *ast.LabeledStmt:
		return r.sets(s.Stmt, v)
	case *ast.BlockStmt:
		return r.setsAll(s.List, v)
	case *ast.IfStmt:
		// Both ways must set it, or one must not come here.
		return s.Init != nil && r.sets(s.Init, v) ||
			s.Else != nil && r.setsAll(s.Body.List, v) && r.sets(s.Else, v)
	}
	return false
}

// setsAll reports whether a list of statements sets the variable, or does not come to its end.
func (r *Facts) setsAll(list []ast.Stmt, v *types.Var) bool {
	for _, s := range list {
		if r.sets(s, v) {
			return true
		}
	}
	return r.TerminatingList(list)
}
