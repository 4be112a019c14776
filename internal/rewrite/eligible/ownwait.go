// This file keeps a task from waiting for itself: a group waits for all of its tasks, and so for
// the one that waits.

package eligible

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// MayAwaitItself reports whether what is launched may wait for the group that the helper is a
// method of, and so for itself: a function of the package that it calls waits for a value of
// that type, or it calls a function that is kept in a field, and that may lead anywhere.
//
//	t.tasks.Go(func() { t.onDelete(t) }) // which calls t.Close, which waits for t.tasks
func (r *Checker) MayAwaitItself(stmt *ast.GoStmt, helper *types.Func, wait string) bool {
	if wait == "" {
		wait = "Wait"
	}
	group := typesx.Named(helper.Signature().Recv().Type())
	if group == nil || !typesx.HasMethod(helper.Signature().Recv().Type(), r.Pass.Pkg, wait) {
		return false
	}
	waits := []string{wait}
	if group.Pkg() != nil && group.Pkg().Path() == Tracked {
		waits = append(waits, waitsForAll...)
	}
	var others *question
	awaits := func(call *ast.CallExpr) bool {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && slices.Contains(waits, sel.Sel.Name) && typesx.Named(r.TypeOf(sel.X)) == group {
			return true
		}
		switch callee := typeutil.Callee(r.Pass.TypesInfo, call).(type) {
		case *types.Var:
			return callee.IsField()
		case *types.Func:
			waits, _ := others.of(callee)
			return waits
		}
		return false
	}
	others = r.ask(func(body ast.Node) bool { return syntax.Any(body, awaits) }, false)
	return others.in(stmt.Call)
}
