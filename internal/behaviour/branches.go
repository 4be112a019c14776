// This file decides whether a receive makes a difference: whether, of the ways on from where it
// is looked at, one leaves the loop or the function while another goes on with work.
//
//	for {
//		select {
//		case <-quit:
//			return // it does: the other arm goes round again
//		case v := <-in:
//			use(v)
//		}
//	}
//	<-ready // it does not: what follows comes in any case

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// A way is one of those on which a statement goes on.
type way struct {
	start *cfg.Block
	body  []ast.Stmt // nil where the way is just on
}

// ways returns the ways on of a statement that branches.
func (fl *Flow) ways(s ast.Stmt) []way {
	at := fl.starts[s]
	switch s := s.(type) {
	case *ast.IfStmt:
		other := way{start: at.done}
		if s.Else != nil {
			other = way{at.other, []ast.Stmt{s.Else}}
		}
		return []way{{at.body, s.Body.List}, other}
	case *ast.ForStmt:
		return []way{{at.body, s.Body.List}, {start: at.done}}
	case *ast.SwitchStmt:
		return fl.clauses(s.Body, at)
	case *ast.TypeSwitchStmt:
		return fl.clauses(s.Body, at)
	}
	return nil
}

// clauses are the ways of a switch: one into each clause, and the one behind it.
func (fl *Flow) clauses(body *ast.BlockStmt, at starts) []way {
	var ways []way
	for _, c := range body.List {
		if cc, ok := c.(*ast.CaseClause); ok {
			ways = append(ways, way{fl.starts[cc].body, cc.Body})
		}
	}
	// Also where there is a default: what is behind it then comes after one of these.
	return append(ways, way{start: at.done})
}

// parts reports whether one way of a statement leaves where another goes on, and how surely. In
// a loop, leaving the loop is what counts, and is sure (Strong). Elsewhere it is leaving the
// function in front of work, which a caller may undo by going on itself (Early).
func (e *endFinder) parts(s ast.Stmt) (Strength, bool) {
	head := e.cond[s]
	if head == nil || !head.Live {
		return Hint, false
	}
	ways := e.fl.ways(s)
	if e.fl.Cyclic[head.Index] {
		for _, w := range ways {
			if e.fl.leavesLoop(w, head) {
				return Strong, true
			}
		}
		return Hint, false
	}
	// Not in a loop: one way only winds up, another works.
	out, on := false, false
	for _, w := range ways {
		if w.start == nil {
			continue
		}
		out = out || e.fl.exits[w.start.Index] && !e.fl.busy[w.start.Index]
		on = on || e.fl.busy[w.start.Index]
	}
	// Both have to be there: where all ways work, or all wind up, the receive has changed nothing.
	if out && on {
		return Early, true
	}
	at := e.fl.starts[s]
	for _, w := range ways {
		if e.fl.returnsEarly(w, at.done) {
			return Early, true
		}
	}
	return Hint, false
}

// leavesLoop reports whether a way, or a jump out of its middle, leads to the end of the
// function without meeting head again: to a block of another strongly connected component from
// which the end is reached.
func (fl *Flow) leavesLoop(w way, head *cfg.Block) bool {
	leaves := func(b *cfg.Block) bool {
		return b != nil && b.Live && fl.scc[b.Index] != fl.scc[head.Index] && fl.exits[b.Index]
	}
	if leaves(w.start) {
		return true
	}
	if len(w.body) == 0 {
		return false
	}
	// The way may leave from its middle as well:
	//
	//	case <-quit:
	//		if drained() {
	//			return
	//		}
	for _, b := range fl.within(w.body[0].Pos(), w.body[len(w.body)-1].End()) {
		if leaves(b) {
			return true
		}
	}
	return false
}

// returnsEarly reports whether the way ends in a return or a jump past work that stands behind
// the statement, at done:
//
//	if <-quit {
//		return
//	}
//	work()
func (fl *Flow) returnsEarly(w way, done *cfg.Block) bool {
	if w.start == nil || len(w.body) == 0 || done == nil || !done.Live || !fl.busy[done.Index] || !fl.exits[w.start.Index] {
		return false
	}
	body := w.body
	// An else has its block as its only statement.
	if block, ok := body[len(body)-1].(*ast.BlockStmt); ok && len(block.List) > 0 {
		body = block.List
	}
	switch last := body[len(body)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		// A plain break leaves the select or the switch, and comes to done like all others.
		return last.Label != nil || last.Tok == token.GOTO
	}
	return false
}

