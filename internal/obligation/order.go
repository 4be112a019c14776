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
	"go/constant"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// inequality decides x < y and the like: between constants, by what the path knows of either;
// else it is remembered.
func (w *walk) inequality(st *sym.State, e *ast.BinaryExpr) (yes, no []*sym.State) {
	xv, yv := w.eval(st, e.X), w.eval(st, e.Y)
	if st.Dead {
		return nil, nil
	}
	if v := w.compareConstants(xv, e.Op, yv); v != sym.Unknown {
		return w.decideValue(st, v)
	}
	x, y := e.X, e.Y
	switch e.Op {
	case token.LSS:
		return w.isLess(st, x, xv, y, yv)
	case token.GTR:
		return w.isLess(st, y, yv, x, xv)
	case token.GEQ:
		no, yes = w.isLess(st, x, xv, y, yv)
	case token.LEQ:
		no, yes = w.isLess(st, y, yv, x, xv)
	}
	return yes, no
}

// isLess decides x < y.
func (w *walk) isLess(st *sym.State, x ast.Expr, xv sym.Value, y ast.Expr, yv sym.Value) (yes, no []*sym.State) {
	if c, ok := w.int64Of(y); ok && isInteger(w.info.TypeOf(x)) {
		yes, no = w.isBelow(st, x, c)
		return w.codeBelow(xv, c, yes, no)
	}
	// c < y is the opposite of y < c+1.
	if c, ok := w.int64Of(x); ok && c < math.MaxInt64 && isInteger(w.info.TypeOf(y)) {
		no, yes = w.isBelow(st, y, c+1)
		no, yes = w.codeBelow(yv, c+1, no, yes)
		return yes, no
	}
	a, b := w.condKey(x), w.condKey(y)
	if strings.Contains(a+b, "?") {
		return w.askedAgain(st, lessKey(w.spelling(x, true), w.spelling(y, true)), x, y)
	}
	if c, ok := w.Int64In(xv); ok && c < math.MaxInt64 && isInteger(w.info.TypeOf(y)) {
		no, yes = w.isBelow(st, y, c+1)
		return w.decided(lessKey(a, b), x, y, yes, no)
	}
	if c, ok := w.Int64In(yv); ok && isInteger(w.info.TypeOf(x)) {
		yes, no = w.isBelow(st, x, c)
		return w.decided(lessKey(a, b), x, y, yes, no)
	}
	// What is greater, or equal, is not less.
	greater, _ := w.hasDecided(st, lessKey(b, a))
	equal, _ := w.hasDecided(st, equalKey(a, b))
	if greater || equal {
		return nil, []*sym.State{st}
	}
	return w.rememberAs(st, w.conditionNumber(lessKey(a, b), []ast.Expr{x, y}))
}

// decided notes what has been decided on a condition that mentions two things.
func (w *walk) decided(key string, x, y ast.Expr, yes, no []*sym.State) (_, _ []*sym.State) {
	n := w.conditionNumber(key, []ast.Expr{x, y})
	counted := w.root.counts(n)
	note := func(states []*sym.State, holds bool) {
		for _, s := range states {
			s.Decide(n, holds)
			s.Counted = s.Counted || counted
		}
	}
	note(yes, true)
	note(no, false)
	return yes, no
}

// lessKey spells that one thing is less than another.
func lessKey(x, y string) string { return "(" + x + "<" + y + ")" }

// equalKey spells that two things are equal, in whatever order.
func equalKey(x, y string) string { return min(x, y) + "==" + max(x, y) }

// hasDecided is what the path has decided on a condition, and whether it has.
func (w *walk) hasDecided(st *sym.State, key string) (holds, decided bool) {
	n, numbered := w.Numbered(key)
	if !numbered {
		return false, false
	}
	return st.Decided(n)
}

// int64Of is the integer that a constant expression is.
func (w *walk) int64Of(x ast.Expr) (int64, bool) {
	return sym.Int64Of(w.info.Types[x].Value)
}

// isBelow decides x < c, of an integer and a constant:
//
//	if n < 3 { ... }
//	if n < 5 { // holds where n < 3 did
func (w *walk) isBelow(st *sym.State, x ast.Expr, c int64) (yes, no []*sym.State) {
	key := w.condKey(x)
	if strings.Contains(key, "?") {
		return w.askedAgain(st, lessKey(w.spelling(x, true), strconv.FormatInt(c, 10)), x)
	}
	in := w.limitsAs(st, x, key)
	if possible, known := w.possible(st, x, key); known && len(possible) > 0 {
		in = in.Narrowed(possible)
	}
	switch {
	case in.Most < c:
		return []*sym.State{st}, nil
	case in.Least >= c:
		return nil, []*sym.State{st}
	}
	grown := w.grownIn(st, x)
	yes, no = w.rememberAs(st, w.Threshold(sym.Threshold{Key: key, X: x, Bound: c}))
	if c == 1 { // below it is nothing
		w.doubtEmpty(grown, x, constant.MakeInt64(0), yes, no)
	}
	w.share(x, yes, no)
	return yes, no
}

// limitsOf are the limits within which the path leaves a counter.
func (w *walk) limitsOf(st *sym.State, counter ast.Expr) sym.Limits {
	if v := w.eng.varOf(counter); v == nil || !w.root.compares(v) {
		return sym.Limits{Least: math.MinInt64, Most: math.MaxInt64}
	}
	return w.limitsAs(st, counter, w.condKey(counter))
}

// limitsAs are the limits within which the path, and its type, leave an expression of which the
// spelling is known.
func (w *walk) limitsAs(st *sym.State, x ast.Expr, key string) sym.Limits {
	// A length is never negative, nor is what has no sign.
	least := int64(math.MinInt64)
	if strings.HasPrefix(key, "len(") || strings.HasPrefix(key, "cap(") || isUnsigned(w.info.TypeOf(x)) || w.root.countsUp(w.eng.varOf(x)) {
		least = 0
	}
	return w.Within64(st, key, least)
}

// noteComparedWith notes an integer that a variable is compared with, and the next one: on
// which side of these two it is says what the comparison yields.
func (f *Func) noteComparedWith(x, with ast.Expr) {
	v := f.eng.varOf(x)
	if v == nil {
		return
	}
	n, isInt := sym.Int64Of(f.eng.info.Types[with].Value)
	if !isInt {
		return
	}
	for _, n := range []int64{n, n + 1} { // behind the greatest comes the least, which says nothing
		if !slices.Contains(f.comparedWith[v], n) {
			f.comparedWith[v] = append(f.comparedWith[v], n)
		}
	}
}
