// This file is about the one form of a join that paths cannot show: as many receives as there
// were launches. It is recognised by its text, that both loops run as often, for the same
// operand, and that each turn of the second receives; any other pair is not known to wait.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strconv"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// drainedBy reports whether the loop whose head b is receives from the resource as
// often as the loop around the launch launches:
//
//	for _, u := range urls { go fetch(u, results) }
//	for range urls { <-results }
//
// Both must run over the same operand, and the receiving one may have no other
// exit.
func (w *walk) drainedBy(from, b *cfg.Block, st *sym.State) bool {
	if !st.Live || w.site == nil || w.site.After == nil || !w.site.Spec.Receive || w.frame.parent != nil {
		return false
	}
	if b.Kind != cfg.KindRangeLoop && b.Kind != cfg.KindForLoop {
		return false
	}
	// Coming round in either loop is no new receive, and one with another way out proves
	// nothing.
	launching, receiving := w.root.loopAround(w.site.After), b.Stmt
	if launching == receiving || comesRound(from, receiving) || !w.receivesAlways(st, receiving) {
		return false
	}
	drained := w.drains(st, launching, receiving)
	w.fewer = w.fewer || !drained
	return drained
}

// drains is drainedBy, of a loop that always receives.
func (w *walk) drains(st *sym.State, launching, receiving ast.Stmt) bool {
	// A constant number of launches, and as many turns or more.
	if launching == nil && !st.Many && w.runs(receiving) >= int64(st.Pending) {
		return true
	}
	operand := w.loopOperand(receiving)
	if operand == "" {
		return false
	}
	// Each run of the one loop launches, and each run of the other receives.
	if launching != nil && operand == w.loopOperand(launching) {
		w.othersDisturb(st, receiving.Pos()) // they may count meanwhile
		return w.isAsLaunched(st, launching, receiving) && w.receivesBeside(st, receiving, operand) >= w.sendersBeside(launching, operand)
	}
	// Or the launches have been counted:
	//
	//	n++
	//	go fetch(u, results)
	//	...
	//	for ; n > 0; n-- {
	//		<-results
	//	}
	return w.isCountedBy(st, w.site.After, receiving, operand)
}

// sendersBeside is how many of those that send are launched in one run of the loop, the site
// among them, and in one run of others beside it that run as often: two goroutines for each
// element need two receives for each.
//
//	for _, u := range urls {
//		go head(u, results)
//		go body(u, results)
//	}
func (w *walk) sendersBeside(loop ast.Stmt, operand string) int {
	// A close is met by any one receive.
	if !w.site.Spec.Each {
		return 1
	}
	senders := w.eng.senders(w.root, w.site.Owner)
	n := 0
	for s := range w.beside(w.site.After) {
		if !slices.ContainsFunc(senders, func(g ast.Node) bool { return syntax.Encloses(s, g.Pos()) }) {
			continue
		}
		if syntax.Encloses(loop, s.Pos()) || w.runsAsOften(s, operand) {
			n++
		}
	}
	return max(n, 1)
}

// receivesBeside is how often each run of the loop's body receives from the resource, and of those
// of others beside it that run as often.
func (w *walk) receivesBeside(st *sym.State, loop ast.Stmt, operand string) int {
	n := w.receivesOf(st, loop)
	for s := range w.beside(loop) {
		if s != loop && w.runsAsOften(s, operand) && w.receivesAlways(st, s) {
			n += w.receivesOf(st, s)
		}
	}
	return n
}

// beside yields a statement, those of the same list, and those of the lists around it, but for
// what encloses it.
func (w *walk) beside(at ast.Node) iter.Seq[ast.Stmt] {
	return func(yield func(ast.Stmt) bool) {
		for m := range syntax.Own[ast.Node](w.root.Body) {
			if !syntax.Encloses(m, at.Pos()) {
				continue
			}
			for _, s := range syntax.Statements(m) {
				if (ast.Node(s) == at || !syntax.Encloses(s, at.Pos())) && !yield(s) {
					return
				}
			}
		}
	}
}

// runsAsOften reports whether a statement is a loop over the operand.
func (w *walk) runsAsOften(s ast.Stmt, operand string) bool {
	return syntax.LoopBody(s) != nil && w.loopOperand(s) == operand
}

// receivesOf is how often each run of the loop's body receives from the resource.
func (w *walk) receivesOf(st *sym.State, loop ast.Stmt) int {
	n := 0
	for u := range syntax.Own[*ast.UnaryExpr](syntax.LoopBody(loop)) {
		if u.Op == token.ARROW && w.peek(st, u.X) == w.res {
			n++
		}
	}
	return n
}

