// This file prepares the control-flow graph for endings and signals. The idea of winding up is
// what makes "the last act" mean something in real code:
//
//	v := <-quit          // the last act: what follows only winds up
//	log.Println("bye")
//	conn.Close()
//
// Which calls only wind up is decided by a list and by names (windsUp): a name too many makes
// an ending or a signal out of something that is none, so that a launch looks better than it
// is.

package behaviour

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Flow is the control-flow graph of a body with what endings and signals ask
// of it. Everything is computed once, in time linear in the graph.
type Flow struct {
	p      *Package
	Blocks []*cfg.Block
	scc    []int32 // the strongly connected component of each block
	Cyclic []bool  // the block can be reached again from itself
	exits  []bool  // the end of the function can be reached from the block
	busy   []bool  // from the start of the block on, something but winding up can happen
	byPos  []*cfg.Block
	starts map[ast.Stmt]starts
	comms  map[ast.Stmt]*ast.CommClause
	selOf  map[*ast.CommClause]*ast.SelectStmt
}

// starts are the blocks at which the ways of a statement start, where these are live.
type starts struct {
	body, other, done *cfg.Block // of if, for and range, other is else
}

// Flow makes the graph of a body. Calls that never return, by the engine's answer, end their
// block.
func (p *Package) Flow(body *ast.BlockStmt) *Flow {
	g := cfg.New(body, p.Beyond.MayReturn)
	p.withoutEnds(g.Blocks)
	fl := &Flow{p: p, Blocks: g.Blocks, starts: make(map[ast.Stmt]starts)}
	n := len(g.Blocks)
	fl.scc, fl.Cyclic = components(g.Blocks)
	// A function that can only end with its process still has an end, and may tell of it before.
	fl.exits = reaching(g.Blocks, func(b *cfg.Block) bool { return b.Return() != nil || p.gone(b) })
	// Busy from a block on: the block is, or one that can be reached from it.
	own := make([]bool, n)
	for _, b := range g.Blocks {
		own[b.Index] = fl.busyBlock(b)
	}
	fl.busy = reaching(g.Blocks, func(b *cfg.Block) bool { return own[b.Index] })
	fl.index(body)
	return fl
}

// FlowOf is the flow of a function of the package, made once: for those who ask about
// a few functions after what each of them does is known.
func (p *Package) FlowOf(f *syntax.Func) *Flow {
	fl := p.flows[f]
	if fl == nil {
		fl = p.Flow(f.Body)
		p.flows[f] = fl
	}
	return fl
}

// index maps statements to the blocks they made.
func (fl *Flow) index(body *ast.BlockStmt) {
	for _, b := range fl.Blocks {
		if !b.Live {
			continue
		}
		if len(b.Nodes) > 0 {
			fl.byPos = append(fl.byPos, b)
		}
		if b.Stmt == nil {
			continue
		}
		s := fl.starts[b.Stmt]
		switch b.Kind {
		case cfg.KindIfThen, cfg.KindForBody, cfg.KindRangeBody, cfg.KindSelectCaseBody, cfg.KindSwitchCaseBody:
			s.body = b
		case cfg.KindIfElse:
			s.other = b
		case cfg.KindIfDone, cfg.KindForDone, cfg.KindRangeDone, cfg.KindSelectDone, cfg.KindSwitchDone:
			s.done = b
		}
		fl.starts[b.Stmt] = s
	}
	// By position, so that the blocks of a stretch of the source are found by halving.
	slices.SortFunc(fl.byPos, func(a, b *cfg.Block) int { return cmp.Compare(a.Nodes[0].Pos(), b.Nodes[0].Pos()) })
	fl.comms = make(map[ast.Stmt]*ast.CommClause)
	fl.selOf = make(map[*ast.CommClause]*ast.SelectStmt)
	for sel := range syntax.Own[*ast.SelectStmt](body) {
		for _, clause := range sel.Body.List {
			if cc, ok := clause.(*ast.CommClause); ok {
				fl.selOf[cc] = sel
				if cc.Comm != nil {
					fl.comms[cc.Comm] = cc
				}
			}
		}
	}
}

// within returns the live blocks that start in a stretch of the source.
func (fl *Flow) within(pos, end token.Pos) []*cfg.Block {
	find := func(at token.Pos) int {
		i, _ := slices.BinarySearchFunc(fl.byPos, at, func(b *cfg.Block, at token.Pos) int {
			return cmp.Compare(b.Nodes[0].Pos(), at)
		})
		return i
	}
	return fl.byPos[find(pos):max(find(pos), find(end))]
}

