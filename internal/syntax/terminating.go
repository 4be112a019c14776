// This file is the specification's section on terminating statements.

package syntax

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Terminating is the question whether a list of statements ends in a terminating statement
// as the language defines it: then its end cannot be reached, and a return after it would
// be dead code.
type Terminating struct {
	Index *Index
	Info  *types.Info

	// Leaves reports whether a jump leaves the list for good, beside what the language
	// says. It may be nil.
	Leaves func(*ast.BranchStmt) bool
}

// List reports whether a list ends so.
func (t *Terminating) List(list []ast.Stmt) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if _, empty := list[i].(*ast.EmptyStmt); !empty {
			return t.stmt(list[i])
		}
	}
	return false
}

func (t *Terminating) stmt(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO || s.Tok == token.FALLTHROUGH || t.Leaves != nil && t.Leaves(s)
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		return ok && t.panics(call)
	case *ast.BlockStmt:
		return t.List(s.List)
	case *ast.LabeledStmt:
		return t.stmt(s.Stmt)
	case *ast.IfStmt:
		return s.Else != nil && t.List(s.Body.List) && t.stmt(s.Else)
	case *ast.ForStmt:
		return s.Cond == nil && !t.isLeft(s)
	case *ast.SwitchStmt:
		return t.cases(s.Body, true) && !t.isLeft(s)
	case *ast.TypeSwitchStmt:
		return t.cases(s.Body, true) && !t.isLeft(s)
	case *ast.SelectStmt:
		return t.cases(s.Body, false) && !t.isLeft(s)
	}
	return false
}

func (t *Terminating) panics(call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && t.Info.Uses[id] == types.Universe.Lookup("panic")
}

func (t *Terminating) cases(body *ast.BlockStmt, needsDefault bool) bool {
	hasDefault := false
	for _, c := range body.List {
		var list []ast.Stmt
		switch c := c.(type) {
		case *ast.CaseClause:
			list, hasDefault = c.Body, hasDefault || c.List == nil
		case *ast.CommClause:
			list = c.Body
		}
		if !t.List(list) {
			return false
		}
	}
	return hasDefault || !needsDefault
}

// isLeft reports whether a break leaves a statement.
func (t *Terminating) isLeft(s ast.Stmt) bool {
	c, ok := t.Index.Find(s)
	if !ok {
		return true
	}
	for jump := range c.Preorder((*ast.BranchStmt)(nil)) {
		if jump.Node().(*ast.BranchStmt).Tok == token.BREAK && Target(jump) == s {
			return true
		}
	}
	return false
}
