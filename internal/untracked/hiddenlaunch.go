// This file is the rule hidden-launch: the words for what internal/hidden has found.

package untracked

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/unit"
)

// hidden reports the calls into dependencies that leave a goroutine behind which nothing the
// caller holds can end. It needs to know which packages are the main module's (Governed): what
// a dependency does with its own dependencies is its business.
func (r *checker) hidden() (issues []unit.Issue) {
	if !r.unit.Governed() {
		return nil
	}
	for _, f := range r.unit.Pass.Files {
		if !r.unit.Reported(f.FileStart) {
			continue
		}
		// A search that fails in one file leaves the others as they are.
		r.engine.Guard(f.Package, func() {
			for _, c := range r.leaves.Calls(f) {
				issues = append(issues, unit.Issue{
					Pos: callee(r.unit.Pass.Fset, c.Call), End: c.Call.Fun.End(),
					Func: unit.FuncName(c.Decl), Message: hiddenMessage(c),
				})
			}
		})
	}
	return issues
}

// hiddenMessage says what is launched where, and what to hold on to. It says "may": paths in a
// dependency are not all known to be taken.
func hiddenMessage(c *hidden.Call) string {
	what := fmt.Sprintf("%s may start a goroutine that outlives the call and has no end of its own, in %s", c.Callee, c.Where)
	switch {
	case c.Dropped != "":
		return fmt.Sprintf("%s, and its %s, by which it may be ended, is dropped: keep that, and end it where its owner stops%s", what, c.Dropped, endedBy(c.End))
	case c.Temporary != "":
		return what + ", and the " + c.Temporary + " that it is called on, by which it may be ended, is dropped: bind that to a variable, and end it where its owner stops"
	}
	return what + ", and nothing that the caller holds can end it: call it at most once in the life of the process, or allow it with a reason"
}

// endedBy says by which method that is, where it is one.
func endedBy(end string) string {
	if method, ok := strings.CutPrefix(end, "."); ok {
		return ", by " + method
	}
	return ""
}

// callee is where the function of a call is named: without what a method is
// called on, where that is on lines of its own, or a call itself.
//
//	client.
//		New(addr).
//		Watch(dir) // Watch, and not the three lines
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
