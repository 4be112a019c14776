// This file finds the signals by which a function tells of its end. A wait for such a signal is
// a wait for the function:
//
//	defer wg.Done()   // told on every path
//	...
//	results <- v      // told if it is the last act on every path
//
// A send or Done in the middle is none: what comes after it may still run when the waiter goes
// on. Branches of which each signals are fine, since signals are joined over paths.

package behaviour

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

// CallParam is the call of a parameter of function type: as a signal it stands for those
// of the function that is passed.
var CallParam = &catalog.Join{Name: "call"}

// A Signalling is a signal at a place.
type Signalling struct {
	Place
	Join *catalog.Join
	In   Inside // the place holds what is signalled on, out of sight

	// Guarded: of a parameter that may be nil, for which a guard asks. Then nothing is signalled.
	Guarded bool
}

// signals returns what f signals on every path to its end, deferred or as its
// last act. After its last act nothing happens but other signals and the return.
// Paths that end in a panic or the end of the process signal to nobody.
func (p *Package) signals(f *syntax.Func, fl *Flow) []Signalling {
	s := signalFinder{p: p, f: f, fl: fl, ids: make(map[Signalling]int)}
	s.gather()
	if len(s.list) == 0 {
		return nil
	}
	return s.chosen(s.atEnd())
}

// A Mask is a set of signals, by number. A function with more than 64 of them
// is judged by the first 64.
type Mask uint64

// A signalFinder looks for the signals of one function, as sets over its blocks.
type signalFinder struct {
	p    *Package
	f    *syntax.Func
	fl   *Flow
	ids  map[Signalling]int
	list []Signalling

	after    func(n ast.Node) bool // what may follow a signal all the same; nil: nothing may
	deferred []Mask                // by block: what the block defers
	tail     []Mask                // by block: what it signals at its end, after the last other act
	slow     map[ast.Node]bool     // what defers a call that takes its time
	behind   []bool                // by block: at its end, a call that takes its time may have been deferred
	open     []bool                // by block: there is no other act in it
	guards   map[*types.Var]bool   // parameters that may be nil, for which a guard asks; few functions have one
}

// gather finds the signals of each block.
func (s *signalFinder) gather() {
	n := len(s.fl.Blocks)
	s.deferred, s.tail, s.open = make([]Mask, n), make([]Mask, n), make([]bool, n)
	var behind []bool
	behind, s.behind = s.lingering()
	for _, b := range s.fl.Blocks {
		if !b.Live {
			continue
		}
		for _, node := range b.Nodes {
			d, ok := node.(*ast.DeferStmt)
			if !ok {
				continue
			}
			if !behind[b.Index] {
				s.deferred[b.Index] |= s.mask(s.deferredCall(d.Call))
			}
			behind[b.Index] = behind[b.Index] || s.slow[d]
		}
		s.tail[b.Index], s.open[b.Index] = s.tailOf(b)
	}
	s.ifGiven()
}

