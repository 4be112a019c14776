// This file is the rule discarded:
//
//	os.Create(path)                 // reported: nobody can close it
//	_, err := net.Listen("tcp", a)  // reported where a path goes on with it open

package unclosed

import (
	"go/ast"
	"slices"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// discarded reports an acquisition that nothing is bound to.
func discarded(a *acquisition) *unit.Issue {
	if !a.discarded || a.knownNil() {
		return nil
	}
	// Where the error is looked at, that may be all that was wanted: to see that it
	// cannot be opened. Elsewhere the process may end, or the goroutine. What is
	// launched or deferred runs somewhere else, where nothing is followed.
	switch a.Stmt.(type) {
	case *ast.GoStmt, *ast.DeferStmt:
	default:
		if !a.has(obligation.Leaked, obligation.Reacquired) && (a.errorVar() != nil || !a.has(obligation.Unknown)) {
			return nil
		}
	}
	if a.Spec.Idle != 0 && a.isUnnamed() {
		return nil
	}
	w := a.words()
	note := ""
	if a.answersHead() {
		note = ", though its body is empty, since it answers a HEAD request"
	}
	fix, why := a.bindFix()
	if why == contextGoes {
		w.remedy = "bind it to a variable and " + w.imperative + " where nothing uses the context any more"
	}
	is := a.issue("the result of %s is discarded and can never be %s%s: %s", a.Spec.Name, w.done, note, w.remedy)
	is.Fix, is.NoFix = fix, why
	return is
}

// knownNil reports whether what is discarded is nil without an error on some path of the callee:
// who drops it may know that it is.
func (a *acquisition) knownNil() bool {
	return a.discarded && a.Spec.Absent
}

// dropped reports whether no result that is the resource is bound to anything.
func (a *acquisition) dropped() bool {
	if a.Spec.Out > 0 || a.Spec.Global {
		return false
	}
	switch s := a.Stmt.(type) {
	case *ast.ExprStmt:
		return ast.Unparen(s.X) == a.Call
	case *ast.GoStmt:
		return s.Call == a.Call
	case *ast.DeferStmt:
		return s.Call == a.Call
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 && ast.Unparen(s.Rhs[0]) == a.Call {
			return a.allBlank(s.Lhs)
		}
	case *ast.ValueSpec:
		if len(s.Values) == 1 && ast.Unparen(s.Values[0]) == a.Call {
			names := make([]ast.Expr, len(s.Names))
			for i, n := range s.Names {
				names[i] = n
			}
			return a.allBlank(names)
		}
	}
	return false
}

// allBlank reports whether all places for the resource, and for what carries it, are _.
func (a *acquisition) allBlank(places []ast.Expr) bool {
	for _, i := range slices.Concat(a.Spec.Results, a.Spec.Carry) {
		if i >= len(places) {
			return false
		}
		if id, ok := places[i].(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}
