// This file says when a receive does not wait for the close by which a body tells of its end:
// something else is sent on the channel before, and the receive takes that.
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
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// takesValue reports whether the launcher receives a known number of times from a local channel
// that the body closes, and there are as many values that it can take instead.
func (c *classifier) takesValue(s Signal) bool {
	if s.Join != catalog.Close || s.Field || s.Var == nil || c.in == nil {
		return false
	}
	receives := 0
	for _, r := range c.p.idx().recvsIn[c.in] {
		if !c.p.isNamed(r.use, s.Var) {
			continue
		}
		if r.loop != nil || r.ranged != nil {
			return false
		}
		receives++
	}
	return receives > 0 && c.sentMidway(s.Var, receives)
}

// isNamed reports whether an operand is a local variable, by whatever name.
func (p *Package) isNamed(u use, v *types.Var) bool {
	return slices.ContainsFunc(p.names(u.x, u.in), func(at place) bool { return at.root == v && at.path == "" })
}

// sentMidway reports whether at least so many values are sent on a local channel by somebody
// who does not end with that: by whatever runs beside the body, or by the body before its last
// act. A callee of the launcher that receives from it, too, may take any of them, and then
// nothing is known.
func (c *classifier) sentMidway(ch *types.Var, least int) bool {
	values := 0
	known := map[*types.Var]bool{ch: true}
	for todo := []*types.Var{ch}; len(todo) > 0; todo = todo[1:] {
		on := c.p.idx().onChannels(c.p)[todo[0]]
		if on == nil {
			continue
		}
		for _, u := range on.sends {
			switch {
			case u.in == c.body() && c.p.waited().endsWith(u):
			case u.loop != nil:
				return true
			default:
				values++
			}
		}
		for _, u := range on.passed {
			param, receives := c.p.channelParam(u)
			switch {
			case receives && u.in == c.in && u.call != c.l.Call || !c.p.spend():
				return false
			case param != nil && !known[param] && len(known) < maxPlaces:
				known[param] = true
				todo = append(todo, param)
			}
		}
	}
	return values >= least
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

// An onChannel is what is done with a channel in a local variable or parameter.
type onChannel struct {
	sends  []sending
	passed []passedOn
}

// onChannels returns by variable what is done with the channel in it, which is found out once.
func (ix *index) onChannels(p *Package) map[*types.Var]*onChannel {
	if ix.locals != nil {
		return ix.locals
	}
	defer func(left int) { p.steps = left }(p.steps)
	p.steps = maxSteps
	ix.locals = make(map[*types.Var]*onChannel)
	note := func(u use, add func(*onChannel)) {
		for _, at := range p.names(u.x, u.in) {
			if v := at.root; at.path == "" && !typesx.IsPackageVar(v) {
				if ix.locals[v] == nil {
					ix.locals[v] = &onChannel{}
				}
				add(ix.locals[v])
			}
		}
	}
	for _, u := range ix.sends {
		note(u.use, func(on *onChannel) { on.sends = append(on.sends, u) })
	}
	for _, u := range ix.passed {
		note(u.use, func(on *onChannel) { on.passed = append(on.passed, u) })
	}
	return ix.locals
}
