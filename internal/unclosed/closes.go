// This file answers whether anything beside a deferred release may close the resource, on any
// path. Where its error is dropped that does no harm. Where it is kept, the function would fail
// with "file already closed":
//
//	out := newWriter(f)
//	...
//	return out.Close() // closes f
//
// Any doubt is a yes: then the deferred release keeps no error.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
)

// closedElsewhere reports whether a call may close the resource, beside the releases of it that
// are statements of the function, of which the outcomes speak, and what it defers.
func (a *acquisition) closedElsewhere() bool {
	own := make(map[*ast.CallExpr]bool)
	for s := range syntax.Own[ast.Stmt](a.Func.Body) {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
				own[call] = true
			}
		case *ast.DeferStmt:
			for call := range syntax.All[*ast.CallExpr](s) {
				own[call] = true
			}
		}
	}
	return slices.ContainsFunc(a.follow(true, token.NoPos).closers, func(call *ast.CallExpr) bool { return !own[call] || !a.isRelease(call) })
}

// mayClose reports whether a call of a declared function, with an operand that comes to the
// resource, may close that.
func (r *reach) mayClose(fn *types.Func, call *ast.CallExpr) bool {
	if c := r.callee(fn, call); c != nil {
		return len(c.closers) > 0
	}
	known := catalog.CalleeOf(fn)
	if recv := fn.Signature().Recv(); recv != nil && r.receiver(call) {
		switch {
		// Nobody knows what is behind an interface.
		case types.IsInterface(recv.Type()):
			return !known.Std || rows.Is(fn.Name(), rows.Holder)
		// A writer of the standard library over a file does not close that.
		case rows.Is(fn.Name(), rows.Holder):
			return !known.Std || types.Identical(recv.Type(), r.self)
		}
	}
	if r.borrows != nil && r.borrows(call) {
		return false
	}
	for i, arg := range call.Args {
		if r.comes(arg) && (known.Owns || known.Argument(i+1) == catalog.Takes || r.closable(fn, arg, i, known.Std)) {
			return true
		}
	}
	return false
}

// closable reports whether a function gets an argument by a type that it can be closed by. The
// standard library closes nothing that it is given as any, as fmt does; of a function the body
// is looked at where it is a literal.
func (r *reach) closable(fn *types.Func, arg ast.Expr, i int, std bool) bool {
	params := fn.Signature().Params()
	t := params.At(min(i, params.Len()-1)).Type()
	if list, ok := t.(*types.Slice); ok && fn.Signature().Variadic() && i >= params.Len()-1 {
		t = list.Elem()
	}
	if _, isFunc := t.Underlying().(*types.Signature); isFunc {
		_, isLit := ast.Unparen(arg).(*ast.FuncLit)
		return !isLit
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Close")
	_, closes := obj.(*types.Func)
	iface, isInterface := t.Underlying().(*types.Interface)
	if isInterface && !std {
		return closes || iface.Empty()
	}
	return closes && (isInterface || !std)
}
