// This file finds what is known at the site before the obligation exists: which error is nil,
// what a variable holds. Up to there one joined state for each block will do, since no path is
// to be told from another yet; so all sites of a function share this part.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// approach returns the points before the site, with what is known there: one, unless the graph
// has the site's node more than once. The states before each block are found once for a
// function; from the start of the block the nodes are replayed.
func (w *walk) approach() []point {
	f := w.root
	graph := f.cfg()
	if f.before == nil {
		f.before = w.flood(graph, graph.Blocks[0], w.initial(), nil)
		// What goes out on the way to a site; the walk itself starts with none.
		f.outs, w.outs = w.outs, outs{}
		f.replayed = map[*cfg.Block]point{}
	}
	// What went out before the site counts for it, and nothing that other walks have met.
	w.met = f.outs
	var points []point
	for _, at := range f.nodesAt(w.site.Pos()) {
		st := f.before[at.block]
		if st == nil {
			continue
		}
		p := point{at.block, at.index, st.Clone()}
		if at.index < 0 { // the statement of a select arm
			p.at = 0
			w.enter(nil, at.block, p.state)
		} else if !w.replay(&p, at.index) {
			continue
		}
		w.underWay(p.state)
		points = append(points, p)
	}
	return points
}

// replay interprets the nodes of the point's block before index i, and reports whether control
// gets there. It goes on from where it was last, since sites come in the order of the source: a
// thousand of them in one block would else be a million nodes.
func (w *walk) replay(p *point, i int) bool {
	defer w.approaching()()
	from := 0
	if last := w.root.replayed[p.block]; last.state != nil && last.at <= i {
		from, p.state = last.at, last.state.Clone()
	}
	for _, n := range p.block.Nodes[from:i] {
		w.step(p.state, n)
		if p.state.Dead {
			return false
		}
	}
	w.root.replayed[p.block] = point{p.block, i, p.state.Clone()}
	return true
}

// approaching takes the site away from the walk until the function that it returns is
// called: on the way to the site nothing is acquired, and no obligation is open.
func (w *walk) approaching() (done func()) {
	site := w.site
	w.site = nil
	return func() { w.site = site }
}

// flood finds the joined state before every block that can be reached from a start.
// Values are numbered by the walk that finds them, so the walk's tables are kept with
// the function. Where an edge is held back, what would come along it goes no further.
//
// A block is not interpreted before what leads to it, and the body of a loop before what
// is behind it: what is inside has settled when the outside sees it, or each of n loops
// in one another would go through those in it again, and again.
func (w *walk) flood(graph *cfg.CFG, start *cfg.Block, st *sym.State, heldBack func(from, to *cfg.Block, st *sym.State) bool) map[*cfg.Block]*sym.State {
	defer w.approaching()()
	// What this costs is nobody's in particular: all sites of the function share it, and the first
	// to come is not to give up for it.
	defer func() { w.steps, w.spent = 0, false }()
	before, again := map[*cfg.Block]*sym.State{start: st}, map[*cfg.Block]*sym.State{}
	order := inOrder(graph)
	at := make(map[*cfg.Block]int, len(order))
	for i, b := range order {
		at[b] = i
	}
	due := make([]bool, len(order))
	due[at[start]] = true
	// The first block that is due comes next; what gets news may stand before what brings them.
	for i := 0; i < len(due) && !w.spent; {
		if !due[i] {
			i++
			continue
		}
		due[i] = false
		next := i + 1
		for _, st := range []*sym.State{before[order[i]], again[order[i]]} {
			if st == nil {
				continue
			}
			w.block(point{order[i], 0, st.Clone()}, func(to *cfg.Block, st *sym.State) {
				into := before
				if w.asksAgain(order[i], to) {
					into = again
				}
				if (heldBack == nil || !heldBack(order[i], to, st)) && arriveJoined(into, to, st) {
					due[at[to]] = true
					next = min(next, at[to])
				}
			})
		}
		i = next
	}
	for _, b := range order {
		if st := again[b]; st != nil {
			arriveJoined(before, b, st)
		}
	}
	// How paths end on which nothing is owed yet is of no interest.
	w.frame.outcomes, w.frame.exits = nil, nil
	return before
}

// asksAgain reports whether control comes round to the condition of a loop. What it says of the
// first iteration, where its variables have just been set, holds in all:
//
//	left := total
//	for left > 0 { // and so is total
//		...
//		left--
//	}
//
// So the two ways to it are not joined before it is asked. A loop around others joins them: what
// is in all of them would be gone through twice for each.
func (w *walk) asksAgain(from, to *cfg.Block) bool {
	loop, ok := to.Stmt.(*ast.ForStmt)
	return ok && to.Kind == cfg.KindForLoop && loop.Cond != nil && !w.root.outer[loop] && comesRound(from, loop)
}

// arriveJoined joins a state with what is known before a block, and reports whether that
// is news.
func arriveJoined(before map[*cfg.Block]*sym.State, b *cfg.Block, st *sym.State) bool {
	old := before[b]
	if old != nil {
		if st = old.Join(st); st.Equal(old) {
			return false
		}
	}
	before[b] = st
	return true
}

// inOrder are the blocks that can be reached, in reverse postorder; of two successors
// the first one, such as the body of a loop, comes first with all that it leads to.
func inOrder(graph *cfg.CFG) []*cfg.Block {
	var list []*cfg.Block
	type visit struct {
		block *cfg.Block
		left  int // successors to visit
	}
	seen := map[*cfg.Block]bool{graph.Blocks[0]: true}
	stack := []visit{{graph.Blocks[0], len(graph.Blocks[0].Succs)}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.left == 0 {
			list = append(list, top.block)
			stack = stack[:len(stack)-1]
			continue
		}
		top.left--
		if b := top.block.Succs[top.left]; !seen[b] {
			seen[b] = true
			stack = append(stack, visit{b, len(b.Succs)})
		}
	}
	slices.Reverse(list)
	return list
}

// initial is the state at the start of the root: named results have zero values.
func (w *walk) initial() *sym.State {
	st := &sym.State{Table: w.Table}
	for _, v := range w.root.results() {
		if v != nil {
			w.zero(st, v)
		}
	}
	return st
}

// zero binds a variable to its zero value.
func (w *walk) zero(st *sym.State, v *types.Var) {
	st.Set(v, w.anew(st, w.zeroOf(v, v.Type())))
}

// zeroOf is the zero value of a type, as far as it is modelled: nil, false, 0, "", or an object
// of its own for a struct; node stands for that.
func (w *walk) zeroOf(node any, t types.Type) sym.Value {
	// A type parameter may be instantiated by anything, and its zero value be nil or not.
	if _, generic := t.(*types.TypeParam); generic {
		return sym.Unknown
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return sym.Nil
	case *types.Basic:
		if t.Info()&types.IsBoolean != 0 {
			return sym.False
		}
		if c := zeroConstant(t); c != nil {
			return w.ConstantValue(c)
		}
	case *types.Struct, *types.Array:
		return w.ValueOf(node, sym.Itself, sym.Info{Kind: sym.Object})
	}
	return sym.Unknown
}
