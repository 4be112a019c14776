// This file is about ways on which the process ends: nothing that is deferred runs there, so that
// a defer is not the fix in front of one.
//
//	f, err := os.Create(path)
//	...
//	if err := render(f); err != nil {
//		log.Fatal(err) // a deferred f.Close would not run
//	}
//	+f.Close()

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

const exitsLater = "behind it the process may end, where nothing that is deferred runs"

// exitsBehind reports whether main may itself end the process behind a place to which control comes
// from the acquisition. Any other function is called by somebody who may go on, and a defer is right
// on all its other ways.
func (a *acquisition) exitsBehind(at token.Pos) bool {
	return a.endsWithProcess() && syntax.AnyOwn(a.Func.Body, func(call *ast.CallExpr) bool {
		return call.Pos() > at && a.endsProcess(call) && a.Func.Reaches(a.Call.Pos(), call.Pos())
	})
}

// endsProcess reports whether a call of another package's function never returns, and runs nothing
// that is deferred: what panics, or ends the goroutine, does. What such a function does is taken to
// end the process unless its name says that it panics.
func (a *acquisition) endsProcess(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(a.unit.Pass.TypesInfo, call).(*types.Func)
	if !ok || a.engine.MayReturn(call) || fn.Pkg() == nil || fn.Pkg().Path() == "testing" || fn.FullName() == "runtime.Goexit" || strings.HasPrefix(fn.Name(), "Panic") {
		return false
	}
	return a.declOf(fn) == nil
}

// closeAtExits releases a resource where main returns, in the place of a defer: before each return
// that loses it, or behind the last statement where that is the end it leaks at. Elsewhere such a
// close would be one that is not deferred, which is a finding of its own.
func (a *acquisition) closeAtExits(at *spot) (*analysis.SuggestedFix, string) {
	returns, ends := a.leaving(at)
	if ends == (len(returns) > 0) || a.usedByDefer(a.stays().reached()) {
		return nil, exitsLater
	}
	var edits []analysis.TextEdit
	var ok bool
	if ends {
		var edit analysis.TextEdit
		edit, ok = a.insertAfter(a.Func.Body.List[len(a.Func.Body.List)-1], a.ifThere(at, a.dropping()+a.releaseCall()))
		edits = append(edits, edit)
	} else {
		edits, ok = a.closeBefore(returns, at, a.stays())
	}
	if !ok {
		return nil, oneLine
	}
	a.atEnd = true
	return &analysis.SuggestedFix{Message: "Call " + a.releaseCall() + " where it is lost", TextEdits: edits}, ""
}

// leaving are the returns that lose the resource, all behind a spot, and whether the end of the
// body does; neither where some path is not one of these.
func (a *acquisition) leaving(at *spot) (returns []*ast.ReturnStmt, ends bool) {
	list := a.Func.Body.List
	for _, o := range a.outcomes {
		switch {
		case o.Kind == obligation.Ended:
		case o.Kind != obligation.Leaked || o.Return == nil:
			return nil, false
		case o.Return.Return != a.Func.Body.Rbrace: // which stands for a return at the end
			if !a.isBehind(o.Return, at) || !a.means(o.Return.Pos()) {
				return nil, false
			}
			if !slices.Contains(returns, o.Return) {
				returns = append(returns, o.Return)
			}
		// The spot stands in the list of the body itself, so that its end comes behind it.
		case at.after == nil || !slices.Contains(list, at.after) || !a.means(list[len(list)-1].End()):
			return nil, false
		default:
			ends = true
		}
	}
	return returns, ends
}
