// This file looks at the iterations of a short loop one by one, which the walk itself does not.
// It is asked whether a defer in a loop runs more than once, after a walk has found one.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// A round is an iteration of a range that is looked at by itself.
type round struct {
	loop  *ast.RangeStmt
	index sym.Value // where it is told
}

// metTwice reports whether the site can be met in an iteration of the loop around it, and
// in a later one again. Nothing is known of a loop that is not of a small known size.
//
//	var err error
//	for range 2 {
//		if err == nil {
//			err = prepare()
//			continue
//		}
//		defer open().Close() // once
//	}
func (w *walk) metTwice() bool {
	// Of a loop in a loop one would have to look at all combinations.
	if len(w.site.Loops) != 1 {
		return true
	}
	loop := w.site.Loops[0]
	n, known := w.iterations(loop)
	if !known || n > maxTrips {
		return true
	}
	// Each iteration starts with what the one before has left at the loop's head.
	graph := w.root.cfg()
	start, st := graph.Blocks[0], newWalk(w.root, w.site).initial()
	met := false
	for i := range n {
		next := map[*cfg.Block]*sym.State{}
		of := newWalk(w.root, w.site)
		if r, ok := loop.(*ast.RangeStmt); ok {
			of.round = round{r, w.indexOf(r, i)}
		}
		before := of.flood(graph, start, st, func(from, to *cfg.Block, st *sym.State) bool {
			if to.Stmt != loop || to.Kind != cfg.KindRangeLoop && to.Kind != cfg.KindForLoop || !isWithinLoop(from, loop) {
				return false
			}
			arriveJoined(next, to, st)
			start = to
			return true
		})
		if slices.ContainsFunc(w.root.nodesAt(w.site.Pos()), func(p placed) bool { return before[p.block] != nil }) {
			if met {
				return true
			}
			met = true
		}
		if st = next[start]; st == nil {
			return false
		}
	}
	return false
}

// isWithinLoop reports whether a block belongs to what a loop does in each iteration.
func isWithinLoop(b *cfg.Block, loop ast.Stmt) bool {
	if r, ok := loop.(*ast.RangeStmt); ok && isWithin(b, r) {
		return true
	}
	return comesRound(b, loop)
}

// iterations is how many iterations a loop makes that is left by its condition.
func (w *walk) iterations(loop ast.Stmt) (n int64, known bool) {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		return w.size(loop)
	case *ast.ForStmt:
		post, ok := loop.Post.(*ast.IncDecStmt)
		if !ok || post.Tok != token.INC {
			return 0, false
		}
		from, counts := w.root.countsFrom(post)
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		if !ok || !counts || cond.Op != token.LSS || w.eng.varOf(cond.X) != w.eng.varOf(post.X) {
			return 0, false
		}
		if c := w.info.Types[cond.Y].Value; c != nil && c.Kind() == constant.Int {
			to, exact := constant.Int64Val(c)
			return max(to-from, 0), exact
		}
	}
	return 0, false
}

// indexOf is the index of the ith iteration of a range; unknown where it is no number
// that counts.
func (w *walk) indexOf(r *ast.RangeStmt, i int64) sym.Value {
	t := w.info.TypeOf(r.X)
	if t == nil || !isList(t) {
		return sym.Unknown
	}
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return sym.Unknown
	}
	return w.Number64(i)
}
