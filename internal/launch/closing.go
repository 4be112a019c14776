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
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// takesValue reports whether the launcher receives a known number of times from a local channel
// that the body closes, or sends on last, and there are as many values that it can take instead:
// sent by the body before its last act, and of a close by whatever runs beside the body. (Who
// else sends is asked of a send by the engine.) A callee of the launcher that receives, too, may
// take any of them, and then nothing is known.
func (c *classifier) takesValue(s Signal) bool {
	if s.Join != catalog.Close && s.Join != catalog.Send || s.Field || s.Var == nil || c.in == nil || s.Join == catalog.Send && !c.sendsMany() {
		return false
	}
	on := c.p.onChannels()[s.Var]
	if on == nil || on.receives[c.in] == 0 || on.loops[c.in] {
		return false
	}
	on = c.p.reached(s.Var)
	for _, u := range on.passed {
		if u.in == c.in && u.call != c.l.Call {
			return false
		}
	}
	values := 0
	for _, u := range on.sends {
		switch {
		case u.in == c.body() && c.p.waited().endsWith(u), u.in != c.body() && s.Join == catalog.Send:
			continue
		case u.loop != nil:
			return true
		}
		if values++; values >= on.receives[c.in] {
			return true
		}
	}
	return false
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
	sends    []sending
	passed   []passedOn           // where it is passed on; of reached, to what may receive from it
	receives map[*syntax.Func]int // how often a function receives
	loops    map[*syntax.Func]bool

	reached *onChannel // see reached
}

// onChannels returns by variable what is done with the channel in it, which is found out once.
func (p *Package) onChannels() map[*types.Var]*onChannel {
	ix := p.idx()
	if p.locals != nil {
		return p.locals
	}
	defer p.aside()()
	p.locals = make(map[*types.Var]*onChannel)
	each := func(u use, add func(*onChannel)) {
		for _, at := range p.names(u.x, u.in) {
			if at.path != "" || typesx.IsPackageVar(at.root) {
				continue
			}
			on := p.locals[at.root]
			if on == nil {
				on = &onChannel{receives: map[*syntax.Func]int{}, loops: map[*syntax.Func]bool{}}
				p.locals[at.root] = on
			}
			add(on)
		}
	}
	for _, u := range ix.sends {
		each(u.use, func(on *onChannel) { on.sends = append(on.sends, u) })
	}
	for _, u := range ix.passed {
		each(u.use, func(on *onChannel) { on.passed = append(on.passed, u) })
	}
	for _, u := range ix.recvs {
		each(u.use, func(on *onChannel) {
			on.receives[u.in]++
			on.loops[u.in] = on.loops[u.in] || u.loop != nil || u.ranged != nil
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
			if param != nil && !known[param] && len(known) < maxPlaces {
				known[param] = true
				todo = append(todo, param)
			}
		}
	}
	return all
}

// channelParam is the parameter that a channel is passed as, nil where that is not known, and
// whether what is called may receive from it.
func (p *Package) channelParam(u passedOn) (param *types.Var, receives bool) {
	if p.Info.Types[u.call.Fun].IsBuiltin() {
		return nil, false
	}
	t := p.resolve(u.call)
	i := u.arg + t.shift()
	if t.fn == nil || t.spread || i >= len(t.fn.Params) || t.fn.Params[i] == nil {
		return nil, true
	}
	param = t.fn.Params[i]
	return param, slices.ContainsFunc(p.effectsOf(t.fn).received, func(at place) bool { return at.root == param })
}
