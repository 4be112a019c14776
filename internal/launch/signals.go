// This file finds the signals by which a function tells of its end. A wait for such a signal is
// a wait for the function:
//
//	defer wg.Done()   // told on every path
//	...
//	results <- v      // told if it is the last act on every path
//
// A send or Done in the middle is none: what comes after it may still run when the waiter goes
// on. Branches of which each signals are fine, since signals are joined over paths.

package launch

import (
	"go/ast"
	"go/types"
	"math/bits"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// callParam is the call of a parameter of function type: as a signal it stands for those
// of the function that is passed.
var callParam = &catalog.Join{Name: "call"}

// A signalling is a signal at a place.
type signalling struct {
	place
	join *catalog.Join
	in   inside // the place holds what is signalled on, out of sight
}

// signals returns what f signals on every path to its end, deferred or as its
// last act. After its last act nothing happens but other signals and the return.
// Paths that end in a panic or the end of the process signal to nobody.
func (p *base) signals(f *syntax.Func, fl *flow) []signalling {
	s := signalFinder{p: p, f: f, fl: fl, ids: make(map[signalling]int)}
	s.gather()
	if len(s.list) == 0 {
		return nil
	}
	return s.chosen(s.atEnd())
}

// A mask is a set of signals, by number. A function with more than 64 of them
// is judged by the first 64.
type mask uint64

// A signalFinder looks for the signals of one function, as sets over its blocks.
type signalFinder struct {
	p    *base
	f    *syntax.Func
	fl   *flow
	ids  map[signalling]int
	list []signalling

	after    func(n ast.Node) bool // what may follow a signal all the same; nil: nothing may
	deferred []mask                // by block: what the block defers
	tail     []mask                // by block: what it signals at its end, after the last other act
	open     []bool                // by block: there is no other act in it
}

// gather finds the signals of each block.
func (s *signalFinder) gather() {
	n := len(s.fl.blocks)
	s.deferred, s.tail, s.open = make([]mask, n), make([]mask, n), make([]bool, n)
	for _, b := range s.fl.blocks {
		if !b.Live {
			continue
		}
		for _, node := range b.Nodes {
			if d, ok := node.(*ast.DeferStmt); ok {
				s.deferred[b.Index] |= s.mask(s.deferredCall(d.Call))
			}
		}
		s.tail[b.Index], s.open[b.Index] = s.tailOf(b)
	}
}

// mask is the set of some signals, which get numbers as they come.
func (s *signalFinder) mask(list []signalling) mask {
	var m mask
	for _, sig := range list {
		id, ok := s.ids[sig]
		if !ok && len(s.list) < 64 {
			id, ok = len(s.list), true
			s.ids[sig] = id
			s.list = append(s.list, sig)
		}
		if ok {
			m |= 1 << id
		}
	}
	return m
}

// chosen lists the signals of a set.
func (s *signalFinder) chosen(m mask) []signalling {
	var list []signalling
	for ; m != 0; m &= m - 1 {
		list = append(list, s.list[bits.TrailingZeros64(uint64(m))])
	}
	return list
}

// tailOf returns the signals at the end of a block, and whether these and
// conditions are all that the block has.
func (s *signalFinder) tailOf(b *cfg.Block) (m mask, open bool) {
	for i := len(b.Nodes) - 1; i >= 0; i-- {
		sigs, quiet := s.act(b.Nodes[i])
		m |= s.mask(sigs)
		if !quiet && (len(sigs) == 0 || !s.onlySignals(b.Nodes[i])) && (s.after == nil || !s.after(b.Nodes[i])) {
			return m, false
		}
	}
	return m, true
}

// onlySignals reports whether a node that signals does nothing else: it sends, closes,
// calls Done. Another function that signals at its end may do anything before.
func (s *signalFinder) onlySignals(n ast.Node) bool {
	x, ok := n.(*ast.ExprStmt)
	if !ok {
		_, sends := n.(*ast.SendStmt)
		return sends && !s.fl.busyNode(n.(*ast.SendStmt).Value, nil)
	}
	call, ok := ast.Unparen(x.X).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, named := s.p.Info.Uses[typesx.Ident(call.Fun)].(*types.Builtin)
	return named || tells(s.p.callee(call)) != nil
}

// act returns the signals that a node is, and whether it is no act at all: a condition, a
// return of plain values, a defer, which runs later.
func (s *signalFinder) act(n ast.Node) (sigs []signalling, quiet bool) {
	switch n := n.(type) {
	case *ast.DeferStmt:
		return nil, true
	case *ast.SendStmt:
		if s.fl.comms[n] != nil {
			return nil, false // an arm of a select, which need not be taken
		}
		return s.on(n.Chan, catalog.Send), false
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok {
			return s.call(call), false
		}
	case *ast.ReturnStmt:
		if len(n.Results) == 1 {
			if call, ok := ast.Unparen(n.Results[0]).(*ast.CallExpr); ok {
				return s.call(call), false
			}
		}
		return nil, !s.fl.busyNode(n, nil)
	case ast.Expr:
		return nil, !s.fl.busyNode(n, nil)
	}
	return nil, false
}

// on is the signal of the form on the value of x.
func (s *signalFinder) on(x ast.Expr, join *catalog.Join) []signalling {
	var list []signalling
	for _, at := range s.p.handles(x, s.f) {
		list = append(list, signalling{place: at, join: join})
	}
	return list
}

// handles returns the places that x names and those its value comes from: a
// wait may be on either. The contexts in it are of no interest here.
func (p *base) handles(x ast.Expr, in *syntax.Func) []place {
	list := p.origins(x, in)
	for i := range list {
		list[i].ctx = false
	}
	return add(nil, list...)
}

// call returns the signals of a call: of Done, of close, and those at the end of
// a function that is called.
func (s *signalFinder) call(call *ast.CallExpr) []signalling {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := s.p.Info.Uses[id].(*types.Builtin); ok {
			if b.Name() == "close" && len(call.Args) == 1 {
				return s.on(call.Args[0], catalog.Close)
			}
			return nil
		}
	}
	t := s.p.resolve(call)
	switch {
	case tells(t.static) != nil:
		return s.p.told(t, s.f)
	case t.param != nil && s.f.ParamIndex(t.param) >= 0:
		return []signalling{{place: place{root: t.param}, join: callParam}}
	case t.fn != nil:
		return s.p.bindSignals(s.p.effectsOf(t.fn).signals, t, s.f)
	case t.known != nil:
		var list []signalling
		for _, sig := range t.known.Signals {
			join := joinNamed(sig.Join)
			if join == callParam {
				list = append(list, s.p.signalsOf(t.arg(sig.Param), s.f)...)
				continue
			}
			for _, at := range s.p.imported(sig.Param, t, s.f) {
				list = append(list, signalling{at, join, insideOf(t.static, sig)})
			}
		}
		return list
	}
	return nil
}

