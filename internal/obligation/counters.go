// This file has what is known of the counter of a loop that is under way: in an iteration after
// that of the site it is not 0, and after that for which it is the last index there is none.
//
//	for i, x := range list {
//		if i == 0 {
//			if err := prepare(); err != nil {
//				return err // nothing has been launched
//			}
//		}
//		wg.Go(func() { work(x) })
//	}
//
// Whether a range has had an iteration is kept beside the variables, under its body: 0
// where it begins, 1 from then on. It is not known where paths have joined.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// underWay marks the ranges around the site: they have an iteration.
func (w *walk) underWay(st *sym.State) {
	for _, loop := range w.root.loops {
		if r, ok := loop.(*ast.RangeStmt); ok && syntax.Encloses(r.Body, w.site.Pos()) && w.asksIndex(r) {
			st.Bind(r.Body, w.Number64(1))
		}
	}
}

// beginsAnew marks a range that is come to from outside.
func (w *walk) beginsAnew(st *sym.State, r *ast.RangeStmt) {
	if w.asksIndex(r) {
		st.Set(w.eng.varOf(r.Key), sym.Unknown)
		st.Bind(r.Body, w.Number64(0))
	}
}

// nextTrip learns of the index of a range, which is about to have another iteration, what
// follows from what it was in the one before: it is 0 in the first one.
func (w *walk) nextTrip(st *sym.State, r *ast.RangeStmt, was sym.Limits) {
	if !w.asksIndex(r) {
		return
	}
	switch v := st.Bound(r.Body); v {
	case w.Number64(0):
		st.Bind(r.Body, w.Number64(1))
		w.isFirst(st, r.Key)
	case w.Number64(1):
		w.isNext(st, r.Key, sym.Limits{Least: max(was.Least, 0), Most: was.Most}, 1)
		// The second of two is the last one.
		if n, sized := w.size(r); sized {
			st.Decide(w.Threshold(sym.Threshold{Key: w.condKey(r.Key), X: r.Key, Bound: n}), true)
		}
	}
}

// asksIndex reports whether the function compares the index of a range.
func (w *walk) asksIndex(r *ast.RangeStmt) bool {
	if r.Key == nil {
		return false
	}
	t, v := w.info.TypeOf(r.X), w.eng.varOf(r.Key)
	return t != nil && v != nil && isList(t) && w.root.compares(v)
}

// endsCounted is the regular end of a loop around the site. Where the counter has decided
// something since, another iteration may have let go of what one has opened: the last one
// must have been, and what it does nobody knows.
func (w *walk) endsCounted(st *sym.State, from, b *cfg.Block) {
	if from == nil || !st.Live || !st.Counted || b.Kind != cfg.KindRangeDone && b.Kind != cfg.KindForDone || from.Kind != cfg.KindRangeLoop && from.Kind != cfg.KindForLoop {
		return
	}
	loop := b.Stmt
	if loop != nil && (w.site.Arms != nil || syntax.Encloses(syntax.LoopBody(loop), w.site.Pos())) && w.root.asksCounter(loop) {
		st.Doubt = true
	}
}

// asksCounter reports whether the body of a loop asks for some value of a counter, which may
// be the last one. What is left by a division comes again and again, and is none:
//
//	if i%10 == 9 {     // each tenth time: none
//	if i == len(x)-1 { // the last one, perhaps
func (f *Func) asksCounter(loop ast.Stmt) bool {
	mentions := func(x ast.Expr) bool {
		if x == nil {
			return false
		}
		for id := range syntax.Except[*ast.Ident](x, isRemainder) {
			if v, ok := f.eng.info.Uses[id].(*types.Var); ok && f.counter[v] {
				return true
			}
		}
		return false
	}
	return syntax.Any(syntax.LoopBody(loop), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			switch n.Op {
			case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
				return mentions(n.X) || mentions(n.Y)
			}
		case *ast.SwitchStmt:
			return mentions(n.Tag)
		}
		return false
	})
}

// isRemainder reports whether a node is x % y.
func isRemainder(n ast.Node) bool {
	b, ok := n.(*ast.BinaryExpr)
	return ok && b.Op == token.REM
}

// isFirst learns of the index of a range that it is 0.
func (w *walk) isFirst(st *sym.State, index ast.Expr) {
	zero := []constant.Value{constant.MakeInt64(0)}
	st.Decide(w.Membership(sym.Membership{Key: w.condKey(index), X: index, Members: zero}), true)
}

// isNext learns of a counter that it is one more, or one less (by is -1), than what was within
// limits: on which side it is of the constants that it is compared with, and that it is not 0
// again.
func (w *walk) isNext(st *sym.State, counter ast.Expr, was sym.Limits, by int64) {
	v := w.eng.varOf(counter)
	if v == nil || !w.root.compares(v) || !isInteger(v.Type()) {
		return
	}
	key := w.condKey(counter)
	// 1 is among them, since that the counter is at least 1 says that it is not 0.
	for _, c := range append([]int64{1}, w.root.comparedWith[v]...) {
		below := w.Threshold(sym.Threshold{Key: key, X: counter, Bound: c})
		if was.Least != math.MinInt64 && was.Least+by >= c {
			st.Decide(below, false)
		} else if was.Most != math.MaxInt64 && was.Most+by < c {
			st.Decide(below, true)
		}
	}
}

