// This file knows what tests say: require.NoError(t, err) is a check of err as if err != nil {
// return } is one. Which functions state what is data (internal/catalog/asserts.go).

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// asserted refines the state by what a test states of the acquisition's error, or
// of the resource. A test that expects an error expects that there is nothing to
// release; that it fails where there is something is no reason to report it.
func (w *walk) asserted(st *sym.State, call *ast.CallExpr, fn *types.Func, args []sym.Value) {
	// Before the site there is nothing to state anything of.
	if !st.Live || fn == nil {
		return
	}
	what, i, stops := w.eng.callee(fn).Asserts()
	switch {
	case what == catalog.NoAssertion || i >= len(args):
		if isTestFailure(fn) && w.hopedForError(st, call.Pos()) {
			w.vanish(st)
		}
	case w.isErr(args[i]):
		st.Checked = true
		// assert.NoError goes on where there is an error; only require.NoError ends the test
		// there.
		if what == catalog.AssertsError || stops {
			w.refine(st, args[i], what == catalog.AssertsNil)
		}
	// require.Nil(t, f): there is nothing to release, or the test fails.
	case args[i] == w.res && what == catalog.AssertsNil:
		w.vanish(st)
	}
}

// assertion reports whether a call states something of the acquisition's error as a condition,
// as in if assert.NoError(t, err): its result says whether that holds.
func (w *walk) assertion(st *sym.State, call *ast.CallExpr) (of sym.Value, isNil, ok bool) {
	fn, _ := typeutil.Callee(w.info, call).(*types.Func)
	if fn == nil {
		return sym.Unknown, false, false
	}
	what, i, _ := w.eng.callee(fn).Asserts()
	if what == catalog.NoAssertion || i > len(call.Args) {
		return sym.Unknown, false, false
	}
	of = w.peek(st, call.Args[i-1])
	return of, what == catalog.AssertsNil, w.isErr(of)
}

// isTestFailure reports whether a function fails a test that goes on.
func isTestFailure(fn *types.Func) bool {
	if name := fn.Name(); name != "Error" && name != "Errorf" && name != "Fail" {
		return false // most are none, and a full name takes time to print
	}
	switch fn.FullName() {
	case "(*testing.common).Error", "(*testing.common).Errorf", "(*testing.common).Fail",
		"(testing.TB).Error", "(testing.TB).Errorf", "(testing.TB).Fail":
		return true
	}
	return false
}

// hopedForError reports whether a place is where the acquisition has not failed, in a
// branch of its own: if err == nil { t.Error("opened what is not there") }.
func (w *walk) hopedForError(st *sym.State, pos token.Pos) bool {
	return slices.ContainsFunc(pathTo(w.frame.fn.Body, pos), func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		if !ok || !syntax.Encloses(branch.Body, pos) {
			return false
		}
		cond, ok := ast.Unparen(branch.Cond).(*ast.BinaryExpr)
		return ok && cond.Op == token.EQL && w.info.Types[cond.Y].IsNil() && w.isErr(w.peek(st, cond.X))
	})
}
