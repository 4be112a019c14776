package rewrite

import (
	"go/ast"
	"go/token"

	"github.com/tetherlint/tether/internal/syntax"
)

// terminatingList reports whether a list of statements ends in a terminating
// statement as the language defines it: then its end cannot be reached, and a
// return after it would be dead code.
func (r *Rewriter) terminatingList(list []ast.Stmt) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if _, empty := list[i].(*ast.EmptyStmt); !empty {
			return r.terminating(list[i])
		}
	}
	return false
}

func (r *Rewriter) terminating(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO || s.Tok == token.FALLTHROUGH
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		return ok && r.isBuiltin(call, "panic")
	case *ast.BlockStmt:
		return r.terminatingList(s.List)
	case *ast.LabeledStmt:
		return r.terminating(s.Stmt)
	case *ast.IfStmt:
		return s.Else != nil && r.terminatingList(s.Body.List) && r.terminating(s.Else)
	case *ast.ForStmt:
		return s.Cond == nil && !r.isLeft(s)
	case *ast.SwitchStmt:
		return r.terminatingCases(s.Body, true) && !r.isLeft(s)
	case *ast.TypeSwitchStmt:
		return r.terminatingCases(s.Body, true) && !r.isLeft(s)
	case *ast.SelectStmt:
		return r.terminatingCases(s.Body, false) && !r.isLeft(s)
	}
	return false
}

func (r *Rewriter) terminatingCases(body *ast.BlockStmt, needsDefault bool) bool {
	hasDefault := false
	for _, c := range body.List {
		var list []ast.Stmt
		switch c := c.(type) {
		case *ast.CaseClause:
			list, hasDefault = c.Body, hasDefault || c.List == nil
		case *ast.CommClause:
			list = c.Body
		}
		if !r.terminatingList(list) {
			return false
		}
	}
	return hasDefault || !needsDefault
}

// isLeft reports whether a break leaves a statement.
func (r *Rewriter) isLeft(s ast.Stmt) bool {
	c, ok := r.index.Find(s)
	if !ok {
		return true
	}
	for jump := range c.Preorder((*ast.BranchStmt)(nil)) {
		if jump.Node().(*ast.BranchStmt).Tok == token.BREAK && syntax.Target(jump) == s {
			return true
		}
	}
	return false
}