// ReturnsTo reports whether a node can be met again once it has been.
func (fl *Flow) ReturnsTo(n ast.Node) bool {
	for _, b := range fl.Blocks {
		if b.Live && fl.Cyclic[b.Index] && slices.ContainsFunc(b.Nodes, func(x ast.Node) bool { return syntax.Encloses(x, n.Pos()) }) {
			return true
		}
	}
	return false
}

// gone reports whether a block ends in a call that never comes back: the end of the
// process is one of the body, too.
func (p *Package) gone(b *cfg.Block) bool {
	// A block that has no successor and does not return ends in a call without return, or in a
	// statement that waits for ever.
	if len(b.Succs) > 0 || len(b.Nodes) == 0 {
		return false
	}
	x, ok := b.Nodes[len(b.Nodes)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := ast.Unparen(x.X).(*ast.CallExpr)
	return ok && !p.Beyond.MayReturn(call)
}

// components returns the number of each block's strongly connected component,
// and whether the component has a cycle (Tarjan's algorithm).
func components(blocks []*cfg.Block) (scc []int32, cyclic []bool) {
	n := len(blocks)
	scc, cyclic = make([]int32, n), make([]bool, n)
	order, low := make([]int32, n), make([]int32, n)
	var stack []*cfg.Block
	on := make([]bool, n)
	var next, number int32
	var visit func(b *cfg.Block)
	visit = func(b *cfg.Block) {
		next++
		i := b.Index
		order[i], low[i] = next, next
		stack = append(stack, b)
		on[i] = true
		for _, s := range b.Succs {
			if order[s.Index] == 0 {
				visit(s)
				low[i] = min(low[i], low[s.Index])
			} else if on[s.Index] {
				low[i] = min(low[i], order[s.Index])
			}
			cyclic[i] = cyclic[i] || s == b
		}
		if low[i] != order[i] {
			return
		}
		number++
		for first := true; ; first = false {
			c := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			on[c.Index], scc[c.Index] = false, number
			if c == b {
				cyclic[i] = cyclic[i] || !first
				return
			}
			cyclic[c.Index] = true
		}
	}
	for _, b := range blocks {
		if order[b.Index] == 0 {
			visit(b)
		}
	}
	return scc, cyclic
}

// reaching returns for each block whether a live block that is a goal can be
// reached from it, itself included.
func reaching(blocks []*cfg.Block, goal func(*cfg.Block) bool) []bool {
	preds := predecessors(blocks)
	found := make([]bool, len(blocks))
	var todo []*cfg.Block
	for _, b := range blocks {
		if b.Live && goal(b) {
			found[b.Index] = true
			todo = append(todo, b)
		}
	}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, q := range preds[b.Index] {
			if !found[q.Index] {
				found[q.Index] = true
				todo = append(todo, q)
			}
		}
	}
	return found
}

// predecessors lists by block the live blocks that lead to it.
func predecessors(blocks []*cfg.Block) [][]*cfg.Block {
	preds := make([][]*cfg.Block, len(blocks))
	for _, b := range blocks {
		if !b.Live {
			continue
		}
		for _, s := range b.Succs {
			preds[s.Index] = append(preds[s.Index], b)
		}
	}
	return preds
}

// busyBlock reports whether a block does something but wind up. A range over a channel waits.
func (fl *Flow) busyBlock(b *cfg.Block) bool {
	if r, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop && typesx.IsChan(fl.p.Info.TypeOf(r.X)) {
		return true
	}
	for _, n := range b.Nodes {
		if fl.busyNode(n, nil) {
			return true
		}
	}
	return false
}

// busyNode reports whether a node does something but wind up: waits, sends, launches, or calls
// what may do anything. The expression except, and what is evaluated in it, is left out.
func (fl *Flow) busyNode(n ast.Node, except ast.Expr) bool {
	// What runs later is no part of what the node does, whatever it is.
	apart := deferred
	if except != nil {
		apart = func(n ast.Node) bool { return n == except || deferred(n) } // its operands come before it
	}
	return syntax.AnyExcept(n, apart, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt, *ast.GoStmt:
			return true
		case *ast.UnaryExpr:
			return n.Op == token.ARROW
		case *ast.CallExpr:
			return !fl.p.windsUp(n)
		}
		return false
	})
}

