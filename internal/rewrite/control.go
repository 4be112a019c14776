package rewrite

import (
	"go/ast"
	"go/token"
)

// terminatingList reports whether a list of statements ends in a terminating
// statement as the language defines it: then its end cannot be reached, and a
// return after it would be dead code.
func (r *Rewriter) terminatingList(list []ast.Stmt) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if _, empty := list[i].(*ast.EmptyStmt); !empty {
			return r.terminating(list[i], "")
		}
	}
	return false
}

func (r *Rewriter) terminating(s ast.Stmt, label string) bool {
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
		return r.terminating(s.Stmt, s.Label.Name)
	case *ast.IfStmt:
		return s.Else != nil && r.terminatingList(s.Body.List) && r.terminating(s.Else, "")
	case *ast.ForStmt:
		return s.Cond == nil && !breaks(s.Body, label, true)
	case *ast.SwitchStmt:
		return r.terminatingCases(s.Body, label, true)
	case *ast.TypeSwitchStmt:
		return r.terminatingCases(s.Body, label, true)
	case *ast.SelectStmt:
		return r.terminatingCases(s.Body, label, false)
	}
	return false
}

func (r *Rewriter) terminatingCases(body *ast.BlockStmt, label string, needsDefault bool) bool {
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
		for _, s := range list {
			if breaks(s, label, true) {
				return false
			}
		}
	}
	return hasDefault || !needsDefault
}

// breaks reports whether a break in n leaves the statement around it: one with its
// label, or one without any that is not in a statement of its own to leave.
func breaks(n ast.Node, label string, implicit bool) bool {
	found := false
	ast.Inspect(n, func(m ast.Node) bool {
		if found {
			return false
		}
		switch m := m.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if m.Tok == token.BREAK {
				found = m.Label == nil && implicit || m.Label != nil && m.Label.Name == label
			}
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if implicit { // it takes those without a label
				found = label != "" && breaks(m, label, false)
				return false
			}
		}
		return true
	})
	return found
}