// arm decides whether the receive of a select's arm ends the function, by where the arm leads
// or by a variable that it sets and that a condition asks later: case <-quit: done = true.
func (e *endFinder) arm(clause *ast.CommClause, comm ast.Stmt, head *cfg.Block) {
	x := Received(comm)
	if x == nil || !head.Live {
		return
	}
	s := e.fl.starts[clause]
	if s.body == nil {
		return
	}
	// By where the arm leads, or else by what it sets: a later condition may ask that.
	strength, leaves := e.armLeaves(way{s.body, clause.Body}, clause, head)
	if !leaves || strength != Strong {
		// A loop that the arm leaves needs no more evidence. Otherwise there may be some later:
		//
		//	case <-quit:
		//		done = true
		//	...
		//	if done {
		//		return
		//	}
		vars := append(e.assigned(comm, x), e.constants(clause)...)
		if how, decided := e.decided(comm, vars); decided {
			if leaves {
				how = min(how, strength)
			}
			strength, leaves = how, true
		}
	}
	if !leaves {
		return
	}
	for _, at := range e.p.Origins(x.X, e.f) {
		// A slot of a semaphore is received just before the end, too.
		if strength != Weak || !e.sends(at) {
			e.add(Ending{Place: at, Strength: strength})
		}
	}
}

// armLeaves reports whether, and how surely, an arm leads out: where another goes
// on, or else without further ado. A select never waits where it has a default, so
// that an arm beside one must differ from it, if only by what is returned: it says
// what is done at all, and ends nothing that is being done.
func (e *endFinder) armLeaves(w way, clause *ast.CommClause, head *cfg.Block) (s Strength, leaves bool) {
	fl := e.fl
	if fl.Cyclic[head.Index] {
		return Strong, fl.leavesLoop(w, head)
	}
	sel := fl.selOf[clause]
	if fl.returnsEarly(w, fl.starts[sel].done) {
		return Early, true
	}
	if fl.busy[w.start.Index] || !fl.exits[w.start.Index] {
		return Hint, false
	}
	// What else the select could do instead says what the arm means.
	blocks, differs := true, false
	for _, c := range sel.Body.List {
		other, ok := c.(*ast.CommClause)
		if !ok || other == clause {
			continue
		}
		if other.Comm == nil {
			blocks = false
			differs = differs || fl.busyList(other.Body)
		} else if s := fl.starts[other]; s.body != nil {
			differs = differs || fl.busy[s.body.Index]
		}
	}
	// Of the arm of quit:
	//
	//	select { case <-quit: return; case v := <-in: work(v) } // Early
	//	select { case <-quit: case <-timeout: }                 // Weak: it goes on alike
	//	select { case <-quit: return; default: work() }         // Weak: it did not wait
	//	select { case <-quit: return ErrClosed; default: }      // Hint: up to the caller
	switch {
	case differs && blocks:
		return Early, true
	case differs || blocks:
		return Weak, true
	}
	return Hint, returnsValue(clause.Body)
}

// returnsValue reports whether a list ends in a return of something.
func returnsValue(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	r, ok := list[len(list)-1].(*ast.ReturnStmt)
	return ok && len(r.Results) > 0
}

// busyList reports whether one of the statements does something but wind up.
func (fl *Flow) busyList(list []ast.Stmt) bool {
	for _, s := range list {
		if fl.busyNode(s, nil) {
			return true
		}
	}
	return false
}

// Received returns the receive of a select's arm, nil for a send.
func Received(comm ast.Stmt) *ast.UnaryExpr {
	var x ast.Expr
	switch s := comm.(type) {
	case *ast.ExprStmt:
		x = s.X
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 {
			x = s.Rhs[0]
		}
	}
	u, ok := ast.Unparen(x).(*ast.UnaryExpr)
	if !ok || u.Op != token.ARROW {
		return nil
	}
	return u
}

// constants returns the variables that an arm sets to a constant: flags.
func (e *endFinder) constants(clause *ast.CommClause) []*types.Var {
	var vars []*types.Var
	for _, s := range clause.Body {
		a, ok := s.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != len(a.Rhs) {
			continue
		}
		for i := range a.Lhs {
			if e.p.Info.Types[a.Rhs[i]].Value != nil {
				vars = e.addVar(vars, a.Lhs[i])
			}
		}
	}
	return vars
}
