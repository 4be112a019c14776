// This file is the rule defer-in-loop. A defer runs when the function ends and not when the
// iteration does, so that all that a loop opens stays open:
//
//	for _, name := range names {
//		f, err := os.Open(name)
//		if err != nil {
//			return err
//		}
//		defer f.Close() // reported
//	}

package unclosed

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// deferInLoop reports a deferred release of what the same loop acquires again. The defer and
// the call must be in one loop, and control must get from the one back to the other: a loop
// that is left behind the defer opens one thing only.
func deferInLoop(a *acquisition) *unit.Issue {
	for _, o := range a.outcomes {
		if o.Kind != obligation.Deferred || !o.Again || !a.inLoopWith(o.Defer) {
			continue
		}
		if a.Func.Reaches(o.Defer.Pos(), a.Call.Pos()) {
			w := a.words()
			late := "all stay open until " + a.function() + " returns"
			if w.done != "closed" {
				late = "none is " + w.done + " before " + a.function() + " returns"
			}
			is := a.issue("%s in a loop is %s by defer, so %s: %s in each iteration, or move the body of the loop into a function",
				a.opened(), w.done, late, w.imperative)
			is.Pos, is.End = o.Defer.Defer, o.Defer.Defer+token.Pos(len("defer"))
			is.Fix, is.NoFix = a.literalFix(o.Defer)
			return is
		}
	}
	return nil
}

// inLoopWith reports whether a defer stands in a loop of the acquisition.
func (a *acquisition) inLoopWith(d *ast.DeferStmt) bool {
	return slices.ContainsFunc(a.Loops, func(loop ast.Stmt) bool { return loop.Pos() <= d.Pos() && d.Pos() < loop.End() })
}
