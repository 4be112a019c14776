// This file answers whether a function has an end of its own, over its control-flow graph:
//
//	for { work() }                                 // none, and no gate: it runs for ever
//	for range c.events { ... }                     // a gate: closing c.events
//	for { select { case <-ctx.Done(): return; case <-tick.C: } } // a gate: ctx
//	for { if err := read(); err != nil { return } } // an end of its own: err comes some time
//
// Every branch is taken to go either way some time, so that only waiting matters. It is a must
// analysis in reverse: tail marks the blocks from whose last stop the end can be reached
// without another, until nothing changes.

package hidden

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A life says how a function ends.
type life struct {
	free  bool   // it may end by itself, or that cannot be told
	gates []gate // else: those of which one must open before it can
}

// A gate is what a function waits for on its way to the end.
type gate struct {
	value
	closing bool // only a close opens it: a range ends then
}

// freely is the life of a function that ends by itself, and of one that is not known.
var freely = life{free: true}

// sameLife compares answers of two rounds, by what callers make of them.
func sameLife(a, b life) bool { return a.free == b.free && len(a.gates) == len(b.gates) }

// findLife looks for the gates of which one is the last on each path to the function's end.
// Only the last counts: to open those before is not enough. Without any such gate and without
// an end the function never returns.
func (p *Package) findLife(f *function) life {
	w := living{p: p, f: f, comms: make(map[ast.Node]bool), empty: make(map[ast.Stmt]bool)}
	for s := range syntax.Own[*ast.SelectStmt](f.Body) {
		w.scan(s)
	}
	blocks := p.graph(f.Node).Blocks
	w.steps = make([]step, len(blocks))
	for _, b := range blocks {
		if b.Live {
			w.steps[b.Index] = w.step(b)
		}
	}
	// Backwards from the returns, until no block changes.
	for changed := true; changed; {
		changed = false
		for _, b := range blocks {
			s := &w.steps[b.Index]
			if b.Live && !s.tail && (s.returns || w.goesOn(s)) {
				s.tail, changed = true, true
			}
		}
	}
	if w.steps[0].free() {
		return freely
	}
	var found life
	// The gates that are the last on a way to the end.
	for _, b := range w.reachable(blocks[0]) {
		s := &w.steps[b.Index]
		if s.tail && len(s.stops) > 0 {
			found.gates = append(found.gates, s.stops[len(s.stops)-1]...)
		}
		for _, e := range s.edges {
			if len(e.gates) > 0 && w.steps[e.to.Index].free() {
				found.gates = append(found.gates, e.gates...)
			}
		}
	}
	return found
}

// A living follows the paths of one function.
type living struct {
	p     *Package
	f     *function
	comms map[ast.Node]bool // statements of select arms, which are not executed in front of the select
	empty map[ast.Stmt]bool // selects without arms, which wait for ever
	steps []step            // by block
}

// A step is what happens in a block.
type step struct {
	stops   [][]gate // in order: what must open for control to go on
	dead    bool     // control never gets to its end
	returns bool
	edges   []way
	tail    bool // the end of the function can be reached from behind its last stop without another
}

// free reports whether the end of the function can be reached from its start without a
// stop.
func (s *step) free() bool { return s.tail && len(s.stops) == 0 }

// A way leads on to another block, once a gate opens if it has any.
type way struct {
	to    *cfg.Block
	gates []gate
}

// scan notes the statements of a select: the graph has them in the block in front of it, where
// they are not executed.
func (w *living) scan(s *ast.SelectStmt) {
	w.empty[s] = len(s.Body.List) == 0
	for _, c := range s.Body.List {
		if c := c.(*ast.CommClause); c.Comm != nil {
			w.comms[c.Comm] = true
		}
	}
}

// goesOn reports whether from the end of a block the function's end can be reached without a
// stop.
func (w *living) goesOn(s *step) bool {
	return !s.dead && slices.ContainsFunc(s.edges, func(e way) bool { return len(e.gates) == 0 && w.steps[e.to.Index].free() })
}

// reachable are the blocks that can be reached if all gates open. A gate in others is no gate.
func (w *living) reachable(from *cfg.Block) []*cfg.Block {
	seen := map[*cfg.Block]bool{from: true}
	list := []*cfg.Block{from}
	for i := 0; i < len(list); i++ {
		s := &w.steps[list[i].Index]
		for _, e := range s.edges {
			if !s.dead && !seen[e.to] {
				seen[e.to] = true
				list = append(list, e.to)
			}
		}
	}
	return list
}

