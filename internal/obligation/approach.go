package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// approach returns the point before the site, with what is known there. The
// states before each block are found once for a function: without an
// obligation, one joined state is enough.
func (w *walk) approach() []point {
	f := w.root
	graph := f.cfg()
	if f.before == nil {
		f.before = w.flood(graph)
		f.outs, w.outs = w.outs, outs{}
		f.replayed = map[*cfg.Block]point{}
	}
	w.met = f.outs
	var points []point
	for _, at := range f.nodesAt(w.site.Pos()) {
		st := f.before[at.block]
		if st == nil {
			continue
		}
		p := point{at.block, at.index, st.clone()}
		if at.index < 0 { // the statement of a select arm
			p.at = 0
			w.enter(nil, at.block, p.state)
			points = append(points, p)
		} else if w.replay(&p, at.index) {
			points = append(points, p)
		}
	}
	return points
}

// replay interprets the nodes of the point's block before index i. It goes on from
// where it was last, since sites come in the order of the source: a thousand of them
// in one block would else be a million nodes.
func (w *walk) replay(p *point, i int) bool {
	site := w.site
	w.site = nil
	defer func() { w.site = site }()
	from := 0
	if last := w.root.replayed[p.block]; last.state != nil && last.at <= i {
		from, p.state = last.at, last.state.clone()
	}
	for _, n := range p.block.Nodes[from:i] {
		w.step(p.state, n)
		if p.state.dead {
			return false
		}
	}
	w.root.replayed[p.block] = point{p.block, i, p.state.clone()}
	return true
}

// flood finds the joined state before every block. Values are numbered by the
// walk that finds them, so the walk's tables are kept with the function.
func (w *walk) flood(graph *cfg.CFG) map[*cfg.Block]*state {
	site := w.site
	w.site = nil
	defer func() { w.site, w.steps, w.spent = site, 0, false }()
	seen := map[*cfg.Block][]*state{}
	start := w.initial()
	seen[graph.Blocks[0]] = []*state{start.clone()}
	work := []point{{graph.Blocks[0], 0, start}}
	for len(work) > 0 && !w.spent {
		p := work[0]
		work = work[1:]
		w.block(p, func(to *cfg.Block, st *state) {
			if st, news := w.arriveJoined(seen, to, st); news {
				work = append(work, point{to, 0, st})
			}
		})
	}
	before := make(map[*cfg.Block]*state, len(seen))
	for b, states := range seen {
		before[b] = states[0]
	}
	w.frame.outcomes, w.frame.exits = nil, nil
	return before
}

func (w *walk) arriveJoined(seen map[*cfg.Block][]*state, b *cfg.Block, st *state) (*state, bool) {
	if len(seen[b]) == 0 {
		seen[b] = []*state{st}
		return st.clone(), true
	}
	joined := seen[b][0].join(st)
	if joined.equal(seen[b][0]) {
		return nil, false
	}
	seen[b][0] = joined
	return joined.clone(), true
}

// initial is the state at the start of the root: named results have zero values.
func (w *walk) initial() *state {
	st := &state{t: w.values}
	for _, v := range w.root.results() {
		if v != nil {
			w.zero(st, v)
		}
	}
	return st
}

// zero binds a variable to its zero value.
func (w *walk) zero(st *state, v *types.Var) {
	st.set(v, w.anew(st, w.zeroOf(v, v.Type())))
}

func (w *walk) zeroOf(node any, t types.Type) value {
	if _, generic := t.(*types.TypeParam); generic {
		return unknown
	}
	switch t := t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return nilValue
	case *types.Basic:
		if t.Info()&types.IsBoolean != 0 {
			return isFalse
		}
		if c := zeroConstant(t); c != nil {
			return w.constantValue(c)
		}
	case *types.Struct, *types.Array:
		return w.valueOf(node, 0, valueInfo{kind: object})
	}
	return unknown
}

func encloses(n ast.Node, pos token.Pos) bool {
	return n.Pos() <= pos && pos < n.End()
}
