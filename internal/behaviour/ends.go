// This file finds the receives that end a function when they come. Its counterpart signals.go
// is about the end itself.
//
//	for {
//		select {
//		case <-quit: // ends it
//			return
//		case <-tick: // does not: round it goes
//		}
//	}
//
// A function that has a receive of the first kind can be made to end by whoever has the channel.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// endings returns the receives that end f.
//
// A range over a channel ends a body where its end can be reached from after the
// loop. Any other receive must make a difference to the way on: it is the arm of
// a select that leaves the loop, or the function, where another arm goes on, or
// what it yields decides a condition of which that is true. Where the way on is
// the same in any case the receive is a gate before what follows, and ends the
// body only if nothing but winding up follows (a weak ending). A call of a
// function that receives is like a receive: what makes a difference inside of it
// makes none to a caller that goes on in any case, unless it is a loop that ends.
func (p *Package) endings(f *syntax.Func, fl *Flow) []Ending {
	e := endFinder{p: p, f: f, fl: fl}
	e.conditions()
	for _, b := range fl.Blocks {
		if !b.Live {
			continue
		}
		if r, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop && typesx.IsChan(p.Info.TypeOf(r.X)) {
			e.ranged(r, b)
		}
		for i, n := range b.Nodes {
			e.node(b, i, n)
		}
	}
	return e.found
}

// An endFinder looks for the endings of one function.
type endFinder struct {
	p     *Package
	f     *syntax.Func
	fl    *Flow
	conds map[ast.Node][]ast.Stmt   // statements by condition node
	reads map[*types.Var][]ast.Stmt // and by the variables in the condition
	cond  map[ast.Stmt]*cfg.Block   // where each condition is decided
	sent  map[Place]bool
	found []Ending
}

// An event is a receive, or a call of a function that has endings, in a block.
type event struct {
	block *cfg.Block
	index int      // of the node in the block
	node  ast.Node // that has the expression
	x     ast.Expr
	ends  []Ending // of those that are not strong it is not known yet whether they end anything here
}

// conditions gathers the statements that branch, by what decides them.
func (e *endFinder) conditions() {
	e.conds = make(map[ast.Node][]ast.Stmt)
	e.reads = make(map[*types.Var][]ast.Stmt)
	e.cond = make(map[ast.Stmt]*cfg.Block)
	for s := range syntax.Own[ast.Stmt](e.f.Body) {
		switch n := s.(type) {
		case *ast.IfStmt:
			e.decides(n.Cond, n)
		case *ast.ForStmt:
			e.decides(n.Cond, n)
		case *ast.SwitchStmt:
			e.decides(n.Tag, n)
			for _, clause := range n.Body.List {
				if cc, ok := clause.(*ast.CaseClause); ok {
					for _, x := range cc.List {
						e.decides(x, n)
					}
				}
			}
		case *ast.TypeSwitchStmt:
			e.decides(n.Assign, n)
		}
	}
	for _, b := range e.fl.Blocks {
		for _, n := range b.Nodes {
			for _, s := range e.conds[n] {
				e.cond[s] = b
			}
		}
	}
}

// decides notes that a statement branches by cond, and by the variables in it.
func (e *endFinder) decides(cond ast.Node, s ast.Stmt) {
	if cond == nil {
		return
	}
	e.conds[cond] = append(e.conds[cond], s)
	// Only variables of the function itself: a field may be set by anybody between the receive and
	// the condition.
	for id := range syntax.Own[*ast.Ident](cond) {
		if v, ok := e.p.Info.Uses[id].(*types.Var); ok && e.f.Declares(v) {
			e.reads[v] = append(e.reads[v], s)
		}
	}
}

// ranged adds the ending that a range over a channel is, if behind the loop the function's end
// is reached without going round the loop again.
func (e *endFinder) ranged(r *ast.RangeStmt, head *cfg.Block) {
	s := e.fl.starts[r]
	// If the end can be reached only by going round again, it is some outer loop that never ends.
	if s.done == nil || !e.fl.exits[s.done.Index] || e.fl.scc[s.done.Index] == e.fl.scc[head.Index] {
		return
	}
	for _, at := range e.p.Origins(r.X, e.f) {
		e.add(Ending{Place: at, Closing: true})
	}
}

