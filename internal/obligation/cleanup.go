// This file is about what a test is told to run at its end, by t.Cleanup. To those who wait it is
// like what is deferred: it runs on every path. Others have it handed over.

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// cleanup interprets the call where it is of a Cleanup, and reports whether it is.
func (w *walk) cleanup(st *sym.State, call *ast.CallExpr, args []sym.Value) bool {
	if len(args) != 2 || w.site != nil && !w.site.Spec.Here || !w.callsCleanup(call) {
		return false
	}
	// The statement is made once for a call: deferred calls are compared by their statements.
	stmt := w.eng.cleanups[call]
	if stmt == nil {
		run := &ast.CallExpr{Fun: call.Args[0], Lparen: call.Lparen, Rparen: call.Rparen}
		stmt = &ast.DeferStmt{Defer: call.Pos(), Call: run}
		w.eng.cleanups[call] = stmt
	}
	w.postpone(st, sym.Deferred{Stmt: stmt, Func: args[1], Args: []sym.Value{sym.Unknown}, Cleanup: true})
	return true
}

// callsCleanup reports whether a call is of Cleanup of package testing.
func (w *walk) callsCleanup(call *ast.CallExpr) bool {
	if len(call.Args) != 1 || calleeName(call) != "Cleanup" {
		return false
	}
	fn, _ := typeutil.Callee(w.info, call).(*types.Func)
	return fn != nil && isIn(fn, "testing")
}