// told is the signal that a call of a group's Done is, for each name of the group; for a
// promoted method, of the embedded group.
func (p *base) told(t target, in *syntax.Func) []signalling {
	var list []signalling
	for _, at := range p.bound(0, t, in) {
		at.ctx = false
		list = append(list, signalling{place: at, join: tells(t.static)})
	}
	return list
}

// bindSignals returns what the callee's signals are in the caller.
func (p *base) bindSignals(sigs []signalling, t target, in *syntax.Func) []signalling {
	var list []signalling
	for _, sig := range sigs {
		if sig.join == callParam {
			list = append(list, p.signalsOf(t.arg(t.fn.ParamIndex(sig.root)), in)...)
			continue
		}
		for _, at := range p.bind(sig.place, t, in) {
			at.ctx = false
			list = append(list, signalling{at, sig.join, sig.in})
		}
	}
	return list
}

// signalsOf are the signals of a function that is passed to one which calls it, with
// arguments that are not known.
func (p *base) signalsOf(arg ast.Expr, in *syntax.Func) []signalling {
	inner := p.denotedBy(arg)
	var list []signalling
	switch {
	case tells(inner.static) != nil && inner.recv != nil:
		return p.told(inner, in)
	case inner.param != nil && in.ParamIndex(inner.param) >= 0:
		return []signalling{{place: place{root: inner.param}, join: callParam}}
	case inner.fn != nil:
		for _, x := range p.effectsOf(inner.fn).signals {
			if x.join != callParam && (inner.fn.ParamIndex(x.root) < 0 || inner.recv != nil && inner.fn.ParamIndex(x.root) == 0) {
				list = append(list, p.bindSignals([]signalling{x}, inner, in)...)
			}
		}
	}
	return list
}

