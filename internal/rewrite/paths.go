// This file spells what an expression leads to: a variable, and fields from there.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
)

// fieldOf is the field of a variable that an expression names, or nil.
func fieldOf(info *types.Info, x ast.Expr, of types.Object) *types.Var {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok || of == nil || info.Uses[id] != of {
		return nil
	}
	v, _ := info.Uses[sel.Sel].(*types.Var)
	return v
}

// A path is the variable and the fields that name a value.
type path []*types.Var

// pathOf returns the path of an expression that consists of nothing else.
func (r *Facts) pathOf(e ast.Expr) (path, bool) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.pathOf(e.X)
	case *ast.StarExpr:
		return r.pathOf(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.pathOf(e.X)
		}
	case *ast.Ident:
		if v, ok := r.pass.TypesInfo.Uses[e].(*types.Var); ok {
			return path{v}, true
		}
	case *ast.SelectorExpr:
		field, ok := r.pass.TypesInfo.Uses[e.Sel].(*types.Var)
		if !ok {
			return nil, false
		}
		if r.pass.TypesInfo.Selections[e] == nil { // of a package
			return path{field}, true
		}
		rest, ok := r.pathOf(e.X)
		return append(rest, field), ok
	}
	return nil, false
}
