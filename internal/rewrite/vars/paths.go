// This file spells what an expression leads to: a variable, and fields from there.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
)

// FieldOf is the field of a variable that an expression names, or nil.
func FieldOf(info *types.Info, x ast.Expr, of types.Object) *types.Var {
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

// A Path is the variable and the fields that name a value.
type Path []*types.Var

// PathOf returns the path of an expression that consists of nothing else.
func (r *Facts) PathOf(e ast.Expr) (Path, bool) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.PathOf(e.X)
	case *ast.StarExpr:
		return r.PathOf(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.PathOf(e.X)
		}
	case *ast.Ident:
		if v, ok := r.Pass.TypesInfo.Uses[e].(*types.Var); ok {
			return Path{v}, true
		}
	case *ast.SelectorExpr:
		field, ok := r.Pass.TypesInfo.Uses[e.Sel].(*types.Var)
		if !ok {
			return nil, false
		}
		if r.Pass.TypesInfo.Selections[e] == nil { // of a package
			return Path{field}, true
		}
		rest, ok := r.PathOf(e.X)
		return append(rest, field), ok
	}
	return nil, false
}