// deferred reports whether a node is a literal, or runs when the function ends.
func deferred(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncLit, *ast.DeferStmt:
		return true
	}
	return false
}

// windsUp reports whether a call is what functions do on their way out: release,
// say goodbye. It is no part of the work, so that a receive before it is still
// the end of the body, and not the gate before its work.
func (p *Package) windsUp(call *ast.CallExpr) bool {
	fun := p.Info.Types[call.Fun]
	if fun.IsType() || fun.IsBuiltin() || typesx.IsNamed(fun.Type, "context", "CancelFunc") || typesx.IsNamed(fun.Type, "context", "CancelCauseFunc") {
		return true
	}
	// A function value may do anything, but for one that is there to cancel something.
	callee := p.Function(p.Uninstantiated(call.Fun))
	if callee == nil {
		v := p.named(call.Fun)
		return v != nil && len(call.Args) == 0 && rows.Is(v.Name(), rows.Value)
	}
	if callee.Pkg() != nil {
		switch callee.Pkg().Path() {
		case "context":
			// The methods of a context look at it; the functions derive contexts, which may be for work.
			return callee.Signature().Recv() != nil
		case "os", "runtime":
			// Their functions do what the operating system does; of their methods the name tells, as of others.
			if callee.Signature().Recv() == nil {
				return catalog.NoReturn(callee)
			}
		}
	}
	if catalog.Says(callee) || reports(callee) {
		return true
	}
	// A function of the name may be anything; a method of these names is the end of its receiver.
	if callee.Signature().Recv() == nil {
		return false
	}
	return rows.Is(callee.Name(), rows.Farewell) || undoes(callee.Name())
}

// reports reports whether a function takes an error and nothing else: fail(err), as on the way
// out.
func reports(fn *types.Func) bool {
	params := fn.Signature().Params()
	return params.Len() == 1 && types.Identical(params.At(0).Type(), types.Universe.Lookup("error").Type())
}

// undoes reports whether a method's name says that it takes back what was done: Unregister,
// Deregister, Unsubscribe.
func undoes(name string) bool {
	for _, prefix := range []string{"Un", "un", "De", "de"} {
		rest, ok := strings.CutPrefix(name, prefix)
		if ok && (strings.HasPrefix(strings.ToLower(rest), "regist") || strings.HasPrefix(strings.ToLower(rest), "subscri")) {
			return true
		}
	}
	return false
}

// harmless reports whether a node, if it does anything, says goodbye: it logs, cancels,
// unlocks. In a deferred function such things may follow the signal, since nobody needs to wait
// for them. It is stricter than windsUp: a Close after Done is something that a waiter can
// miss.
func (p *Package) harmless(n ast.Node) bool {
	return !syntax.AnyExcept(n, isLiteral, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt, *ast.GoStmt:
			return true
		case *ast.UnaryExpr:
			return n.Op == token.ARROW
		case *ast.CallExpr:
			return !p.saysGoodbye(n)
		}
		return false
	})
}

func isLiteral(n ast.Node) bool {
	_, ok := n.(*ast.FuncLit)
	return ok
}

// saysGoodbye reports whether a call is one of these.
func (p *Package) saysGoodbye(call *ast.CallExpr) bool {
	if !p.windsUp(call) {
		return false
	}
	callee := p.Function(p.Uninstantiated(call.Fun))
	// Package functions that wind up, and loggers, say something and have no receiver to release.
	if callee == nil || callee.Signature().Recv() == nil || callee.Pkg() == nil || callee.Pkg().Path() == "log" || callee.Pkg().Path() == "log/slog" {
		return true
	}
	// Of methods: Close and Stop, which windsUp lets pass, do something that a waiter waits for.
	return rows.Is(callee.Name(), rows.Unheard)
}

// Forward returns for each block what holds at its end on every path to it, given what each
// block adds. It starts from everything and takes away until nothing changes: a must analysis.
func Forward(blocks []*cfg.Block, adds []Mask) []Mask {
	preds := predecessors(blocks)
	out := make([]Mask, len(blocks))
	for i := range out {
		out[i] = ^Mask(0)
	}
	for changed := true; changed; {
		changed = false
		for _, b := range blocks {
			if !b.Live {
				continue
			}
			m := adds[b.Index] | meet(preds[b.Index], out, b.Index == 0)
			if m != out[b.Index] {
				out[b.Index], changed = m, true
			}
		}
	}
	return out
}
