// This file answers whether memory of a resource outlives the function: a slice, a map or a pointer
// in a field that its release has to do with. It leads to nothing that could be used after the
// release, and so is no part of the answer of comes.go; but what the release leaves there is
// another thing than what was there before, or is gone.
//
//	data := m.data // which m.Close unmaps
//	return data[:n], nil

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// partly looks at one node: another variable gets memory of the resource, or it is let out.
func (r *reach) partly(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if len(n.Rhs) == len(n.Lhs) && r.part(n.Rhs[i]) || len(n.Rhs) == 1 && len(n.Lhs) > 1 && typesx.IsReference(r.info().TypeOf(lhs)) && r.part(n.Rhs[0]) {
				r.keepPart(lhs)
			}
		}
	case *ast.ReturnStmt:
		if r.own[n] && slices.ContainsFunc(n.Results, r.part) {
			r.returnsPart = true
		}
	case *ast.SendStmt:
		if r.given == nil && r.part(n.Value) {
			r.escapes(storedBy)
		}
	}
}

// keepPart notes that a place holds memory of the resource. What a callee does with it is not
// followed.
func (r *reach) keepPart(lhs ast.Expr) {
	_, ok := ast.Unparen(lhs).(*ast.Ident)
	root := syntax.Base(lhs)
	if root == nil {
		return
	}
	v := r.info().ObjectOf(root)
	switch {
	case v == nil || r.vars[v]: // within the resource
	case ok && r.isResult(v):
		r.returnsPart = true
	case ok && r.from <= v.Pos() && v.Pos() < r.body.End():
		if !r.parts[v] {
			r.parts[v], r.grew = true, true
		}
	case r.given == nil && !r.made(v):
		r.escapes(storedBy)
	}
}

// part reports whether a value is memory of the resource.
func (r *reach) part(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return r.parts[r.info().ObjectOf(x)]
	case *ast.SelectorExpr:
		return typesx.IsReference(r.info().TypeOf(x)) && (r.released(x) || r.part(x.X))
	case *ast.UnaryExpr:
		return x.Op == token.AND && (r.released(x.X) || r.part(x.X))
	case *ast.CompositeLit:
		return slices.ContainsFunc(x.Elts, r.part)
	case *ast.KeyValueExpr:
		return r.part(x.Value)
	case *ast.SliceExpr:
		_, isArray := r.info().TypeOf(x.X).Underlying().(*types.Array)
		return r.part(x.X) || isArray && r.released(x.X)
	case *ast.CallExpr:
		if typesx.IsBuiltin(r.info(), x, "append") {
			return r.appends(x)
		}
		if fn, ok := typeutil.Callee(r.info(), x).(*types.Func); ok && r.operand(x) {
			c := r.callee(fn, x)
			return c != nil && c.returnsPart
		}
	}
	return false
}

// appends reports whether what append returns has memory of the resource: the elements of a list
// that is appended are copied.
func (r *reach) appends(call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		if t, ok := r.info().TypeOf(arg).Underlying().(*types.Slice); ok && call.Ellipsis.IsValid() && arg == call.Args[1] {
			return typesx.IsReference(t.Elem()) && r.part(arg)
		}
		return r.part(arg)
	})
}

// reached are the variables that come to the resource, or have memory of it.
func (r *reach) reached() map[types.Object]bool {
	all := maps.Clone(r.vars)
	maps.Copy(all, r.parts)
	return all
}

// has reports whether a variable comes to the resource, or has memory of it.
func (r *reach) has(v types.Object) bool { return r.vars[v] || r.parts[v] }

// released reports whether an expression is a field of the resource that its release names.
func (r *reach) released(x ast.Expr) bool {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if root := syntax.Base(x); !ok || root == nil || !r.vars[r.info().ObjectOf(root)] {
		return false
	}
	field, ok := r.info().Uses[sel.Sel].(*types.Var)
	return ok && field.IsField() && r.memo.releases(r.unit, r.release)[field]
}

// releases are the fields that the methods of a name mention.
func (m *memo) releases(u *unit.Unit, name string) map[*types.Var]bool {
	if fields, known := m.released[name]; known {
		return fields
	}
	fields := make(map[*types.Var]bool)
	for _, f := range u.Pass.Files {
		for _, d := range f.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok && fd.Recv != nil && fd.Name.Name == name {
				for id := range syntax.All[*ast.Ident](fd) {
					if v, ok := u.Pass.TypesInfo.Uses[id].(*types.Var); ok && v.IsField() {
						fields[v] = true
					}
				}
			}
		}
	}
	m.released[name] = fields
	return fields
}
