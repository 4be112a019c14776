// This file says of which leaks nothing comes: they are reported, as a matter of policy, and
// the profile claims leaves them out.

package unclosed

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
)

// harmless reports whether nothing stays behind of what leaks.
func (a *acquisition) harmless() bool {
	return a.answersHead() || a.endsWithParent() || a.endsWithCommand() || a.has(obligation.Leaked) && !slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool {
		return (o.Kind == obligation.Leaked || o.Kind == obligation.Reacquired) && !a.isIdle(o) && !a.isLonePipe(o)
	})
}

// endsWithCommand reports whether the function is one where the process ends, and with it all
// that is open once. What is not flushed is lost even so:
//
//	func main() {
//		f, err := os.Open(os.Args[1])
//		...
//	} // the process ends, and f with it
func (a *acquisition) endsWithCommand() bool {
	// In a loop there is one more each time round.
	return !a.Spec.Flush && !a.has(obligation.Reacquired) && !a.InLoopWith(a.Call) && a.process.Ends(a.Func.Node())
}

// endsWithParent reports whether what is discarded ends a context whose parent has a release of
// its own in the function, which ends this one too, with its timer.
//
//	ctx, cancel := context.WithCancelCause(ctx)
//	ctx, _ = context.WithTimeoutCause(ctx, d, err)
//	defer cancel(nil)
func (a *acquisition) endsWithParent() bool {
	if !a.discarded || !a.Spec.Cancels || len(a.Call.Args) == 0 {
		return false
	}
	id, ok := ast.Unparen(a.Call.Args[0]).(*ast.Ident)
	if !ok {
		return false
	}
	info := a.unit.Pass.TypesInfo
	v, _ := info.Uses[id].(*types.Var)
	// Only what the parent was before counts.
	made := slices.DeleteFunc(slices.Clone(a.layout().changes[v]), func(n ast.Node) bool { return n.Pos() >= a.Stmt.Pos() })
	return v != nil && len(made) > 0 && !slices.ContainsFunc(made, func(n ast.Node) bool { return !a.makesContext(n) })
}

// makesContext reports whether a node sets its first variable to a context whose cancel
// function it keeps: where that is lost, the finding is there.
func (a *acquisition) makesContext(n ast.Node) bool {
	assign, ok := n.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) != 2 {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(a.unit.Pass.TypesInfo, call).(*types.Func)
	cancel, named := assign.Lhs[1].(*ast.Ident)
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "context" && fn.Signature().Results().Len() == 2 && !(named && cancel.Name == "_")
}
