// This file has what a rule judges: an acquisition, with what became of it on each path, and what
// all rules ask of it.

package unclosed

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/process"
	"github.com/tetherlint/tether/internal/unit"
)

// An acquisition is a site with what became of it on each path.
type acquisition struct {
	*obligation.Site
	unit      *unit.Unit
	engine    *obligation.Engine
	process   *process.Process
	memo      *memo
	outcomes  []obligation.Outcome
	discarded bool   // with all else that the call acquires
	undefers  bool   // the fix removes the explicit releases
	bound     string // the name that the fix binds what was discarded to
	atEnd     bool   // the fix releases where the function returns, see closeAtExits
}

// pos and end cover what is called, without its arguments.
func (a *acquisition) pos() token.Pos { return a.Call.Fun.Pos() }
func (a *acquisition) end() token.Pos { return a.Call.Fun.End() }

// has reports whether some path ends in an outcome of one of the kinds.
func (a *acquisition) has(kinds ...obligation.Kind) bool {
	return slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return slices.Contains(kinds, o.Kind) })
}

// fate sums the outcomes up for the inventory: the least certain wins. That something leaked a
// rule says, not the fate.
func (a *acquisition) fate() finding.Fate {
	switch {
	case a.has(obligation.Unknown):
		return finding.HandedOver
	case a.has(obligation.Deferred):
		return finding.Deferred
	case a.has(obligation.Released, obligation.Ended):
		return finding.Released
	}
	return finding.HandedOver
}

// issue starts the report of a rule at the acquiring call.
func (a *acquisition) issue(format string, args ...any) *unit.Issue {
	return &unit.Issue{Pos: a.pos(), End: a.end(), Message: fmt.Sprintf(format, args...), Subject: a.Call.Fun}
}

// errorVar is the variable that takes the acquisition's error: the last on the left, if it is
// of type error and has a name. Nil where there is none, or where the call does not stand alone
// on the right:
//
//	f, err := os.Open(path)       // err
//	resp, _ := client.Do(req)     // none
//	a, err := open(), os.ErrExist // none
func (a *acquisition) errorVar() types.Object {
	assign, ok := a.Stmt.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) < 2 && a.Spec.Out == 0 {
		return nil
	}
	id, ok := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	obj := a.unit.Pass.TypesInfo.ObjectOf(id)
	if obj == nil || obj.Type().String() != "error" {
		return nil
	}
	return obj
}
