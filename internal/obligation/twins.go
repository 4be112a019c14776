// This file is about other acquisitions than the one that is followed. They give something that is
// not nil where their error is nil. Code that has checked the error of one may then ask for the
// other, or for both, whether it is nil:
//
//	if a != nil {
//		return errors.Join(a.Close(), b.Close())
//	}
//
// Where there is an error it is nil. Neither is assumed of functions out of sight, which may
// well give nothing and no error.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// twins are the results of a call of another acquisition.
func (w *walk) twins(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, results []sym.Value) {
	i, last := w.eng.neverNil(fn, call), len(results)-1
	if i < 0 || i > last || results[i] != sym.Unknown || w.site != nil && w.site.Call == call {
		return
	}
	v := w.ResultOf(call, sym.AsTwin, i, sym.Info{Kind: sym.Opaque, Twin: true})
	w.supersede(st, v, nil)
	st.Learn(v, 0)
	results[i] = v
	// Without an error it is there in any case.
	if last == 0 || !typesx.IsError(sig.Results().At(last).Type()) || results[last] != sym.Unknown {
		st.Learn(v, sym.KnownNonNil)
		return
	}
	results[last] = w.twinsError(st, call)
	w.pair(v, results[last], w.eng.nilOnError(fn))
}

// twinsError is the error of a call of another acquisition.
func (w *walk) twinsError(st *sym.State, call *ast.CallExpr) sym.Value {
	err := w.ValueOf(call, sym.AsTwinsError, sym.Info{Kind: sym.Opaque, IsErr: true})
	w.supersede(st, err, nil)
	st.Learn(err, 0)
	return err
}

// pair notes that of a twin and its error one is not nil; exact says that only one is.
func (w *walk) pair(v, err sym.Value, exact bool) {
	w.Infos[v].Pair, w.Infos[v].Exact = err, exact
	w.Infos[err].Pair, w.Infos[err].Exact = v, exact
}

// twinsThrough gives the variables of which a call has the address what another acquisition
// stores there, see fillsOut.
func (w *walk) twinsThrough(st *sym.State, call *ast.CallExpr, fn *types.Func, args, results []sym.Value) {
	last := len(results) - 1
	if fn == nil || last < 0 || results[last] != sym.Unknown || !hasOutParam(fn.Signature()) || w.site != nil && w.site.Call == call {
		return
	}
	for i, a := range args {
		if w.Kind(a) != sym.Address || !w.eng.fillsParam(fn.Origin(), i) || w.relates(st, st.Variable(w.Infos[a].Var)) {
			continue
		}
		v := w.ResultOf(call, sym.AsTwin, -i, sym.Info{Kind: sym.Opaque, Twin: true})
		w.supersede(st, v, nil)
		st.Learn(v, 0)
		st.Set(w.Infos[a].Var, v)
		if results[last] == sym.Unknown {
			results[last] = w.twinsError(st, call)
		}
		w.pair(v, results[last], false) // it may have had something before
	}
}

// fillsParam reports whether a function stores something through a parameter wherever it gives
// no error.
func (e *Engine) fillsParam(fn *types.Func, i int) bool {
	if decl := e.declOf(fn); decl != nil {
		v := e.paramVar(decl, i)
		return v != nil && outElem(v.Type()) != nil && e.fillsOut(e.function(decl), v)
	}
	s := e.summaryOf(fn)
	return s != nil && slices.ContainsFunc(s.Fresh, func(f Fresh) bool { return f.Out == i && i > 0 && !f.Optional })
}

// refineTwin adds to a state, which has learned of a twin or of its error whether it is
// nil, what that says of the other one: there is something where there is no error, and
// nothing where there is one.
func (w *walk) refineTwin(st *sym.State, v sym.Value, isNil bool) {
	other := w.Infos[v].Pair
	if other == sym.Unknown || !isNil && !w.Infos[v].Exact || st.Knows(other) != 0 {
		return
	}
	if isNil {
		st.Learn(other, sym.KnownNonNil)
	} else {
		st.Learn(other, sym.KnownNil)
	}
}

// nilOnError reports whether a function gives nothing where it gives an error: one that
// the catalogue knows, and one of this package that has an error, or nil, in each return.
func (e *Engine) nilOnError(fn *types.Func) bool {
	decl := e.declOf(fn)
	if decl == nil {
		return e.summaryOf(fn) == nil || !e.summaryOf(fn).NotNil
	}
	only := true
	for ret := range syntax.Own[*ast.ReturnStmt](decl.Body) {
		if len(ret.Results) > 1 {
			only = only && (e.info.Types[ret.Results[0]].IsNil() || e.info.Types[ret.Results[len(ret.Results)-1]].IsNil())
		}
	}
	return only
}

