package untracked

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/unit"
)

// hidden reports the calls into dependencies that leave a goroutine behind which
// nothing the caller holds can end. Who belongs to the main module must be known:
// what others launch is their business otherwise.
func (r *rules) hidden() {
	if !r.unit.Governed() || !r.unit.Config.Enabled(finding.HiddenLaunch) {
		return
	}
	for _, f := range r.unit.Pass.Files {
		if !r.unit.Reported(f.FileStart) {
			continue
		}
		r.engine.Guard(f.Package, func() {
			for _, h := range r.launches.HiddenIn(f) {
				r.unit.Report(unit.Issue{
					Rule: finding.HiddenLaunch, Pos: callee(r.unit.Pass.Fset, h.Call), End: h.Call.Fun.End(),
					Func: unit.FuncName(h.Decl), Message: hiddenMessage(h),
				})
			}
		})
	}
}

// hiddenMessage says what is launched where, and what to hold on to.
func hiddenMessage(h *launch.Hidden) string {
	what := fmt.Sprintf("%s may start a goroutine that outlives the call, in %s", h.Callee, h.Where)
	switch {
	case h.Dropped != "":
		return fmt.Sprintf("%s, and its %s, by which it may be ended, is dropped: keep that, and end it where its owner stops (%s)", what, h.Dropped, h.Dropped+h.End)
	case h.Temporary:
		return what + ", and the " + h.Receiver + " that it is called on, by which it may be ended, is dropped: bind that to a variable, and end it where its owner stops"
	case h.Receiver != "":
		return what + ", and nothing that the caller holds can end it: " + h.Receiver + " has no Close, Stop or the like; use something that takes a context, or that returns a handle to stop it with"
	}
	return what + ", and nothing that the caller holds can end it: use something that takes a context, or that returns a handle to stop it with"
}

// callee is where the function of a call is named: without what a method is
// called on, where that is on lines of its own, or a call itself.
func callee(fset *token.FileSet, call *ast.CallExpr) token.Pos {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return call.Fun.Pos()
	}
	if _, chain := ast.Unparen(sel.X).(*ast.CallExpr); chain || fset.Position(sel.Pos()).Line != fset.Position(sel.Sel.Pos()).Line {
		return sel.Sel.Pos()
	}
	return call.Fun.Pos()
}