// deferredCall returns the signals of a deferred call. In a deferred literal Done
// counts wherever it is, if only it is reached on every path; what others signal
// must be its last act, for it has more to do otherwise.
func (s *signalFinder) deferredCall(call *ast.CallExpr) []signalling {
	list := s.call(call)
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok {
		return list
	}
	inner := s.p.Index.Func(lit.Type)
	if inner == nil {
		return list
	}
	in := signalFinder{p: s.p, f: inner, fl: s.p.flow(inner.Body), ids: make(map[signalling]int), after: s.p.harmless}
	in.gather()
	at := in.chosen(in.atEnd())
	for _, sig := range in.always() {
		if sig.join.Group() && !slices.Contains(at, sig) {
			at = append(at, sig)
		}
	}
	t := target{fn: inner, args: call.Args, spread: call.Ellipsis.IsValid()}
	return append(list, s.p.bindSignals(at, t, s.f)...)
}

// always returns the signals that are reached on every path, anywhere.
func (s *signalFinder) always() []signalling {
	reached := make([]mask, len(s.fl.blocks))
	for _, b := range s.fl.blocks {
		for _, n := range b.Nodes {
			sigs, _ := s.act(n)
			reached[b.Index] |= s.mask(sigs)
		}
	}
	if len(s.list) == 0 {
		return nil
	}
	return s.chosen(s.overExits(forward(s.fl.blocks, reached), nil))
}

// atEnd returns the signals that are deferred, or the last act, on every path.
func (s *signalFinder) atEnd() mask {
	deferred := forward(s.fl.blocks, s.deferred)
	tails := make([]mask, len(s.fl.blocks))
	for i := range tails {
		tails[i] = ^mask(0)
	}
	// From the last act of each path back: where a block has no act but signals,
	// those of all blocks before it count, too.
	preds := predecessors(s.fl.blocks)
	for changed := true; changed; {
		changed = false
		for _, b := range s.fl.blocks {
			if !b.Live {
				continue
			}
			m := s.tail[b.Index]
			if s.open[b.Index] {
				m |= meet(preds[b.Index], tails, b.Index == 0)
			}
			if m != tails[b.Index] {
				tails[b.Index], changed = m, true
			}
		}
	}
	return s.overExits(deferred, tails)
}

// meet is what all blocks have in common; nothing at the entry.
func meet(blocks []*cfg.Block, sets []mask, entry bool) mask {
	if entry || len(blocks) == 0 {
		return 0
	}
	m := ^mask(0)
	for _, b := range blocks {
		m &= sets[b.Index]
	}
	return m
}

// overExits returns what holds at every return, guards against nil apart; of a function that
// never returns, what holds in all its blocks.
func (s *signalFinder) overExits(sets, more []mask) mask {
	// Everything, until a return takes away what it does not have.
	m, all, any := ^mask(0), ^mask(0), false
	for _, b := range s.fl.blocks {
		if !b.Live {
			continue
		}
		all &= sets[b.Index]
		if b.Return() == nil || s.nilGuard(b) {
			continue
		}
		any = true
		at := sets[b.Index]
		if more != nil {
			at |= more[b.Index]
		}
		m &= at
	}
	if !any {
		m = all
	}
	return m & (1<<len(s.list) - 1)
}

// forward returns for each block what holds at its end on every path to it, given what each
// block adds. It starts from everything and takes away until nothing changes: a must analysis.
func forward(blocks []*cfg.Block, adds []mask) []mask {
	preds := predecessors(blocks)
	out := make([]mask, len(blocks))
	for i := range out {
		out[i] = ^mask(0)
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
