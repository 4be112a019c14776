// This file lists what internal/propose counts: openers that no row and no summary knows, with
// what their callers do.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// An Opening is a call that may give its caller something to own, of a function of which
// nothing is known but its type. One such call shows little; many of one function may.
type Opening struct {
	Call     *ast.CallExpr
	Callee   *types.Func
	Result   int
	Release  []string // any one of which ends it
	Outcomes []Outcome
}

// Openings returns those of a function.
func (e *Engine) Openings(f *Func) (list []Opening) {
	for _, site := range e.sitesBy(f, e.suspectsOf) {
		fn, _ := typeutil.Callee(e.info, site.Call).(*types.Func)
		if fn == nil || site.Spec.Field != "" { // of responses all is known
			continue
		}
		// What may be owned and has no Close is a transaction, see isSuspect.
		release := []string{"Close"}
		if !slices.Contains(site.Spec.Release, "Close") {
			release = []string{"Commit", "Rollback"}
		}
		list = append(list, Opening{
			Call: site.Call, Callee: fn.Origin(), Result: site.Spec.Results[0], Release: release,
			Outcomes: e.exploreWithin(site, &f.evidentSteps).outcomes(),
		})
	}
	return list
}

// Makers returns the methods of the package that give their caller something fresh.
func (e *Engine) Makers() (list []*types.Func) {
	for _, fn := range e.declared() {
		if decl := e.decls[fn]; fn.Signature().Recv() != nil && decl.Body != nil && !e.inTest(decl) {
			e.Guard(decl.Pos(), func() {
				if len(e.freshOf(fn).list) > 0 {
					list = append(list, fn)
				}
			})
		}
	}
	return list
}
