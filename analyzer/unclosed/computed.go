package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/unit"
)

// computed tells whether the release cannot change what a return is about to
// return: it calls nothing, and reads nothing that the resource may reach.
func (a *acquisition) computed(ret *ast.ReturnStmt) bool {
	for _, x := range ret.Results {
		if !a.settled(x) {
			return false
		}
	}
	return true
}

// settled tells whether an expression has the same value before and after the release.
func (a *acquisition) settled(x ast.Expr) bool {
	info := a.unit.Pass.TypesInfo
	if tv := info.Types[x]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch x := x.(type) {
	case *ast.Ident:
		return true
	case *ast.ParenExpr:
		return a.settled(x.X)
	case *ast.UnaryExpr:
		return x.Op != token.ARROW && a.settled(x.X)
	case *ast.BinaryExpr:
		return a.settled(x.X) && a.settled(x.Y)
	case *ast.SelectorExpr:
		return a.settledField(x)
	case *ast.StarExpr:
		return a.isOfStd() && a.settled(x.X)
	case *ast.SliceExpr:
		return a.settledAll(x.X, x.Low, x.High, x.Max)
	case *ast.CompositeLit:
		return a.settledAll(x.Elts...)
	case *ast.KeyValueExpr:
		return a.settled(x.Value)
	case *ast.CallExpr:
		return a.settledCall(x)
	}
	return false
}

func (a *acquisition) settledAll(list ...ast.Expr) bool {
	for _, x := range list {
		if x != nil && !a.settled(x) {
			return false
		}
	}
	return true
}

// settledField tells whether a qualified name or a field is settled. What is behind a
// pointer a release of the program's own may change; one of the standard library
// reaches nothing but the resource, of which the plain fields beside the one that is
// released stay, as the status of a response.
func (a *acquisition) settledField(x *ast.SelectorExpr) bool {
	info := a.unit.Pass.TypesInfo
	sel := info.Selections[x]
	if sel == nil {
		return true // of a package
	}
	if sel.Kind() != types.FieldVal {
		return false
	}
	if id, ok := ast.Unparen(x.X).(*ast.Ident); ok {
		if place, ok := a.place().(*ast.Ident); ok && info.ObjectOf(place) == info.Uses[id] {
			_, basic := sel.Type().Underlying().(*types.Basic)
			return a.isOfStd() && a.Spec.Field != "" && basic
		}
	}
	return (!sel.Indirect() || a.isOfStd()) && a.settled(x.X)
}

// settledCall tells whether a call is a conversion, or one of len and the like.
func (a *acquisition) settledCall(x *ast.CallExpr) bool {
	info := a.unit.Pass.TypesInfo
	tv := info.Types[x.Fun]
	if b, ok := typeutil.Callee(info, x).(*types.Builtin); ok {
		switch b.Name() {
		case "len", "cap", "min", "max":
		default:
			return false
		}
	} else if !tv.IsType() {
		return false
	}
	return a.settledAll(x.Args...)
}

// isOfStd tells whether a function of the standard library acquires.
func (a *acquisition) isOfStd() bool {
	fn, ok := typeutil.Callee(a.unit.Pass.TypesInfo, a.Call).(*types.Func)
	return ok && fn.Pkg() != nil && unit.IsStd(fn.Pkg())
}

// usedByEarlierDefer tells whether a function that is deferred before the acquisition
// may use the resource: it runs after what is deferred later. It names the variable, or
// one that gets a value after the acquisition and is able to hold something.
func (a *acquisition) usedByEarlierDefer() bool {
	info := a.unit.Pass.TypesInfo
	captured := make(map[types.Object]bool)
	ast.Inspect(a.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			if n.Pos() < a.Call.Pos() {
				namesIn(info, n, captured)
			}
			return false
		case *ast.FuncLit:
			return false
		}
		return true
	})
	if place, ok := a.place().(*ast.Ident); ok && captured[info.ObjectOf(place)] {
		return true
	}
	return a.assignsLater(captured)
}

// namesIn adds the variables that the literals of a deferred call name. What the call
// is given is evaluated at the defer.
func namesIn(info *types.Info, d *ast.DeferStmt, vars map[types.Object]bool) {
	ast.Inspect(d, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok {
			return true
		}
		ast.Inspect(lit.Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := info.Uses[id].(*types.Var); ok && !v.IsField() {
					vars[v] = true
				}
			}
			return true
		})
		return false
	})
}

// assignsLater tells whether one of the variables, not of a basic type and no error,
// gets a value after the acquisition.
func (a *acquisition) assignsLater(vars map[types.Object]bool) bool {
	info := a.unit.Pass.TypesInfo
	found := false
	ast.Inspect(a.Func.Body, func(n ast.Node) bool {
		if assign, ok := n.(*ast.AssignStmt); ok && assign.Pos() > a.Call.Pos() {
			for _, lhs := range assign.Lhs {
				if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && vars[info.ObjectOf(id)] {
					t := info.ObjectOf(id).Type()
					_, basic := t.Underlying().(*types.Basic)
					found = found || !basic && t.String() != "error"
				}
			}
		}
		return !found
	})
	return found
}
