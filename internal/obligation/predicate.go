package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// mentionsErr reports whether a call is given the error of the acquisition, as
// errors.Is is, or a predicate of the package.
func (w *walk) mentionsErr(st *state, call *ast.CallExpr) bool {
	if !st.live {
		return false
	}
	for _, arg := range call.Args {
		if w.isErr(w.peek(st, arg)) {
			return true
		}
	}
	return false
}

// predicate returns what a function of this package, whose body is one return,
// returns for the arguments of a call; its parameters are bound to them.
func (w *walk) predicate(st *state, call *ast.CallExpr) ast.Expr {
	fn, _ := typeutil.Callee(w.info, call).(*types.Func)
	if fn == nil {
		return nil
	}
	decl := w.eng.declOf(fn.Origin())
	if decl == nil || decl.Recv != nil || len(decl.Body.List) != 1 || w.steps > maxSteps/2 {
		return nil
	}
	ret, ok := decl.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	w.steps += maxSteps / 20 // it may call itself
	_, args := w.callParts(st, call)
	w.bind(st, w.eng.function(decl), args[1:])
	return ret.Results[0]
}
