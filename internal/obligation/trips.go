// This file counts iterations. A range over something of a known size runs so many times: at least
// once, and where the size is small each iteration is told apart. The count is kept beside the
// variables, under the statement.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// size is how many iterations a range makes, where its operand says so:
//
//	for range 3
//	for _, name := range []string{"a", "b"}
//	for i := range [4]int{}
func (w *walk) size(r *ast.RangeStmt) (int64, bool) {
	if n, known := w.root.sizes[r]; known {
		return n, n >= 0
	}
	n, ok := w.findSize(r.X, maxDepth)
	if !ok {
		n = -1
	}
	if w.root.sizes == nil {
		w.root.sizes = map[*ast.RangeStmt]int64{}
	}
	w.root.sizes[r] = n
	return n, ok
}

// findSize is the number of elements of an operand: a constant, an array, a literal, or a
// variable that is one of these and never anything else. Of a map variable it is not known,
// since entries come and go.
func (w *walk) findSize(x ast.Expr, depth int) (int64, bool) {
	x = ast.Unparen(x)
	tv := w.info.Types[x]
	if tv.Type == nil || depth == 0 {
		return 0, false
	}
	if tv.Value != nil {
		switch tv.Value.Kind() {
		case constant.Int:
			return constant.Int64Val(tv.Value)
		case constant.String:
			return int64(len([]rune(constant.StringVal(tv.Value)))), true
		}
	}
	t := tv.Type.Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	if a, ok := t.(*types.Array); ok {
		return a.Len(), true
	}
	switch x := x.(type) {
	case *ast.CompositeLit:
		_, isSlice := t.(*types.Slice)
		_, isMap := t.(*types.Map)
		// []int{5: 1} has more elements than are written.
		for _, e := range x.Elts {
			if _, keyed := e.(*ast.KeyValueExpr); keyed && isSlice {
				return 0, false
			}
		}
		return int64(len(x.Elts)), isSlice || isMap
	case *ast.Ident:
		v := w.eng.varOf(x)
		if _, isMap := t.(*types.Map); v == nil || isMap || typesx.IsPackageVar(v) || w.root.isParam(v) {
			return 0, false
		}
		if only := w.eng.launches.Only(v); only != nil && only != ast.Expr(x) {
			return w.findSize(only, depth-1)
		}
	}
	return 0, false
}

// trips is how many iterations of a range the path has entered; 1 stands for any
// number where they are not told apart. It is not known where paths have joined.
func (w *walk) trips(st *sym.State, r *ast.RangeStmt) (n int64, known bool) {
	v := st.Bound(r)
	if w.Kind(v) != sym.Literal {
		return 0, false
	}
	return constant.Int64Val(w.Infos[v].Constant)
}

// mostTrips is how many iterations are told apart. Behind a deferred release only one
// thing is asked, whether the loop comes round, and for that it is enough that the loops
// on the way run at least once.
func mostTrips(st *sym.State) int64 {
	if st.After != nil {
		return 0
	}
	return maxTrips
}

// rangeDecides reports whether a range of known size must, and whether it can, have
// another iteration:
//
//	for range 2 { // runs, runs once more, and ends
func (w *walk) rangeDecides(body *cfg.Block, st *sym.State) (must, can bool) {
	r, ok := body.Stmt.(*ast.RangeStmt)
	if !ok || body.Kind != cfg.KindRangeBody {
		return false, true
	}
	// What the path knows of the index comes before the count.
	if last, known := w.wasLast(st, r); known {
		return !last, !last
	}
	n, known := w.size(r)
	if !known || w.site == nil {
		return false, true
	}
	switch done, counted := w.trips(st, r); {
	case slices.Contains(w.site.Loops, ast.Stmt(r)):
		return false, n > 1 // it is under way: which iteration this is is not known
	case !counted:
		return false, true
	case n <= mostTrips(st):
		return done < n, done < n
	default:
		return done == 0, n > 0
	}
}

// enterTrip counts an iteration; index is what its number is, where that is told.
func (w *walk) enterTrip(st *sym.State, r *ast.RangeStmt) (index sym.Value) {
	if w.round.loop == r {
		return w.round.index
	}
	n, known := w.size(r)
	if !known || w.site == nil || slices.Contains(w.site.Loops, ast.Stmt(r)) {
		return sym.Unknown
	}
	done, counted := w.trips(st, r)
	switch {
	case !counted:
		return sym.Unknown
	case n > mostTrips(st):
		st.Bind(r, w.Number64(1))
		return sym.Unknown
	}
	st.Bind(r, w.Number64(done+1))
	if b, ok := w.info.TypeOf(r.X).Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return sym.Unknown // the index is one of a byte
	}
	return w.Number64(done)
}

// countTrips begins to count where a range does, and forgets the count where it is
// over.
func (w *walk) countTrips(from, b *cfg.Block, st *sym.State) {
	r, ok := b.Stmt.(*ast.RangeStmt)
	switch {
	case !ok:
	case b.Kind == cfg.KindRangeDone:
		st.Unbind(r)
	case b.Kind == cfg.KindRangeLoop && !isWithin(from, r):
		w.beginsAnew(st, r)
		if _, known := w.size(r); known && w.site != nil {
			st.Bind(r, w.Number64(0))
		}
	}
}

// isWithin reports whether a block belongs to the body of a range.
func isWithin(b *cfg.Block, r *ast.RangeStmt) bool {
	switch {
	case b == nil:
		return false
	case b.Stmt == r:
		return b.Kind == cfg.KindRangeBody
	case b.Stmt != nil && syntax.Encloses(r.Body, b.Stmt.Pos()):
		return true
	}
	return len(b.Nodes) > 0 && syntax.Encloses(r.Body, b.Nodes[0].Pos())
}
