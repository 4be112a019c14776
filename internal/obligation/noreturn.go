// This file answers whether calls return, as ctrlflow of x/tools does, but without its fact for
// each callee: those would have every dependency analysed. The catalogue knows the functions of
// the standard library, and a fact is asked for only where the signature is that of a function
// that might end the process.

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// MayReturn reports whether a call may return to its caller.
func (e *Engine) MayReturn(call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(e.info, call).(type) {
	case *types.Builtin:
		return fn.Name() != "panic"
	case *types.Func:
		return !e.neverReturns(fn.Origin())
	case *types.Var:
		if fn := e.funcIn(fn); fn != nil {
			return !e.neverReturns(fn.Origin())
		}
	}
	return true
}

// neverReturns reports whether no call of a function returns.
func (e *Engine) neverReturns(fn *types.Func) bool {
	if e.callee(fn).NoReturn {
		return true
	}
	decl := e.declOf(fn)
	if decl == nil {
		s := e.summaryOf(fn)
		return s != nil && s.NoReturn
	}
	return mayNeverReturn(decl) && e.noReturn.Ask(fn)
}

// findNoReturn builds the graph of a function and asks it. Functions that call each other are
// taken to return, to begin with: by that alone nothing ends a process. Once the graph has been
// used otherwise it stays what it is (settled).
func (e *Engine) findNoReturn(fn *types.Func) bool {
	f := e.function(e.declOf(fn))
	if !f.settled {
		f.build()
	}
	return f.graph.NoReturn()
}

// startNoReturn is where functions that call each other start.
func startNoReturn(*types.Func) bool { return false }

// settledNoReturn is what is believed where no answer is found: that it returns.
func settledNoReturn(_ *types.Func, never, found bool) bool { return never && found }

// mayNeverReturn is a quick look at the syntax: a function that ends with
// anything but a call, a loop or a select can return.
func mayNeverReturn(decl *ast.FuncDecl) bool {
	if n := len(decl.Body.List); n > 0 {
		switch last := decl.Body.List[n-1].(type) {
		case *ast.ExprStmt, *ast.SelectStmt, *ast.LabeledStmt, *ast.SwitchStmt, *ast.BlockStmt, *ast.IfStmt:
			// A function with results ends with a return, or with a panic.
			return decl.Type.Results == nil || len(decl.Type.Results.List) == 0 || isPanic(last)
		case *ast.ForStmt:
			return last.Cond == nil
		}
	}
	return false
}

// isPanic reports whether a statement calls panic.
func isPanic(s ast.Stmt) bool {
	if x, ok := s.(*ast.ExprStmt); ok {
		call, ok := x.X.(*ast.CallExpr)
		return ok && calleeName(call) == "panic"
	}
	return false
}
