// This file is about order: x < y, n >= 3. All four comparisons are one condition, that
// something is less than something else, so that
//
//	if n >= 3 { f, err = os.Open(path) }
//	...
//	if n < 3 { return nil }
//	return f.Close()
//
// are two questions with one answer; and what a path has found out of an integer by comparing it
// with constants bounds it.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"math"
	"slices"
	"strings"
)

// inequality decides x < y and the like: between constants, by what the path knows of either;
// else it is remembered.
func (w *walk) inequality(st *state, e *ast.BinaryExpr) (yes, no []*state) {
	xv, yv := w.eval(st, e.X), w.eval(st, e.Y)
	if st.dead {
		return nil, nil
	}
	if v := w.compareConstants(xv, e.Op, yv); v != unknown {
		return w.decideValue(st, v)
	}
	x, y := e.X, e.Y
	switch e.Op {
	case token.LSS:
		return w.isLess(st, x, y)
	case token.GTR:
		return w.isLess(st, y, x)
	case token.GEQ:
		no, yes = w.isLess(st, x, y)
	case token.LEQ:
		no, yes = w.isLess(st, y, x)
	}
	return yes, no
}

// isLess decides x < y.
func (w *walk) isLess(st *state, x, y ast.Expr) (yes, no []*state) {
	if c, ok := w.int64Of(y); ok && isInteger(w.info.TypeOf(x)) {
		return w.isBelow(st, x, c)
	}
	if c, ok := w.int64Of(x); ok && c < math.MaxInt64 && isInteger(w.info.TypeOf(y)) {
		no, yes = w.isBelow(st, y, c+1)
		return yes, no
	}
	a, b := w.condKey(x), w.condKey(y)
	if strings.Contains(a+b, "?") {
		return []*state{st.clone()}, []*state{st}
	}
	greater, _ := w.hasDecided(st, lessKey(b, a))
	equal, _ := w.hasDecided(st, equalKey(a, b))
	if greater || equal {
		return nil, []*state{st}
	}
	return w.rememberAs(st, w.conditionNumber(lessKey(a, b), []ast.Expr{x, y}))
}

// lessKey spells that one thing is less than another.
func lessKey(x, y string) string { return "(" + x + "<" + y + ")" }

// equalKey spells that two things are equal, in whatever order.
func equalKey(x, y string) string { return min(x, y) + "==" + max(x, y) }

// hasDecided is what the path has decided on a condition, and whether it has.
func (w *walk) hasDecided(st *state, key string) (holds, decided bool) {
	n, numbered := w.numbered(key)
	if !numbered {
		return false, false
	}
	return st.decided(n)
}

// int64Of is the integer that a constant expression is.
func (w *walk) int64Of(x ast.Expr) (int64, bool) {
	return int64Of(w.info.Types[x].Value)
}

// isBelow decides x < c, of an integer and a constant.
func (w *walk) isBelow(st *state, x ast.Expr, c int64) (yes, no []*state) {
	key := w.condKey(x)
	if strings.Contains(key, "?") {
		return []*state{st.clone()}, []*state{st}
	}
	in := w.limitsAs(st, x, key)
	if possible, known := w.possible(st, x, key); known && len(possible) > 0 {
		in = in.narrowed(possible)
	}
	switch {
	case in.most < c:
		return []*state{st}, nil
	case in.least >= c:
		return nil, []*state{st}
	}
	yes, no = w.rememberAs(st, w.threshold(threshold{key, x, c}))
	w.share(x, yes, no)
	return yes, no
}

// limitsOf are the limits within which the path leaves a counter.
func (w *walk) limitsOf(st *state, counter ast.Expr) limits {
	if v := w.eng.varOf(counter); v == nil || !w.root.compares(v) {
		return limits{math.MinInt64, math.MaxInt64}
	}
	return w.limitsAs(st, counter, w.condKey(counter))
}

// limitsAs are the limits within which the path, and its type, leave an expression of which the
// spelling is known.
func (w *walk) limitsAs(st *state, x ast.Expr, key string) limits {
	least := int64(math.MinInt64)
	if b, ok := w.info.TypeOf(x).Underlying().(*types.Basic); strings.HasPrefix(key, "len(") || strings.HasPrefix(key, "cap(") || ok && b.Info()&types.IsUnsigned != 0 {
		least = 0
	}
	return w.within64(st, key, least)
}

// noteComparedWith notes an integer that a variable is compared with, and the next one: on
// which side of these two it is says what the comparison yields.
func (f *Func) noteComparedWith(x, with ast.Expr) {
	id, ok := ast.Unparen(x).(*ast.Ident)
	n, isInt := int64Of(f.eng.info.Types[with].Value)
	if !ok || !isInt || n == math.MaxInt64 {
		return
	}
	v, _ := f.eng.info.Uses[id].(*types.Var)
	if v == nil {
		return
	}
	for _, n := range []int64{n, n + 1} {
		if !slices.Contains(f.comparedWith[v], n) {
			f.comparedWith[v] = append(f.comparedWith[v], n)
		}
	}
}
