// This file asks of functions that are results: may one be nil?
//
//	_, stop, err := start()
//	defer stop() // panics where there is an error, if stop is nil then

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// NilBesideError reports whether a function is seen to give nil as result j, which is a
// function, where it gives an error: who calls that without having looked at the error
// panics. Of a function that cannot be seen it is not known.
//
//	return "", nil, err
func (e *Engine) NilBesideError(fn *types.Func, j int) bool {
	return fn != nil && j < 64 && e.nilFuncs.Ask(fn.Origin())&(1<<j) != 0
}

// findNilFuncs returns the results that are functions, and nil in some return beside an error,
// as bits. Functions that return what each other gives have none, to begin with.
func (e *Engine) findNilFuncs(fn *types.Func) (results uint64) {
	types := resultTypes(fn)
	if len(types) < 2 || !typesx.IsError(types[len(types)-1]) {
		return 0
	}
	decl := e.declOf(fn)
	if decl == nil || decl.Body == nil {
		if s := e.summaryOf(fn); s != nil {
			return s.NilFuncs
		}
		return 0
	}
	for ret := range syntax.Own[*ast.ReturnStmt](decl.Body) {
		switch {
		case len(ret.Results) == len(types):
			if e.fails(ret) {
				results |= e.nilFuncsIn(ret, types)
			}
		case len(ret.Results) == 1:
			if call, ok := ast.Unparen(ret.Results[0]).(*ast.CallExpr); ok {
				if other := typeutil.StaticCallee(e.info, call); other != nil {
					results |= e.nilFuncs.Ask(other.Origin())
				}
			}
		}
	}
	return results
}

// nilFuncsIn are the functions that a return gives as nil.
func (e *Engine) nilFuncsIn(ret *ast.ReturnStmt, types []types.Type) (results uint64) {
	for j, x := range ret.Results[:min(len(types), 64)] {
		if signatureOf(types[j]) != nil && e.info.Types[x].IsNil() {
			results |= 1 << j
		}
	}
	return results
}
