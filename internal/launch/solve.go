package launch

import "slices"

// A solver computes the effects of functions, callees first. Functions that call
// each other (a strongly connected component of the call graph, found as in
// Tarjan's algorithm) start with no effects and are computed again until nothing
// changes; so the answer does not depend on which of them was asked for first.
type solver struct {
	done   map[*fn]*effects
	open   []*fn // computed, or being computed, with a component that is not complete
	state  map[*fn]*openState
	lowest int // lowest number that the current function reaches
	hits   int // how often an incomplete answer was given
}

type openState struct {
	number int
	eff    *effects
}

// maxRounds bounds how often a component is computed again. Each round carries
// effects one call further, and only where parameters change places from call to
// call does it take more than a few.
const maxRounds = 8

// effectsOf returns the effects of f.
func (p *Package) effectsOf(f *fn) *effects {
	s := &p.solver
	if eff := s.done[f]; eff != nil {
		return eff
	}
	if st := s.state[f]; st != nil {
		s.lowest = min(s.lowest, st.number)
		s.hits++
		return st.eff
	}
	st := &openState{len(s.open), new(effects)}
	s.state[f] = st
	s.open = append(s.open, f)
	outer, hits := s.lowest, s.hits
	s.lowest = st.number
	st.eff = p.compute(f)
	if s.lowest < st.number {
		s.lowest = min(s.lowest, outer)
		return st.eff
	}
	if s.hits > hits {
		p.settle(st.number)
	}
	for _, g := range s.open[st.number:] {
		s.done[g] = s.state[g].eff
		delete(s.state, g)
	}
	s.open = s.open[:st.number]
	s.lowest = outer
	return st.eff
}

// settle computes the open functions from a number on until nothing changes.
func (p *Package) settle(from int) {
	for range maxRounds {
		changed := false
		for i := from; i < len(p.solver.open); i++ { // which may grow
			g := p.solver.open[i]
			eff := p.compute(g)
			if st := p.solver.state[g]; !st.eff.equal(eff) {
				st.eff, changed = eff, true
			}
		}
		if !changed {
			return
		}
	}
}

func (e *effects) equal(o *effects) bool {
	return slices.Equal(e.contexts, o.contexts) && slices.Equal(e.received, o.received) &&
		slices.Equal(e.ends, o.ends) && slices.Equal(e.signals, o.signals) && slices.Equal(e.calls, o.calls) && slices.Equal(e.handed, o.handed)
}