// add adds an ending once, up to MaxPlaces of them.
func (e *endFinder) add(end Ending) {
	for _, x := range e.found {
		if x == end {
			return
		}
	}
	if len(e.found) < MaxPlaces && end.Root != nil {
		e.found = append(e.found, end)
	}
}

// node looks for events in a node of a block.
func (e *endFinder) node(b *cfg.Block, i int, n ast.Node) {
	if stmt, ok := n.(ast.Stmt); ok {
		// The arms of a select are judged together, since what one means depends on the others.
		if clause := e.fl.comms[stmt]; clause != nil {
			e.arm(clause, stmt, b)
			return
		}
	}
	syntax.AnyExcept(n, RunsLater, func(x ast.Node) (spent bool) {
		switch x := x.(type) {
		case *ast.UnaryExpr:
			if x.Op == token.ARROW {
				e.event(event{b, i, n, x, e.received(x)})
			}
		case *ast.CallExpr:
			if ends := e.called(x); len(ends) > 0 {
				e.event(event{b, i, n, x, ends})
			}
		}
		// No step is left: what has been found so far is kept.
		return !e.p.Spend()
	})
}

// RunsLater reports whether a node is run at another time than what is around it, or on
// another goroutine: a literal, what is launched or deferred.
func RunsLater(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
		return true
	}
	return false
}

// received returns what a receive may turn out to be: weak, as yet.
func (e *endFinder) received(x *ast.UnaryExpr) []Ending {
	var ends []Ending
	for _, at := range e.p.Origins(x.X, e.f) {
		ends = append(ends, Ending{Place: at, Strength: Weak})
	}
	return ends
}

// called returns the endings of the callee, in places of this function; of a parameter that is
// called one that stands for what will be passed for it.
func (e *endFinder) called(call *ast.CallExpr) []Ending {
	t := e.p.Resolve(call)
	var ends []Ending
	switch {
	case t.param != nil && e.f.ParamIndex(t.param) >= 0:
		ends = append(ends, Ending{Place: Place{Root: t.param}, Call: true})
	// Serve does not come back until Shutdown is called: whatever follows comes after the end.
	case catalog.Stoppable(t.Static) != "":
		for _, at := range e.p.bound(0, t, e.f) {
			ends = append(ends, Ending{Place: at, Runs: catalog.Stoppable(t.Static)})
		}
	case t.Func != nil:
		for _, end := range e.p.EffectsOf(t.Func).Ends {
			ends = append(ends, e.p.bindEnding(end, t, e.f)...)
		}
	case t.Known != nil:
		for _, end := range t.Known.Ends {
			for _, at := range e.p.imported(end.Param, t, e.f) {
				ends = append(ends, Ending{Place: at, Strength: end.Strength, Runs: end.Runs})
			}
		}
	}
	return ends
}

// bindEnding returns what an ending of the callee is in the caller. That of a parameter which
// the callee calls becomes the endings of the function that is passed, as far as they do not
// depend on that function's own parameters.
func (p *Package) bindEnding(end Ending, t Target, in *syntax.Func) []Ending {
	var ends []Ending
	if !end.Call {
		for _, at := range p.bind(end.Place, t, in) {
			end.Place = at
			ends = append(ends, end)
		}
		return ends
	}
	arg := t.Arg(t.Func.ParamIndex(end.Root))
	if arg == nil {
		return nil
	}
	inner := p.Denoted(arg, 0)
	// The function that is passed may be a parameter as well; its caller knows.
	if inner.param != nil && in.ParamIndex(inner.param) >= 0 {
		return []Ending{{Place: Place{Root: inner.param}, Strength: end.Strength, Call: true}}
	}
	if inner.Func == nil {
		return nil
	}
	for _, x := range p.EffectsOf(inner.Func).Ends {
		if !x.Call && (inner.Func.ParamIndex(x.Root) < 0 || inner.Recv != nil && inner.Func.ParamIndex(x.Root) == 0) {
			for _, at := range p.bind(x.Place, inner, in) {
				ends = append(ends, Ending{Place: at, Strength: max(end.Strength, x.Strength), Closing: x.Closing, Runs: x.Runs})
			}
		}
	}
	return ends
}

