package launch

import (
	"go/ast"
	"go/types"
)

// A receipt is what becomes of a result of a call. The zero receipt is dropped.
type receipt struct {
	kept   bool       // it is stored, returned, used
	v      *types.Var // the variable, or the field, that it goes to
	passed bool       // it is an argument of another call, or what that is called on
	typ    types.Type // of what is kept, where that is only a part of it
}

// received tells what becomes of the results of the call at the start of a path.
func (p *Package) received(path []ast.Node, results int) []receipt {
	list := make([]receipt, results)
	fill := func(r receipt) {
		for i := range list {
			list[i] = r
		}
	}
	at := 1
	for at < len(path) {
		if _, ok := path[at].(*ast.ParenExpr); !ok {
			break
		}
		at++
	}
	if at >= len(path) {
		fill(receipt{kept: true})
		return list
	}
	self, _ := path[at-1].(ast.Expr)
	switch x := path[at].(type) {
	case *ast.ExprStmt, *ast.GoStmt, *ast.DeferStmt, *ast.BinaryExpr:
	case *ast.AssignStmt:
		p.assigned(list, x.Lhs, x.Rhs, self)
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(x.Names))
		for i, id := range x.Names {
			lhs[i] = id
		}
		p.assigned(list, lhs, x.Values, self)
	case *ast.SelectorExpr:
		fill(p.selected(path, at))
	case *ast.KeyValueExpr:
		field, _ := p.Info.Uses[keyOf(x)].(*types.Var)
		fill(receipt{kept: true, v: field})
	case *ast.CallExpr:
		fill(receipt{kept: true, passed: true})
	default:
		fill(receipt{kept: true})
	}
	return list
}

// keyOf is the name that is the key of an element, or nil.
func keyOf(x *ast.KeyValueExpr) *ast.Ident {
	id, _ := x.Key.(*ast.Ident)
	return id
}

// assigned fills in where the results go that are assigned.
func (p *Package) assigned(list []receipt, lhs, rhs []ast.Expr, call ast.Expr) {
	for i := range list {
		at := i
		if len(rhs) > 1 || len(list) == 1 {
			for j, r := range rhs {
				if r == call {
					at = j
				}
			}
		}
		if at >= len(lhs) {
			list[i] = receipt{kept: true}
			continue
		}
		switch l := ast.Unparen(lhs[at]).(type) {
		case *ast.Ident:
			if l.Name != "_" {
				v, _ := p.Info.ObjectOf(l).(*types.Var)
				list[i] = receipt{kept: true, v: v}
			}
		case *ast.SelectorExpr:
			v, _ := p.Info.Uses[l.Sel].(*types.Var)
			list[i] = receipt{kept: true, v: v}
		default:
			list[i] = receipt{kept: true}
		}
	}
}

// selected says what becomes of a result of which something is selected: a field
// is kept as the selection is, a method is called on it.
func (p *Package) selected(path []ast.Node, at int) receipt {
	sel := path[at].(*ast.SelectorExpr)
	s := p.Info.Selections[sel]
	if s == nil {
		return receipt{kept: true}
	}
	inner := p.received(path[at:], 1)[0]
	if s.Kind() == types.FieldVal {
		if inner.kept && inner.typ == nil {
			inner.typ = s.Type()
		}
		return inner
	}
	call := at + 1
	for call < len(path) {
		if _, ok := path[call].(*ast.ParenExpr); !ok {
			break
		}
		call++
	}
	c, ok := path[min(call, len(path)-1)].(*ast.CallExpr)
	if !ok || ast.Unparen(c.Fun) != sel || releasing(sel.Sel.Name) {
		return receipt{kept: true, passed: true} // a method value
	}
	for _, r := range p.received(path[call:], s.Type().(*types.Signature).Results().Len()) {
		if r.kept {
			return receipt{kept: true, passed: true}
		}
	}
	return receipt{}
}
