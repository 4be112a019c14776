// This file passes on what a path knows at a branch: an if, a case, a loop. The sides of a range,
// of a type switch and of a select are chosen by something else than a condition.

package obligation

import (
	"go/ast"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// condition returns the expression on which the block branches, which is its
// last node, or nil.
func (f *Func) condition(b *cfg.Block) ast.Expr {
	if len(b.Succs) < 2 || len(b.Nodes) == 0 {
		return nil
	}
	// The branches of a range, a select and a type switch have no condition.
	switch to := b.Succs[0]; to.Kind {
	case cfg.KindIfThen, cfg.KindForBody:
	case cfg.KindSwitchCaseBody:
		if f.assigns[to.Stmt.(*ast.CaseClause)] != nil {
			return nil
		}
	default:
		return nil
	}
	e, _ := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	return e
}

// branch passes on the states for the two sides of a branch.
func (w *walk) branch(b *cfg.Block, cond ast.Expr, st *sym.State, next func(*cfg.Block, *sym.State)) {
	pass := func(to *cfg.Block, states []*sym.State) {
		for _, s := range states {
			w.enter(b, to, s)
			if !s.Dead {
				next(to, s)
			}
		}
	}
	then, els := b.Succs[0], b.Succs[1]
	// The branch asks nothing that is an expression: a range, a type switch, a select.
	if cond == nil {
		var yes, no []*sym.State
		if cc, ok := then.Stmt.(*ast.CaseClause); ok && then.Kind == cfg.KindSwitchCaseBody {
			yes, no = w.typeCase(cc, st)
		} else if must, can := w.rangeDecides(then, st); must || w.mustIterate(then, st) {
			yes = []*sym.State{st}
		} else if !can {
			no = []*sym.State{st}
		} else {
			yes, no = []*sym.State{st.Clone()}, []*sym.State{st}
		}
		// An arm of a select is chosen by what is ready, which is nobody's knowledge.
		if then.Kind != cfg.KindSelectCaseBody {
			w.markForeign(nil, yes, no)
		}
		pass(then, yes)
		pass(els, no)
		return
	}
	if !w.spend() {
		return
	}
	// Asked before the condition is decided, which changes the state.
	asks := w.asksHolder(st, cond) || w.asksOrigin(st, then, cond)
	guard := w.guardedByLoop(then, st)
	yes, no := w.decideBranch(then, st, cond)
	w.markForeign(cond, yes, no)
	undecided := len(yes) > 0 && len(no) > 0
	for _, s := range yes {
		s.Doubt = s.Doubt || asks || guard.yes && undecided
	}
	for _, s := range no {
		s.Doubt = s.Doubt || asks || guard.no && undecided
	}
	pass(then, yes)
	pass(els, no)
}

// decideBranch decides the condition of the branch to a block, as an if, a case or a loop asks it.
func (w *walk) decideBranch(then *cfg.Block, st *sym.State, cond ast.Expr) (yes, no []*sym.State) {
	tag, loop, counted := w.tagOf(then), loopOf(then), st.Counted
	switch {
	case tag != nil:
		return w.equality(st, tag, cond)
	case loop == nil:
		return w.decide(st, cond)
	case w.overHolder(st, loop):
		return []*sym.State{st}, nil
	}
	yes, no = w.decide(st, cond)
	// That a loop goes on, by its counter, is no decision of the path.
	for _, states := range [...][]*sym.State{yes, no} {
		for _, s := range states {
			s.Counted = counted
		}
	}
	return yes, no
}

// loopOf returns the loop whose body b is, if it has a condition.
func loopOf(b *cfg.Block) *ast.ForStmt {
	if b.Kind != cfg.KindForBody {
		return nil
	}
	loop, _ := b.Stmt.(*ast.ForStmt)
	return loop
}

// tagOf returns the tag of the switch to a case of which a branch leads, if it has one.
func (w *walk) tagOf(b *cfg.Block) ast.Expr {
	if cc, ok := b.Stmt.(*ast.CaseClause); ok {
		if sw := w.frame.fn.tags[cc]; sw != nil {
			return sw.Tag
		}
	}
	return nil
}