// event decides which of its endings end this function: one that decides a branch here, one
// after which it is over in any case (Runs), and, of those that made a difference in the callee
// only, one that nothing but winding up follows.
func (e *endFinder) event(ev event) {
	// A receive decides by a branch, or else by being the last thing that happens.
	b := ev.block.Index
	strength, decided := e.decided(ev.node, e.assigned(ev.node, ev.x))
	for _, end := range ev.ends {
		switch {
		case decided:
			end.Strength = min(end.Strength, strength)
		// A receive that decides nothing, and is met again or leads to no end, is just work:
		//
		//	for { use(<-in) }
		case e.fl.Cyclic[b] || !e.fl.exits[b]:
			continue
		case end.Runs != "": // whatever follows, it is over
		// What is only told by a result ends the caller if that is the caller's result, too.
		case end.Strength == Hint && !returned(ev.node):
			continue
		// What led out of the callee leads out of the caller where nothing else is left to do.
		case end.Strength == Early && !e.last(ev) && !e.passedOn(ev):
			continue
		// What comes last is an end, but for a slot of a semaphore, which the function took itself.
		case end.Strength == Weak && (!e.last(ev) || e.sends(end.Place)):
			continue
		}
		e.add(end)
	}
}

// assigned returns the variables that get their value from x in the node.
func (e *endFinder) assigned(n ast.Node, x ast.Expr) []*types.Var {
	var vars []*types.Var
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			from := n.Rhs[0]
			if len(n.Rhs) == len(n.Lhs) {
				from = n.Rhs[i]
			}
			if from.Pos() <= x.Pos() && x.End() <= from.End() {
				vars = e.addVar(vars, lhs)
			}
		}
	case *ast.ValueSpec:
		for _, id := range n.Names {
			vars = e.addVar(vars, id)
		}
	}
	return vars
}

// addVar appends the variable that an expression is.
func (e *endFinder) addVar(vars []*types.Var, x ast.Expr) []*types.Var {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		if v, ok := e.p.Info.ObjectOf(id).(*types.Var); ok {
			return append(vars, v)
		}
	}
	return vars
}

// decided reports whether, and how surely, the node, or one of the variables that
// it sets, decides a condition of which one way leaves where another goes on.
func (e *endFinder) decided(n ast.Node, vars []*types.Var) (s Strength, ok bool) {
	// Strengths are ordered: the smallest is the surest.
	s = Hint
	try := func(stmt ast.Stmt) {
		if how, parts := e.parts(stmt); parts {
			s, ok = min(s, how), true
		}
	}
	for _, stmt := range e.conds[n] {
		try(stmt)
	}
	for _, v := range vars {
		for _, stmt := range e.reads[v] {
			// A condition in front of the receive does not ask for what it yields,
			// unless it is that of a loop around it: there the statement ends later.
			if stmt.End() > n.Pos() {
				try(stmt)
			}
		}
	}
	return s, ok
}

// last reports whether nothing but winding up follows the event, in its node, its block, and
// behind that.
func (e *endFinder) last(ev event) bool {
	if e.fl.busyNode(ev.node, ev.x) {
		return false
	}
	for _, n := range ev.block.Nodes[ev.index+1:] {
		if e.fl.busyNode(n, nil) {
			return false
		}
	}
	for _, s := range ev.block.Succs {
		if e.fl.busy[s.Index] {
			return false
		}
	}
	return true
}

// passedOn reports whether all that follows the event is to send its result on.
// A result that is sent on is the last act to those who wait for it, though a send is work:
//
//	errs <- s.loop(quit)
func (e *endFinder) passedOn(ev event) bool {
	s, ok := ev.node.(*ast.SendStmt)
	if !ok || e.fl.busyNode(s.Chan, ev.x) || e.fl.busyNode(s.Value, ev.x) {
		return false
	}
	return e.last(event{block: ev.block, index: ev.index, node: s.Value, x: ev.x})
}

// returned reports whether a node returns the results of the calls in it.
func returned(n ast.Node) bool {
	_, ok := n.(*ast.ReturnStmt)
	return ok
}

// sends reports whether the function itself sends where it receives: the channel
// is a semaphore.
func (e *endFinder) sends(at Place) bool {
	if e.sent == nil {
		e.sent = make(map[Place]bool)
		for _, u := range e.p.Gathered().Sends {
			if syntax.Encloses(e.f.Body, u.X.Pos()) {
				for _, at := range e.p.Origins(u.X, e.f) {
					e.sent[at] = true
				}
			}
		}
	}
	return e.sent[at]
}
