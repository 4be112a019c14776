// This file is about variables that say from one iteration of a loop to the next whether
// something is open, other than by being true:
//
//	for _, k := range keys {
//		if k != cur {
//			if cur != "" {
//				f.Close()
//			}
//			f, err = os.Create(k)
//			...
//			cur = k
//
// That what cur got is not "" is not known here. Where such a condition decides whether the
// resource is released, or whether the site is met again, the way on which it stays open is in
// doubt.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A loopGuard is what is in doubt behind a condition: that it holds, or that it does not.
type loopGuard struct{ yes, no bool }

// guardedByLoop says what is in doubt behind a condition on a variable that the loop around
// the site carries from one iteration to the next.
func (w *walk) guardedByLoop(then *cfg.Block, st *sym.State) loopGuard {
	if then.Kind != cfg.KindIfThen || !st.Live || w.site == nil || w.frame.parent != nil || len(w.site.Loops) == 0 {
		return loopGuard{}
	}
	guard := then.Stmt.(*ast.IfStmt)
	g, known := w.guards[guard]
	if !known {
		if w.asksCarried(guard.Cond) {
			// On the way to the site, and past a release, the variable has to say that nothing is open.
			g.yes = syntax.Encloses(guard.Body, w.site.Pos()) || guard.Else != nil && w.namesReleaseIn(guard.Else)
			g.no = w.namesReleaseIn(guard.Body)
		}
		if w.guards == nil {
			w.guards = map[*ast.IfStmt]loopGuard{}
		}
		w.guards[guard] = g
	}
	return g
}

// asksCarried reports whether a condition compares a variable that is declared before the
// innermost loop around the site and gets other values in it. A boolean is followed, and an
// error says whether something has failed.
func (w *walk) asksCarried(cond ast.Expr) bool {
	loop := w.site.Loops[len(w.site.Loops)-1]
	for id := range syntax.Except[*ast.Ident](cond, isCallOrLiteral) {
		v, ok := w.info.Uses[id].(*types.Var)
		if !ok || !w.root.contains(v) || syntax.Encloses(loop, v.Pos()) || typesx.IsError(v.Type()) || isBool(v.Type()) {
			continue
		}
		if slices.ContainsFunc(w.root.assigned[v], func(at token.Pos) bool { return syntax.Encloses(syntax.LoopBody(loop), at) }) {
			return true
		}
	}
	return false
}

// namesReleaseIn reports whether a statement calls something that is named as a release of
// the resource.
func (w *walk) namesReleaseIn(s ast.Stmt) bool {
	return syntax.AnyOwn(s, func(call *ast.CallExpr) bool {
		if id := calleeIdent(call); id != nil && w.site.Spec.releases(CallIt) {
			_, isVar := w.info.Uses[id].(*types.Var)
			return isVar
		}
		return w.site.Spec.releases(calleeName(call))
	})
}
