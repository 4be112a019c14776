// This file recognises the answer to a HEAD request. It has no body, so that nothing stays open where
// that is not closed; it is reported as a matter of policy.

package unclosed

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// headNote is what a finding says of the answer to a HEAD request.
const headNote = ": it answers a HEAD request, so that its body is empty"

// answersHead reports whether the resource is the answer to a HEAD request, as far as the
// function that asks shows it.
//
//	req, err := http.NewRequest(http.MethodHead, url, nil)
//	resp, err := client.Do(req)
func (a *acquisition) answersHead() bool {
	if a.Spec.Empty {
		return true
	}
	if a.Spec.Field != "Body" || len(a.Call.Args) != 1 {
		return false
	}
	id, ok := ast.Unparen(a.Call.Args[0]).(*ast.Ident)
	if !ok {
		return false
	}
	info := a.unit.Pass.TypesInfo
	v, _ := info.Uses[id].(*types.Var)
	made := a.layout().changes[v]
	// A request that is assigned twice may be another one by then.
	if v == nil || len(made) != 1 {
		return false
	}
	assign, ok := made[0].(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	method := 0
	switch {
	case fn == nil:
		return false
	case fn.FullName() == "net/http.NewRequestWithContext":
		method = 1
	case fn.FullName() != "net/http.NewRequest":
		return false
	}
	if method >= len(call.Args) { // they are the results of one call
		return false
	}
	value := info.Types[call.Args[method]].Value
	return value != nil && value.Kind() == constant.String && constant.StringVal(value) == "HEAD"
}
