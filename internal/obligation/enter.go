// This file is about edges: some things happen on the way into a block and not in it.

package obligation

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// enter interprets what happens on the way into a block: the assignments of a
// range clause, the statement of a select arm, the variable of a type switch.
func (w *walk) enter(from, b *cfg.Block, st *sym.State) {
	if w.drainedBy(from, b, st) {
		w.end(st, Outcome{Kind: Released, Pos: b.Stmt.Pos(), Result: -1})
		return
	}
	// Counters first: what follows may ask in which iteration this is.
	w.countTrips(from, b, st)
	w.endsCounted(st, from, b)
	switch b.Kind {
	case cfg.KindRangeBody:
		w.enterRange(st, b.Stmt.(*ast.RangeStmt))
	case cfg.KindRangeDone:
		if r, ok := b.Stmt.(*ast.RangeStmt); ok && w.rangeReleases(st, w.peek(st, r.X)) {
			w.end(st, Outcome{Kind: Released, Pos: r.X.Pos(), Result: -1, Callee: true, ErrUsed: true})
			return
		}
		// A break comes from another block: the channel is not closed then.
		if r, ok := b.Stmt.(*ast.RangeStmt); ok && from != nil && from.Kind == cfg.KindRangeLoop {
			// A ticker's channel is never closed: the loop is left by a break, if at all.
			if typesx.NeverCloses(w.info, r.X) {
				w.vanish(st)
				return
			}
			w.received(st, w.peek(st, r.X), r.Range)
		}
	// The graph puts the statements of all arms before the select; here it is known which ran.
	case cfg.KindSelectCaseBody:
		if comm := b.Stmt.(*ast.CommClause).Comm; comm != nil {
			w.exec(st, comm)
		}
	case cfg.KindSwitchCaseBody:
		w.enterTypeCase(b, st)
	}
}

// enterRange begins an iteration of a range: its variables get what they have in there.
func (w *walk) enterRange(st *sym.State, r *ast.RangeStmt) {
	index := w.enterTrip(st, r)
	w.enteredRange(st, r.X)
	// A receive waits, and others run meanwhile.
	if t := w.info.TypeOf(r.X); t != nil && typesx.IsChan(t) {
		w.othersDisturb(st, r.X.Pos())
	}
	x := w.peek(st, r.X)
	if w.rangeReleases(st, x) {
		w.end(st, Outcome{Kind: Released, Pos: r.X.Pos(), Result: -1, Callee: true, ErrUsed: true})
		return
	}
	// An element of what holds the resource may be the resource.
	elem := sym.Unknown
	if w.relates(st, x) && x != w.res {
		elem = w.partOf(st, r, x)
	}
	if r.Key != nil {
		key := index
		if t := w.info.TypeOf(r.X); t != nil && !isList(t) {
			key = elem // a set is kept in its keys; a sequence yields it, or a channel
		}
		was := w.limitsOf(st, r.Key)
		w.assign(st, r.Key, key)
		w.nextTrip(st, r, was)
	}
	if r.Value != nil {
		w.assign(st, r.Value, elem)
	}
}

// rangeReleases reports whether a sequence releases the resource in the end, however
// the range over it is left:
//
//	for line := range linesOf(f) { // a sequence that closes f at its end
func (w *walk) rangeReleases(st *sym.State, x sym.Value) bool {
	return st.Live && w.relates(st, x) && w.isCleanup(st, x)
}

// isList reports whether the key of a range over a value of the type is an index:
//
//	for i := range list  // an index
//	for v := range queue // a value
//	for k := range set   // a key
func isList(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Basic:
		return true
	case *types.Pointer:
		_, array := u.Elem().Underlying().(*types.Array)
		return array
	}
	return false
}

// enterTypeCase binds the variable of a type switch's clause to the value that is asked.
func (w *walk) enterTypeCase(b *cfg.Block, st *sym.State) {
	cc, _ := b.Stmt.(*ast.CaseClause)
	v, _ := w.info.Implicits[cc].(*types.Var)
	sw := w.frame.fn.assigns[cc]
	if v == nil || sw == nil {
		return
	}
	if a, ok := sw.Assign.(*ast.AssignStmt); ok && len(a.Rhs) == 1 {
		if assert, ok := ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr); ok {
			st.Set(v, w.eval(st, assert.X))
		}
	}
}
