// This file has one exception to "who asks for ctx.Done() observes the context": a break in a
// select leaves the select, and not the loop around it.

package launch

import (
	"go/ast"
	"go/token"

	"github.com/tetherlint/tether/internal/syntax"
)

// goesOn reports whether a context's Done, which the call at hand asks for, is received
// by an arm of a select after which an endless loop goes on just the same:
//
//	for {
//		select {
//		case <-ctx.Done():
//			break
//		case v := <-in:
//			use(v)
//		}
//	}
func (o *observer) goesOn() bool {
	var clause *ast.CommClause
	var sel *ast.SelectStmt
	for cur := o.cur.Parent(); ; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr, *ast.ExprStmt, *ast.AssignStmt, *ast.BlockStmt, *ast.ParenExpr:
		case *ast.CommClause:
			if clause != nil || !o.fallsOut(n.Body) {
				return false
			}
			clause = n
		case *ast.SelectStmt:
			if clause == nil || sel != nil {
				return false
			}
			sel = n
		case *ast.ForStmt:
			return sel != nil && n.Cond == nil && staysAfter(n.Body.List, sel)
		default:
			return false
		}
	}
}

// fallsOut reports whether the body of an arm does nothing but to call something, and
// to leave the select.
func (o *observer) fallsOut(body []ast.Stmt) bool {
	for _, s := range body {
		switch s := s.(type) {
		case *ast.BranchStmt:
			return s.Label == nil && (s.Tok == token.BREAK || s.Tok == token.CONTINUE)
		case *ast.ExprStmt:
			call, ok := s.X.(*ast.CallExpr)
			if !ok || !o.p.Beyond.MayReturn(call) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// staysAfter reports whether nothing behind a statement of a loop's body leaves the loop.
func staysAfter(list []ast.Stmt, s ast.Stmt) bool {
	behind := false
	for _, other := range list {
		if behind && (syntax.Has[*ast.ReturnStmt](other) || syntax.Has[*ast.BranchStmt](other)) {
			return false
		}
		behind = behind || other == s
	}
	return behind
}
