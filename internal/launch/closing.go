// This file says when a receive does not wait for the close, or the last send, by which a body
// tells of its end: something else is sent on the channel before, and the receive takes that.
//
//	go func() {
//		defer close(found)
//		for _, p := range paths {
//			go func() { found <- search(p) }()
//		}
//		...
//	}()
//	return <-found // the first of them: the body goes on
//
// Whoever ranges over the channel, or receives in a loop, is taken to go on to the close.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// takesValue reports whether the launcher receives a known number of times from a local channel
// that the body closes, or sends on last, and there are as many values that it can take instead:
// sent by itself, by the body before its last act, and of a close by whatever runs beside the
// body. (Who else sends is asked of a send by the engine.) A callee of the launcher that receives,
// too, may take any of them, and then nothing is known.
func (c *classifier) takesValue(s Signal) bool {
	if s.Join != catalog.Close && s.Join != catalog.Send || s.Field || s.Var == nil || c.in == nil {
		return false
	}
	on := c.p.onChannels()[s.Var]
	if on == nil {
		return false
	}
	receives, loops := c.receiving(on)
	if s.Join == catalog.Send {
		own, many := c.ownValues(on)
		if own > 0 && (many || loops || own >= receives) || c.takesLoose(on, own, receives, loops) {
			return true
		}
		if !c.sendsMany() {
			return false
		}
	}
	// Whoever receives in a loop is taken to receive until the close.
	if receives == 0 || loops {
		return false
	}
	on = c.p.reached(s.Var)
	for _, u := range on.passed {
		if u.In == c.in && u.Call != c.l.Call {
			return false
		}
	}
	values := 0
	for _, u := range on.sends {
		switch {
		// What the body sends as its last act is the signal itself; beside a send as the signal, what
		// others send is the engine's to weigh.
		case u.In == c.body() && c.p.Waited().EndsWith(u), u.In != c.body() && s.Join == catalog.Send:
			continue
		// A loop sends as many values as are taken.
		case u.Loop != nil:
			return true
		}
		if values++; values >= receives {
			return true
		}
	}
	return false
}

// receiving is how often the launcher receives from a channel, in the literals that it does not
// launch, too, and whether it does in a loop.
func (c *classifier) receiving(on *onChannel) (n int, loops bool) {
	body := c.body()
	for f, times := range on.receives {
		if f == c.in || f != nil && (body == nil || !syntax.Encloses(body.Node, f.Node.Pos())) && syntax.Encloses(c.in.Body, f.Node.Pos()) && c.p.Gathered().Launched[f.Type] == nil {
			n, loops = n+times, loops || on.loops[f]
		}
	}
	return n, loops
}

// ownValues is how many values the launcher sends itself on a channel, or has a callee send, and
// whether it may be more: it sends in a loop, or closes the channel. What it does when it has
// received for the last time is none.
//
//	ready <- true
//	go func() { work(); ready <- true }()
//	<-ready // which of the two?
func (c *classifier) ownValues(on *onChannel) (n int, many bool) {
	last := on.last[c.in]
	for _, u := range on.passed {
		if u.In == c.in && !typesx.IsBuiltin(c.p.Info, u.Call, "close") {
			last = max(last, u.Call.Pos())
		}
	}
	matters := func(u behaviour.Use) bool {
		return u.In == c.in && (u.X.Pos() <= last || c.p.FlowOf(c.in).ReturnsTo(u.X))
	}
	for _, u := range on.sends {
		if matters(u.Use) {
			n, many = n+1, many || u.Loop != nil
		}
	}
	for _, u := range on.passed {
		if !matters(u.Use) || !c.p.runsInPlace(u.Call) {
			continue
		}
		if typesx.IsBuiltin(c.p.Info, u.Call, "close") || c.p.maySend(u) {
			n, many = n+1, true
		}
	}
	return n, many
}

// maySend reports whether what a channel is passed to sends on it: in sight, or by its Behaviour,
// which knows of its last act.
func (p *Package) maySend(u behaviour.PassedOn) bool {
	if param, _ := p.channelParam(u); param != nil {
		return p.Carries(param)
	}
	t := p.Resolve(u.Call)
	return t.Known != nil && slices.ContainsFunc(t.Known.Signals, func(s behaviour.Ended) bool { return s.Param == u.Arg+t.Shift() })
}

// runsInPlace reports whether a call is neither deferred nor launched.
func (p *Package) runsInPlace(call *ast.CallExpr) bool {
	cur, ok := p.Index.Find(call)
	if !ok {
		return false
	}
	switch cur.Parent().Node().(type) {
	case *ast.GoStmt, *ast.DeferStmt:
		return false
	}
	return true
}