// step says what happens in a block: where it stops, whether it comes to its end, and where it
// goes on. A received value of a select's arm is a stop at the start of the arm's body.
func (w *living) step(b *cfg.Block) step {
	var s step
	switch b.Kind {
	case cfg.KindSelectDone:
		s.dead = w.empty[b.Stmt]
	case cfg.KindSelectCaseBody:
		if x := received(b.Stmt.(*ast.CommClause).Comm); x != nil {
			s.stop(w.waits(x.X, false))
		}
	}
	for _, n := range b.Nodes {
		if !s.dead && !s.returns && !w.comms[n] {
			w.node(&s, n)
		}
	}
	if s.dead || s.returns {
		return s
	}
	s.returns = b.Return() != nil
	// A range over a channel takes another turn by a send, and ends only by a close.
	if r, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop && typesx.IsChan(w.p.info.TypeOf(r.X)) && len(b.Succs) == 2 {
		s.edges = []way{{b.Succs[0], w.waits(r.X, false)}}
		if !typesx.NeverCloses(w.p.info, r.X) {
			s.edges = append(s.edges, way{b.Succs[1], w.waits(r.X, true)})
		}
		return s
	}
	for i, to := range b.Succs {
		if len(b.Succs) != 2 {
			s.edges = append(s.edges, way{to: to})
		} else if gates, ok := w.branch(b, i == 0); ok {
			s.edges = append(s.edges, way{to, gates})
		}
	}
	return s
}

// stop adds a stop; alternatives of one stop are its several gates.
func (s *step) stop(gates []gate) {
	if len(gates) > 0 {
		s.stops = append(s.stops, gates)
	}
}

// waits is the gate that a receive from ch is. None from a timer or a ticker, which fires; and
// none from a channel that is no variable or field, such as a call's result: who sends there is
// not known, and is taken to.
func (w *living) waits(ch ast.Expr, closing bool) []gate {
	if ctx := contextOfDone(w.p, ch); ctx != nil {
		return []gate{{value: value{x: ctx, in: w.f}}}
	}
	if isTimeChan(w.p.info.TypeOf(ch)) || !w.p.names(ch) {
		return nil
	}
	return []gate{{value{x: ch, in: w.f}, closing}}
}

// contextOfDone is the context of which an expression is the Done channel, or nil.
func contextOfDone(p *Package, x ast.Expr) ast.Expr {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if ok && sel.Sel.Name == "Done" && typesx.ActsAsContext(p.info.TypeOf(sel.X)) {
		return sel.X
	}
	return nil
}

// names reports whether an expression is a variable, or a field of one, however far down.
func (p *Package) names(x ast.Expr) bool {
	root, _, ok := p.spelled(x)
	return ok && root != nil
}

// received is the receive of a select's arm, nil of a send.
func received(comm ast.Stmt) *ast.UnaryExpr {
	var x ast.Expr
	switch s := comm.(type) {
	case *ast.ExprStmt:
		x = s.X
	case *ast.AssignStmt:
		x = s.Rhs[0]
	}
	u, ok := ast.Unparen(x).(*ast.UnaryExpr)
	if !ok || u.Op != token.ARROW {
		return nil
	}
	return u
}

// node follows what a node evaluates, literals excluded. A go statement waits for nothing, and
// a defer runs at an end that has been reached already.
func (w *living) node(s *step, n ast.Node) {
	switch n.(type) {
	case *ast.GoStmt, *ast.DeferStmt:
		return
	}
	for n := range syntax.Own[ast.Expr](n) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				s.stop(w.waits(n.X, false))
			}
		case *ast.CallExpr:
			w.call(s, n)
		}
		if s.dead || s.returns {
			return
		}
	}
}

