// This file begins the obligation of sites that are launches: from the go statement, or from
// the helper's call, on its owner is owed a wait.

package obligation

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// goStmt interprets a launch: what is given to it, and whether it waits itself.
func (w *walk) goStmt(st *sym.State, n *ast.GoStmt) {
	w.launchedOut(st, n.Call)
	if w.waitedInGo(st, n) {
		w.end(st, Outcome{Kind: Released, Pos: n.Pos(), Result: -1})
		return
	}
	w.launched(st, n.Call)
	w.after(st, n)
}

// after begins the obligation of a site that is a launch: from here on its owner
// is owed a wait. It reports whether it did.
func (w *walk) after(st *sym.State, n ast.Node) bool {
	if w.site == nil || w.site.After == nil || st.Dead {
		return false
	}
	// Launches behind the first one are noted: what is found out of its paths holds of theirs.
	if st.Live {
		if st.Idle {
			return w.arm(st, n)
		}
		w.passed = append(w.passed, n)
		w.owesMore(st, n)
		return false
	}
	if w.site.After != n {
		return false
	}
	owner := w.site.Owner
	// The owner is a value like any other: its variable's, or that of its field.
	v := st.Variable(owner.Root)
	if v == sym.Unknown {
		v = w.initialOf(owner.Root)
	}
	if v != sym.Unknown && owner.Field != nil {
		v = w.fieldValue(st, v, owner.Field)
	}
	if v == sym.Unknown {
		v = w.ValueOf(owner.Root, sym.AsOwner, sym.Info{Kind: sym.Opaque})
	}
	if owner.Field == nil {
		st.Set(owner.Root, v) // also for closures, which look it up
	}
	if w.res != sym.Resource && w.res != v {
		w.spent = true // not one owner
	}
	w.res = v
	st.Live, st.Checked, st.Pending = true, true, 1
	st.Idle = w.site.Arms != nil
	w.noteTimes(st)
	return !st.Idle
}

// owesMore counts another launch that may send on the same channel:
//
//	go fetch(a, results)
//	go fetch(b, results) // two receives are owed
func (w *walk) owesMore(st *sym.State, n ast.Node) {
	g, ok := n.(*ast.GoStmt)
	switch {
	// The count is a small number in each state; above that it is many.
	case n == w.site.After || st.Pending >= 100:
		st.Many = true
	case ok && w.mentions(st, g.Call):
		st.Pending++
	}
}

// mentions reports whether a launched call is given the resource, or runs what captures it: a
// literal, or the one that a variable always holds.
//
//	go fetch(results)                // is given it
//	go func() { results <- get() }() // has captured it
func (w *walk) mentions(st *sym.State, call *ast.CallExpr) bool {
	return w.namesOwner(st, call, map[*ast.FuncLit]bool{})
}

func (w *walk) namesOwner(st *sym.State, n ast.Node, seen map[*ast.FuncLit]bool) bool {
	return syntax.Any(n, func(id *ast.Ident) bool {
		v, ok := w.info.Uses[id].(*types.Var)
		if !ok || v == w.site.Owner.Root || st.Variable(v) == w.res {
			return ok
		}
		if v.IsField() {
			return false
		}
		lit, ok := w.eng.launches.Only(v).(*ast.FuncLit)
		if !ok || seen[lit] {
			return false
		}
		seen[lit] = true
		return w.namesOwner(st, lit, seen)
	})
}