// wasLast reports whether the path knows of the iteration of a range that it has been
// through that it was the last one, or that it was not:
//
//	if i == len(names)-1 {
//		f.Close()
//	}
func (w *walk) wasLast(st *sym.State, r *ast.RangeStmt) (last, known bool) {
	if w.site == nil || !w.asksIndex(r) {
		return false, false
	}
	key, count := w.condKey(r.Key), w.condKey(r.X)
	if !isInteger(w.info.TypeOf(r.X)) {
		count = "len(" + count + ")"
	}
	if n, asked := w.Numbered(equalKey(key, "("+count+"-1)")); asked {
		if is, decided := st.Decided(n); decided {
			return is, true
		}
	}
	n, sized := w.size(r)
	if !sized {
		return false, false
	}
	// It is the last one where all others are ruled out, and is not where that one is.
	if !w.mayBeIndex(st, key, n-1) {
		return false, true
	}
	for i := range n - 1 {
		if i == sym.MaxMembers || w.mayBeIndex(st, key, i) {
			return false, false
		}
	}
	return true, true
}

// mayBeIndex reports whether the path leaves it possible that an index is i.
func (w *walk) mayBeIndex(st *sym.State, key string, i int64) bool {
	if in := w.Within64(st, key, 0); i < in.Least || i > in.Most {
		return false
	}
	for members, is := range st.MembersOf(key) {
		if is != sym.HasConstant(members, constant.MakeInt64(i)) {
			return false
		}
	}
	return true
}

// countsUp reports whether a variable is nothing but the index of a range. What a for statement
// counts says so where it steps.
func (f *Func) countsUp(v *types.Var) bool {
	if f.upwards == nil {
		f.upwards = map[*types.Var]bool{}
		for _, loop := range f.loops {
			// What the range only assigns to has something else before.
			if r, ok := loop.(*ast.RangeStmt); ok && isList(f.eng.info.TypeOf(r.X)) && len(f.assigned[f.eng.varOf(r.Key)]) == 0 {
				f.upwards[f.eng.varOf(r.Key)] = true
			}
		}
	}
	return v != nil && f.upwards[v]
}

// counterSteps learns of a counter that has made a step what follows from what it was before:
//
//	for left := total; left > 0; left-- {
//		if left == 1 {
//			defer f.Close() // the loop is not left before
//		}
//	}
func (w *walk) counterSteps(st *sym.State, n *ast.IncDecStmt, was sym.Limits) {
	by := int64(1)
	if n.Tok == token.DEC {
		by = -1
	}
	if from, ok := w.root.countsFrom(n); ok {
		was.Least = max(was.Least, from)
	}
	if by > 0 || was.Least > 0 || !isUnsigned(w.info.TypeOf(n.X)) { // which is great below 0
		w.isNext(st, n.X, was, by)
	}
}

// lastTurn returns what notes, once a loop has counted, that it has another iteration, or has
// none, where it has been asked whether the last one was under way.
//
//	for i := 0; i < n; i++ {
//		if i == n-1 {
//			f.Close()
//		}
//	}
func (w *walk) lastTurn(st *sym.State, n *ast.IncDecStmt) (learn func()) {
	learn = func() {}
	loop := w.root.posts[n]
	if loop == nil || n.Tok != token.INC {
		return learn
	}
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.LSS || w.eng.varOf(cond.X) != w.eng.varOf(n.X) {
		return learn
	}
	i, end := w.condKey(cond.X), w.condKey(cond.Y)
	last, asked := w.hasDecided(st, equalKey(i, "("+end+"-1)"))
	if before, askedLess := w.hasDecided(st, lessKey(i, "("+end+"-1)")); askedLess {
		last, asked = !before, true
	}
	if asked {
		return func() {
			st.Decide(w.conditionNumber(lessKey(i, end), []ast.Expr{cond.X, cond.Y}), !last)
		}
	}
	return learn
}

// isUnsigned reports whether a type is one of integers that are never below 0.
func isUnsigned(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsUnsigned != 0
}

// countsFrom is the constant from which the counter of a loop counts up by one, which is
// all that is done to it.
func (f *Func) countsFrom(n *ast.IncDecStmt) (from int64, ok bool) {
	loop := f.posts[n]
	if loop == nil || n.Tok != token.INC {
		return 0, false
	}
	init, ok := loop.Init.(*ast.AssignStmt)
	if !ok {
		return 0, false
	}
	// The counter is the loop's own, and nothing but the post statement assigns to it.
	v := f.eng.varOf(n.X)
	i := slices.IndexFunc(init.Lhs, func(l ast.Expr) bool { return f.eng.varOf(l) == v })
	if i < 0 || len(f.assigned[v]) != 1 {
		return 0, false
	}
	// What a call yields besides is no constant either.
	return sym.Int64Of(f.eng.info.Types[init.Rhs[min(i, len(init.Rhs)-1)]].Value)
}

// compares reports whether the function compares a variable.
func (f *Func) compares(v *types.Var) bool { return f.table().Compared[v] }