// mask is the set of some signals, which get numbers as they come.
func (s *signalFinder) mask(list []Signalling) Mask {
	var m Mask
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
func (s *signalFinder) chosen(m Mask) []Signalling {
	var list []Signalling
	for ; m != 0; m &= m - 1 {
		sig := s.list[bits.TrailingZeros64(uint64(m))]
		sig.Guarded = sig.Guarded || s.guards[sig.Root]
		list = append(list, sig)
	}
	return list
}

// tailOf returns the signals at the end of a block, and whether these and
// conditions are all that the block has.
func (s *signalFinder) tailOf(b *cfg.Block) (m Mask, open bool) {
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
	return named || Tells(s.p.Callee(call)) != nil
}

// act returns the signals that a node is, and whether it is no act at all: a condition, a
// return of plain values, a defer, which runs later.
func (s *signalFinder) act(n ast.Node) (sigs []Signalling, quiet bool) {
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
func (s *signalFinder) on(x ast.Expr, join *catalog.Join) []Signalling {
	var list []Signalling
	for _, at := range s.p.handles(x, s.f) {
		list = append(list, Signalling{Place: at, Join: join})
	}
	return list
}

// handles returns the places that x names and those its value comes from: a
// wait may be on either. The contexts in it are of no interest here.
func (p *Package) handles(x ast.Expr, in *syntax.Func) []Place {
	list := p.Origins(x, in)
	for i := range list {
		list[i].Ctx = false
	}
	return add(nil, list...)
}

// call returns the signals of a call: of Done, of close, and those at the end of
// a function that is called.
func (s *signalFinder) call(call *ast.CallExpr) []Signalling {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := s.p.Info.Uses[id].(*types.Builtin); ok {
			if b.Name() == "close" && len(call.Args) == 1 {
				return s.on(call.Args[0], catalog.Close)
			}
			return nil
		}
	}
	t := s.p.Resolve(call)
	switch {
	case Tells(t.Static) != nil:
		return s.p.told(t, s.f)
	case t.param != nil && s.f.ParamIndex(t.param) >= 0:
		return []Signalling{{Place: Place{Root: t.param}, Join: CallParam}}
	case t.Func != nil:
		return s.p.bindSignals(s.p.EffectsOf(t.Func).Signals, t, s.f)
	case t.Known != nil:
		var list []Signalling
		for _, sig := range t.Known.Signals {
			if sig.Guarded && s.p.MayBeNil(t.Arg(sig.Param)) {
				continue
			}
			join := JoinNamed(sig.Join)
			if join == CallParam {
				list = append(list, s.p.signalsOf(t.Arg(sig.Param), s.f)...)
				continue
			}
			for _, at := range s.p.imported(sig.Param, t, s.f) {
				list = append(list, Signalling{at, join, InsideOf(t.Static, sig), sig.Guarded})
			}
		}
		return list
	}
	return nil
}

// told is the signal that a call of a group's Done is, for each name of the group; for a
// promoted method, of the embedded group.
func (p *Package) told(t Target, in *syntax.Func) []Signalling {
	var list []Signalling
	for _, at := range p.bound(0, t, in) {
		at.Ctx = false
		list = append(list, Signalling{Place: at, Join: Tells(t.Static)})
	}
	return list
}

// bindSignals returns what the callee's signals are in the caller.
func (p *Package) bindSignals(sigs []Signalling, t Target, in *syntax.Func) []Signalling {
	var list []Signalling
	for _, sig := range sigs {
		if sig.Join == CallParam {
			list = append(list, p.signalsOf(t.Arg(t.Func.ParamIndex(sig.Root)), in)...)
			continue
		}
		if sig.Guarded && p.MayBeNil(t.Arg(t.Func.ParamIndex(sig.Root))) {
			continue
		}
		for _, at := range p.bind(sig.Place, t, in) {
			at.Ctx = false
			list = append(list, Signalling{at, sig.Join, sig.In, sig.Guarded})
		}
	}
	return list
}

// signalsOf are the signals of a function that is passed to one which calls it, with
// arguments that are not known.
func (p *Package) signalsOf(arg ast.Expr, in *syntax.Func) []Signalling {
	inner := p.DenotedBy(arg)
	var list []Signalling
	switch {
	case Tells(inner.Static) != nil && inner.Recv != nil:
		return p.told(inner, in)
	case inner.param != nil && in.ParamIndex(inner.param) >= 0:
		return []Signalling{{Place: Place{Root: inner.param}, Join: CallParam}}
	case inner.Func != nil:
		for _, x := range p.EffectsOf(inner.Func).Signals {
			if x.Join != CallParam && (inner.Func.ParamIndex(x.Root) < 0 || inner.Recv != nil && inner.Func.ParamIndex(x.Root) == 0) {
				list = append(list, p.bindSignals([]Signalling{x}, inner, in)...)
			}
		}
	}
	return list
}

// deferredCall returns the signals of a deferred call. In a deferred literal Done counts where
// nothing but winding up follows; what others signal must be its last act.
func (s *signalFinder) deferredCall(call *ast.CallExpr) []Signalling {
	list := s.call(call)
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok {
		return list
	}
	inner := s.p.Index.Func(lit.Type)
	if inner == nil {
		return list
	}
	onPanic := s.p.onPanic(inner.Body)
	at := s.within(inner, s.p.harmless)
	for _, sig := range s.within(inner, func(n ast.Node) bool { return !s.p.busyPart(n, onPanic, s.f, 1) }) {
		if sig.Join.Group() && !slices.Contains(at, sig) {
			at = append(at, sig)
		}
	}
	t := Target{Func: inner, Args: call.Args, Spread: call.Ellipsis.IsValid()}
	return append(list, s.p.bindSignals(at, t, s.f)...)
}

// within returns the signals of a deferred literal that only what is harmless may follow.
func (s *signalFinder) within(inner *syntax.Func, harmless func(ast.Node) bool) []Signalling {
	in := signalFinder{p: s.p, f: inner, fl: s.p.Flow(inner.Body), ids: make(map[Signalling]int), after: harmless}
	in.gather()
	return in.chosen(in.atEnd())
}

// atEnd returns the signals that are deferred, or the last act, on every path.
func (s *signalFinder) atEnd() Mask {
	deferred := Forward(s.fl.Blocks, s.deferred)
	tails := make([]Mask, len(s.fl.Blocks))
	for i := range tails {
		tails[i] = ^Mask(0)
	}
	// From the last act of each path back: where a block has no act but signals,
	// those of all blocks before it count, too.
	preds := predecessors(s.fl.Blocks)
	for changed := true; changed; {
		changed = false
		for _, b := range s.fl.Blocks {
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
	for i, behind := range s.behind {
		if behind {
			tails[i] = 0
		}
	}
	return s.overExits(deferred, tails)
}

// meet is what all blocks have in common; nothing at the entry.
func meet(blocks []*cfg.Block, sets []Mask, entry bool) Mask {
	if entry || len(blocks) == 0 {
		return 0
	}
	m := ^Mask(0)
	for _, b := range blocks {
		m &= sets[b.Index]
	}
	return m
}

// overExits returns what holds at every return, but that a guard against nil needs no signal to
// what it guards; of a function that never returns, what holds in all its blocks.
func (s *signalFinder) overExits(sets, more []Mask) Mask {
	// Everything, until a return takes away what it does not have. A function without a return is
	// left by a panic, if at all, and by then has deferred what all its blocks have.
	m, all, any := ^Mask(0), ^Mask(0), false
	for _, b := range s.fl.Blocks {
		if !b.Live {
			continue
		}
		all &= sets[b.Index]
		if b.Return() == nil {
			continue
		}
		at := sets[b.Index]
		if v := s.nilGuarded(b); v != nil {
			at |= s.signalsTo(v)
			s.guard(v)
		} else {
			any = true
		}
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

// signalsTo are the signals to what a variable has.
func (s *signalFinder) signalsTo(v *types.Var) (m Mask) {
	for i, sig := range s.list {
		if sig.Root == v {
			m |= 1 << i
		}
	}
	return m
}
