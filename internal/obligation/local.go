// This file is about local functions that open something: literals in variables.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// freshOfLocal returns the results that oblige the caller of a local function, a
// variable that holds a literal and never anything else:
//
//	open := func() (*os.File, error) { return os.Open(path) }
//	f, err := open()
func (e *Engine) freshOfLocal(f *Func, call *ast.CallExpr) freshness {
	id := calleeIdent(call)
	if id == nil {
		return freshness{}
	}
	v, ok := e.info.Uses[id].(*types.Var)
	if !ok || !f.contains(v) {
		return freshness{}
	}
	if sig := signatureOf(v.Type()); sig == nil || !slices.ContainsFunc(typesOf(sig.Results()), mayOblige) {
		return freshness{}
	}
	return e.fresh.Ask(opener{local: v, in: f})
}

// onlyLiteral returns the literal that a variable of a function is declared with
// and keeps, or nil:
//
//	open := func() (*os.File, error) { ... } // and open is never assigned to
func (e *Engine) onlyLiteral(f *Func, v *types.Var) *ast.FuncLit {
	if f.bound == nil {
		f.bound = map[*types.Var]*ast.FuncLit{}
		for a := range syntax.All[*ast.AssignStmt](f.Body) {
			if a.Tok == token.DEFINE && len(a.Lhs) == len(a.Rhs) {
				e.noteLiterals(f, a)
			}
		}
	}
	lit := f.bound[v]
	if lit == nil {
		return nil
	}
	f.cfg()
	if len(f.assigned[v]) > 0 {
		return nil
	}
	return lit
}

// noteLiterals notes the variables that a := declares as literals.
func (e *Engine) noteLiterals(f *Func, a *ast.AssignStmt) {
	for i, l := range a.Lhs {
		lit, ok := ast.Unparen(a.Rhs[i]).(*ast.FuncLit)
		if id, isIdent := l.(*ast.Ident); ok && isIdent {
			if v, ok := e.info.Defs[id].(*types.Var); ok {
				f.bound[v] = lit
			}
		}
	}
}