// sendsMany reports whether the body may send more than once.
func (c *classifier) sendsMany() bool {
	body := c.body()
	if body == nil || body.Body == nil {
		return false
	}
	sends, loops := 0, false
	for s := range syntax.Own[ast.Stmt](body.Body) {
		switch s.(type) {
		case *ast.SendStmt:
			sends++
		case *ast.ForStmt, *ast.RangeStmt:
			loops = true
		}
	}
	return sends > 1 || loops && sends > 0
}

// An onChannel is what is done with the channel in a local variable or parameter.
type onChannel struct {
	sends    []behaviour.Sending
	passed   []behaviour.PassedOn // where it is passed on; of reached, to what may receive from it
	receives map[*syntax.Func]int // how often a function receives
	loops    map[*syntax.Func]bool
	ranges   map[*syntax.Func]bool      // whether it ranges over it
	last     map[*syntax.Func]token.Pos // where it receives for the last time

	reached *onChannel // see reached
}

// onChannels returns by variable what is done with the channel in it, which is found out once.
func (p *Package) onChannels() map[*types.Var]*onChannel {
	ix := p.Gathered()
	if p.locals != nil {
		return p.locals
	}
	defer p.Aside()()
	p.locals = make(map[*types.Var]*onChannel)
	each := func(u behaviour.Use, add func(*onChannel)) {
		for _, at := range p.Names(u.X, u.In) {
			if at.Path != "" || typesx.IsPackageVar(at.Root) {
				continue
			}
			on := p.locals[at.Root]
			if on == nil {
				on = &onChannel{receives: map[*syntax.Func]int{}, loops: map[*syntax.Func]bool{}, ranges: map[*syntax.Func]bool{}, last: map[*syntax.Func]token.Pos{}}
				p.locals[at.Root] = on
			}
			add(on)
		}
	}
	for _, u := range ix.Sends {
		each(u.Use, func(on *onChannel) { on.sends = append(on.sends, u) })
	}
	for _, u := range ix.Passed {
		each(u.Use, func(on *onChannel) { on.passed = append(on.passed, u) })
	}
	for _, u := range ix.Recvs {
		each(u.Use, func(on *onChannel) {
			on.receives[u.In]++
			on.loops[u.In] = on.loops[u.In] || u.Loop != nil || u.Ranged != nil
			on.ranges[u.In] = on.ranges[u.In] || u.Ranged != nil
			if u.In == nil {
				return
			}
			on.last[u.In] = max(on.last[u.In], u.X.Pos())
			for f := u.In.Outer; f != nil; f = f.Outer {
				on.last[f] = f.Node.End() // when a literal runs is not known
			}
		})
	}
	return p.locals
}

// Carries reports whether something is sent on the channel in a local variable.
func (p *Package) Carries(ch *types.Var) bool {
	return p.onChannels()[ch] != nil && len(p.reached(ch).sends) > 0
}

// reached is what is done with a local channel under all its names: those of the parameters that
// it is passed as, too.
func (p *Package) reached(ch *types.Var) *onChannel {
	on := p.onChannels()[ch]
	if on.reached != nil {
		return on.reached
	}
	all := &onChannel{receives: on.receives, loops: on.loops}
	on.reached = all
	known := map[*types.Var]bool{ch: true}
	for todo := []*types.Var{ch}; len(todo) > 0; todo = todo[1:] {
		at := p.onChannels()[todo[0]]
		if at == nil {
			continue
		}
		all.sends = append(all.sends, at.sends...)
		for _, u := range at.passed {
			param, receives := p.channelParam(u)
			if receives {
				all.passed = append(all.passed, u)
			}
			if param != nil && !known[param] && len(known) < behaviour.MaxPlaces {
				known[param] = true
				todo = append(todo, param)
			}
		}
	}
	return all
}

// channelParam is the parameter that a channel is passed as, nil where that is not known, and
// whether what is called may receive from it.
func (p *Package) channelParam(u behaviour.PassedOn) (param *types.Var, receives bool) {
	if p.Info.Types[u.Call.Fun].IsBuiltin() {
		return nil, false
	}
	t := p.Resolve(u.Call)
	i := u.Arg + t.Shift()
	if t.Func == nil || t.Spread || i >= len(t.Func.Params) || t.Func.Params[i] == nil {
		return nil, true
	}
	param = t.Func.Params[i]
	return param, slices.ContainsFunc(p.EffectsOf(t.Func).Received, func(at behaviour.Place) bool { return at.Root == param })
}
