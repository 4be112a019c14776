// This file looks for nil among what functions of the package are given, for valued.go. All that the
// package does with such a function is to call it, where that is seen; what calls it from elsewhere
// gives it values.

package vars

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// given reports whether a caller may give nil for a parameter, by what a call gives at its place.
func (s *nilSearch) given(v *types.Var, gives func(call *ast.CallExpr, at int) bool) bool {
	fn := s.Index.TakenBy(v)
	at := fn.ParamIndex(v)
	if at >= 0 && fn.Recv {
		at--
	}
	if at < 0 { // a result, of a type, or a receiver
		return true
	}
	var uses []inspector.Cursor
	if fn.Obj != nil {
		if isGenericFunc(fn.Obj) || s.givenNilBeside(fn.Obj, at) || s.surely && fn.Obj.Exported() && s.Pass.Pkg.Name() != "main" {
			return true
		}
		if uses = s.Index.Uses(fn.Obj); fn.Recv {
			uses = append(uses, s.dynamicUses(fn.Obj)...)
		}
	} else {
		called := syntax.Outermost(fn.Cursor)
		if called.ParentEdgeKind() == edge.CallExpr_Fun {
			return gives(called.Parent().Node().(*ast.CallExpr), at)
		}
		switch name, param := s.nameOf(called), s.passedAs(called); {
		case called.ParentEdgeKind() == edge.CallExpr_Args && param == nil:
			return !s.passedOutside(called.Parent().Node().(*ast.CallExpr))
		case param != nil && !s.isChanged(param):
			uses = s.Index.Uses(param)
		case name != nil:
			uses = s.Index.Uses(name)
		default:
			return true
		}
	}
	return slices.ContainsFunc(uses, func(use inspector.Cursor) bool {
		call := s.callBy(use)
		return s.over() || call == nil || gives(call, at)
	})
}

// passedAs is the parameter of a function of the package that a literal is passed as, nil for any
// other literal.
func (s *nilSearch) passedAs(lit inspector.Cursor) *types.Var {
	if lit.ParentEdgeKind() != edge.CallExpr_Args {
		return nil
	}
	return s.paramOf(lit.Parent().Node().(*ast.CallExpr), lit.ParentEdgeIndex())
}

// passedOutside reports whether a call is of a function of another package, which gives values.
func (s *nilSearch) passedOutside(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(s.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Pkg() != s.Pass.Pkg && !typesx.IsInterfaceMethod(fn) && !isGenericFunc(fn)
}

// callBy returns the call of a function where that is named, nil where it is used as a value.
func (s *nilSearch) callBy(use inspector.Cursor) *ast.CallExpr {
	if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
		use = use.Parent()
		// T.serve(t, x)
		if selection := s.Pass.TypesInfo.Selections[use.Node().(*ast.SelectorExpr)]; selection != nil && selection.Kind() == types.MethodExpr {
			return nil
		}
	}
	use = syntax.Outermost(use)
	if use.ParentEdgeKind() != edge.CallExpr_Fun {
		return nil
	}
	return use.Parent().Node().(*ast.CallExpr)
}

// dynamicUses are where a method may be meant by that of an interface.
func (s *nilSearch) dynamicUses(method *types.Func) (uses []inspector.Cursor) {
	for _, use := range s.nils().dynamic[method.Name()] {
		fn := s.Pass.TypesInfo.Uses[use.Node().(*ast.Ident)].(*types.Func)
		if fn.Signature().Params().Len() == method.Signature().Params().Len() {
			uses = append(uses, use)
		}
	}
	return uses
}

// nameOf is the one variable that holds a literal from its declaration on, nil for none.
func (s *nilSearch) nameOf(lit inspector.Cursor) *types.Var {
	var name ast.Expr
	switch outer := lit.Parent().Node().(type) {
	case *ast.AssignStmt:
		if len(outer.Lhs) == len(outer.Rhs) {
			name = outer.Lhs[lit.ParentEdgeIndex()]
		}
	case *ast.ValueSpec:
		if len(outer.Names) == len(outer.Values) {
			name = outer.Names[lit.ParentEdgeIndex()]
		}
	}
	id, ok := name.(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := s.Pass.TypesInfo.Defs[id].(*types.Var)
	if v == nil || s.isChanged(v) || v.Parent() == s.Pass.Pkg.Scope() && v.Exported() {
		return nil
	}
	return v
}

// paramOf is the parameter of a function of the package that takes an argument, nil for one of
// several, and of a function that is not known.
func (s *nilSearch) paramOf(call *ast.CallExpr, arg int) *types.Var {
	callee, _ := typeutil.Callee(s.Pass.TypesInfo, call).(*types.Func)
	fn := s.Index.Declared(callee)
	if fn == nil {
		return nil
	}
	if sig := callee.Signature(); sig.Variadic() && arg >= sig.Params().Len()-1 && !call.Ellipsis.IsValid() {
		return nil
	}
	if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); fn.Recv && !(isSel && s.isMethodExpr(sel)) {
		arg++
	}
	if arg >= len(fn.Params) {
		return nil
	}
	return fn.Params[arg]
}

// mayBeNilReceiver reports whether a method is said to be called on nil: it compares its receiver
// with that, or is called on a variable that is declared without a value.
func (s *nilSearch) mayBeNilReceiver(v *types.Var) bool {
	fn := s.Index.TakenBy(v)
	if fn == nil || fn.Obj == nil || !fn.Recv || len(fn.Params) == 0 || fn.Params[0] != v {
		return s.isCompared(v)
	}
	return s.isCompared(v) || s.isCalledOnNil(fn)
}

// isCalledOnNil reports whether a method is called on nil, or on a variable that is declared without a
// value.
func (s *nilSearch) isCalledOnNil(fn *syntax.Func) bool {
	return slices.ContainsFunc(s.Index.Uses(fn.Obj), func(use inspector.Cursor) bool {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if !ok {
			return false
		}
		id, isIdent := ast.Unparen(sel.X).(*ast.Ident)
		of, isVar := s.Pass.TypesInfo.Uses[id].(*types.Var)
		return s.isNil(sel.X) || isIdent && isVar && !isStructVar(of) && s.isZero(of)
	})
}

// isStructVar reports whether a variable has a struct, or the like, of its own.
func isStructVar(v *types.Var) bool {
	_, isPointer := v.Type().Underlying().(*types.Pointer)
	return !isPointer
}

// isMethodExpr reports whether a selector is that of a method of a type, which takes its receiver first.
func (s *nilSearch) isMethodExpr(sel *ast.SelectorExpr) bool {
	selection := s.Pass.TypesInfo.Selections[sel]
	return selection != nil && selection.Kind() == types.MethodExpr
}