// call looks at whether a call comes back: a function without an end of its own is a stop at
// its gates, in terms of the caller, or a dead end if it has none. What ends the process, or
// the goroutine, ends the body; a panic does not, since it need not be meant.
func (w *living) call(s *step, call *ast.CallExpr) {
	t := w.p.resolve(call)
	switch left := w.p.stays(t.obj); {
	case t.fn != nil:
		if inner := w.p.lives.Ask(t.fn); !inner.free {
			var gates []gate
			for _, g := range inner.gates {
				gates = append(gates, gate{w.p.bind(g.value, t, w.f), g.closing})
			}
			s.dead = len(gates) == 0
			s.stop(gates)
		}
	case serves(t.obj):
		s.dead = true
	case left != nil:
		var gates []gate
		for _, h := range left.By {
			gates = append(gates, gate{value: w.p.heldBy(h, t, w.f)})
		}
		s.dead = len(gates) == 0
		s.stop(gates)
	case !w.p.mayReturn(call):
		b, ok := w.p.info.Uses[typesx.Ident(call.Fun)].(*types.Builtin)
		s.dead, s.returns = true, !ok || b.Name() != "panic"
	}
}

// serves reports whether a function of the standard library serves for as long as the process
// lives, unless it fails at the start. Of a Server the methods do not: its Close and Shutdown
// end them.
func serves(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "net/http" || fn.Signature().Recv() != nil {
		return false
	}
	return fn.Name() == "ListenAndServe" || fn.Name() == "ListenAndServeTLS"
}

// branch reports whether a branch can be taken: not where its condition is constant, or a flag
// that nothing ever sets. ctx.Err() != nil makes it a gate: the end of the context.
func (w *living) branch(b *cfg.Block, holds bool) ([]gate, bool) {
	if len(b.Nodes) == 0 {
		return nil, true
	}
	cond, ok := b.Nodes[len(b.Nodes)-1].(ast.Expr)
	if !ok {
		return nil, true
	}
	if tv := w.p.info.Types[cond]; tv.Value != nil && tv.Value.Kind() == constant.Bool {
		return nil, constant.BoolVal(tv.Value) == holds
	}
	cond, holds = positive(cond, holds)
	if w.p.neverSet(cond) {
		return nil, !holds
	}
	x, ok := cond.(*ast.BinaryExpr)
	if !ok || x.Op != token.EQL && x.Op != token.NEQ {
		return nil, true
	}
	if ctx := contextOfErr(w.p, x); ctx != nil && (x.Op == token.NEQ) == holds {
		return []gate{{value: value{x: ctx, in: w.f}}}, true
	}
	if w.p.isZero(x.Y) && w.p.neverSet(x.X) {
		return nil, (x.Op == token.EQL) == holds
	}
	return nil, true
}

// positive takes the negations off a condition, and says whether what remains must hold.
func positive(cond ast.Expr, holds bool) (ast.Expr, bool) {
	for {
		cond = ast.Unparen(cond)
		u, ok := cond.(*ast.UnaryExpr)
		if !ok || u.Op != token.NOT {
			return cond, holds
		}
		cond, holds = u.X, !holds
	}
}

// contextOfErr is the context of whose Err or Cause a comparison with nil is, or nil.
func contextOfErr(p *Package, x *ast.BinaryExpr) ast.Expr {
	call, ok := ast.Unparen(x.X).(*ast.CallExpr)
	if !ok || !p.isZero(x.Y) {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	switch {
	case !ok:
	case sel.Sel.Name == "Err" && typesx.ActsAsContext(p.info.TypeOf(sel.X)):
		return sel.X
	case sel.Sel.Name == "Cause" && len(call.Args) == 1 && typesx.ActsAsContext(p.info.TypeOf(call.Args[0])):
		return call.Args[0]
	}
	return nil
}

// isZero reports whether an expression is nil, or the constant that variables start with.
func (p *Package) isZero(x ast.Expr) bool {
	tv := p.info.Types[x]
	if tv.IsNil() {
		return true
	}
	if tv.Value == nil {
		return false
	}
	switch tv.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(tv.Value)
	case constant.String:
		return constant.StringVal(tv.Value) == ""
	case constant.Int, constant.Float:
		return constant.Sign(tv.Value) == 0
	}
	return false
}

// neverSet reports whether an expression is a field, or a package variable, that nobody but
// this package can set, and that nothing in it sets: it is zero for ever. Unexported fields of
// the package count; reflection and unsafe are not thought of.
func (p *Package) neverSet(x ast.Expr) bool {
	var v *types.Var
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		v, _ = p.info.Uses[x.Sel].(*types.Var)
	case *ast.Ident:
		v, _ = p.info.Uses[x].(*types.Var)
	}
	if v == nil || v.Exported() || v.Pkg() != p.pkg || !v.IsField() && !typesx.IsPackageVar(v) {
		return false
	}
	return len(p.sources(v.Origin())) == 0
}