// neverNil returns the result of a function that is not nil where its error is; -1
// where there is none, or it is not known.
func (e *Engine) neverNil(fn *types.Func, call *ast.CallExpr) int {
	if fn == nil || typesx.IsInterfaceMethod(fn) {
		return -1
	}
	if decl := e.declOf(fn); decl != nil {
		return e.neverNilOf(fn.Origin(), decl)
	}
	if s := e.summaryOf(fn); s != nil && s.NotNil {
		return 0
	}
	r, known := e.row(fn.Origin(), call)
	i := 0
	if known && r != nil && len(r.Results) == 1 {
		i = r.Results[0]
	}
	if !known || r == nil || len(r.Results) > 1 || !isNilable(fn.Signature().Results(), i) {
		return -1
	}
	return i
}

// isNilable reports whether a result is there and can be nil, and is no error.
func isNilable(results *types.Tuple, i int) bool {
	if i >= results.Len() {
		return false
	}
	t := results.At(i).Type()
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature, *types.Chan, *types.Map, *types.Slice:
		return !typesx.IsError(t)
	}
	return false
}

// neverNilOf looks at the returns of a function of this package: each must make its
// first result, or give an error with nil.
func (e *Engine) neverNilOf(fn *types.Func, decl *ast.FuncDecl) int {
	i, known := e.notNil[fn]
	if known {
		return i
	}
	e.notNil[fn] = -1 // also for one that calls itself
	if !isNilable(fn.Signature().Results(), 0) {
		return -1
	}
	i = 0
	if syntax.AnyOwn(decl.Body, func(ret *ast.ReturnStmt) bool { return !e.givesSomething(ret, fn.Signature().Results()) }) {
		i = -1
	}
	e.notNil[fn] = i
	return i
}

// givesSomething reports whether a return gives a first result that is not nil, or an error
// with nil.
func (e *Engine) givesSomething(ret *ast.ReturnStmt, results *types.Tuple) bool {
	if len(ret.Results) != results.Len() {
		return len(ret.Results) == 1 && e.opens(ret.Results[0]) // return open(path)
	}
	last := ret.Results[len(ret.Results)-1]
	if e.info.Types[ret.Results[0]].IsNil() {
		return len(ret.Results) > 1 && typesx.IsError(results.At(results.Len()-1).Type()) && e.isError(last)
	}
	return e.makes(ret.Results[0], maxDepth)
}

// isError reports whether an error that is returned is not nil: one that is made, or
// named as those who check it do.
func (e *Engine) isError(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return !e.info.Types[x].IsNil()
	case *ast.CallExpr, *ast.SelectorExpr, *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND
	}
	return false
}

// makes reports whether an expression makes something that is not nil:
//
//	&conn{}
//	new(conn)
//	make(chan int)
//	c // where c := &conn{} is all that it gets
func (e *Engine) makes(x ast.Expr, depth int) bool {
	if depth == 0 {
		return false
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit, *ast.FuncLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND
	case *ast.Ident:
		v := e.varOf(x)
		if v == nil || typesx.IsPackageVar(v) {
			return false
		}
		only := e.launches.Only(v)
		return only != nil && only != ast.Expr(x) && (e.makes(only, depth-1) || e.opens(only) && e.isChecked(only))
	case *ast.CallExpr:
		switch callee := typeutil.Callee(e.info, x).(type) {
		case *types.Builtin:
			return callee.Name() == "new" || callee.Name() == "make"
		case *types.Func:
			decl := e.declOf(callee)
			return decl != nil && callee.Signature().Results().Len() == 1 && e.neverNilOf(callee.Origin(), decl) == 0
		}
	}
	return false
}

// opens reports whether an expression is a call of which the first result is not nil
// where the last one, an error, is.
func (e *Engine) opens(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	return fn != nil && fn.Signature().Results().Len() > 1 && e.neverNil(fn, call) == 0
}

// isChecked reports whether the statement after the one that gives a variable its only
// value looks at the error that came with it, and leaves where there is one:
//
//	a, err := os.Open(path)
//	if err != nil {
//		return nil, err
//	}
//	return a, nil // is not nil
func (e *Engine) isChecked(value ast.Expr) bool {
	f := e.enclosing(ast.Unparen(value))
	if f == nil {
		return false
	}
	return syntax.AnyOwn(f.Body, func(n ast.Node) bool {
		list := syntax.Statements(n)
		for i := 1; i < len(list); i++ {
			if assign, ok := list[i-1].(*ast.AssignStmt); ok && assign.Rhs[0] == value && e.leavesOnError(list[i], e.varOf(assign.Lhs[len(assign.Lhs)-1])) {
				return true
			}
		}
		return false
	})
}

// leavesOnError reports whether a statement is "if err != nil", of which the body ends
// with a return.
func (e *Engine) leavesOnError(s ast.Stmt, err *types.Var) bool {
	check, ok := s.(*ast.IfStmt)
	if !ok || check.Init != nil || err == nil {
		return false
	}
	cond, ok := check.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || e.varOf(cond.X) != err || !e.info.Types[cond.Y].IsNil() {
		return false
	}
	if n := len(check.Body.List); n > 0 {
		_, returns := check.Body.List[n-1].(*ast.ReturnStmt)
		return returns
	}
	return false
}