// runs is how often a loop runs that has no other exit, where that is constant:
//
//	for range 3 { <-results }
func (w *walk) runs(loop ast.Stmt) int64 {
	if v := w.info.Types[w.timesOf(loop)].Value; v != nil {
		n, _ := strconv.ParseInt(v.ExactString(), 10, 64)
		return n
	}
	return 0
}

// isCountedBy reports whether what is spelled is a variable that is counted up beside a launch, in
// the same list of statements, and wherever else it is counted up beside another one. It goes down
// in the receiving loop, and elsewhere where there is a receive beside; nothing else writes it but 0.
func (w *walk) isCountedBy(st *sym.State, launch ast.Node, receiving ast.Stmt, spelled string) bool {
	var counter *types.Var
	fair := map[token.Pos]bool{}
	for n := range syntax.Own[ast.Node](w.root.Body) {
		list := syntax.Statements(n)
		launches := slices.ContainsFunc(list, func(s ast.Stmt) bool { _, ok := s.(*ast.GoStmt); return ok })
		comm, _ := n.(*ast.CommClause)
		receives := syntax.Encloses(receiving, n.Pos()) || comm != nil && comm.Comm != nil && w.receivesFrom(st, comm.Comm) ||
			slices.ContainsFunc(list, func(s ast.Stmt) bool { return w.receivesIn(st, s) })
		for _, s := range list {
			switch s := s.(type) {
			case *ast.IncDecStmt:
				fair[s.X.Pos()] = s.Tok == token.INC && launches || s.Tok == token.DEC && receives
				if s.Tok == token.INC && slices.Contains(list, launchStmt(launch)) && w.condKey(s.X) == spelled {
					counter = w.eng.varOf(s.X)
				}
			case *ast.AssignStmt:
				between := launch.Pos() < s.Pos() && s.Pos() < receiving.Pos()
				fair[s.Pos()] = !between && len(s.Lhs) == 1 && len(s.Rhs) == 1 && w.isZero(s.Rhs[0])
			}
		}
	}
	if post, ok := receiving.(*ast.ForStmt); ok && post.Post != nil {
		fair[post.Post.Pos()] = true
	}
	// A count that goes up without a launch is one of something else.
	return counter != nil && !slices.ContainsFunc(w.root.assigned[counter], func(pos token.Pos) bool { return !fair[pos] })
}

// isZero reports whether an expression is the constant 0.
func (w *walk) isZero(x ast.Expr) bool {
	n, ok := sym.Int64Of(w.info.Types[x].Value)
	return ok && n == 0
}

// launchStmt is a launch as a statement, nil for a call.
func launchStmt(n ast.Node) ast.Stmt {
	s, _ := n.(ast.Stmt)
	return s
}

// comesRound reports whether control comes to the head of a loop from its body.
func comesRound(from *cfg.Block, loop ast.Stmt) bool {
	if from == nil {
		return false
	}
	if from.Stmt == loop && (from.Kind == cfg.KindForPost || from.Kind == cfg.KindForBody || from.Kind == cfg.KindRangeBody) {
		return true
	}
	return len(from.Nodes) > 0 && syntax.Encloses(syntax.LoopBody(loop), from.Nodes[0].Pos())
}

// loopAround is the innermost loop of the function around a node, or nil.
func (f *Func) loopAround(n ast.Node) (loop ast.Stmt) {
	for s := range syntax.Own[ast.Stmt](f.Body) {
		switch s.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if syntax.Encloses(s, n.Pos()) {
				loop = s
			}
		}
	}
	return loop
}

// receivesAlways reports whether each run of the loop's body receives from the
// resource once: as a statement of its own, and without a way out of the loop.
func (w *walk) receivesAlways(st *sym.State, loop ast.Stmt) bool {
	body := syntax.LoopBody(loop)
	for s := range syntax.Own[ast.Stmt](body) {
		switch s.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			return false
		}
	}
	for _, s := range body.List {
		switch s.(type) {
		case *ast.ExprStmt, *ast.AssignStmt, *ast.IfStmt:
			if w.receivesIn(st, s) {
				return true
			}
		}
	}
	return false
}

// receivesIn reports whether a statement receives from the resource whatever it
// decides: of an if statement only what comes before the branch counts.
func (w *walk) receivesIn(st *sym.State, s ast.Stmt) bool {
	if branch, ok := s.(*ast.IfStmt); ok {
		return branch.Init != nil && w.receivesIn(st, branch.Init) || w.receivesFrom(st, branch.Cond)
	}
	return w.receivesFrom(st, s)
}

// receivesFrom reports whether a node has a receive from the resource.
func (w *walk) receivesFrom(st *sym.State, n ast.Node) bool {
	for u := range syntax.Own[*ast.UnaryExpr](n) {
		if u.Op == token.ARROW && w.peek(st, u.X) == w.res {
			return true
		}
	}
	return false
}
