// This file solves for what functions do that call each other: each round takes the effects of the
// others from the round before, until two rounds are equal. So it does not matter who is asked
// first.

package behaviour

import (
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// EffectsOf returns the effects of f. Functions that call each other start with no
// effects.
func (p *Package) EffectsOf(f *syntax.Func) *Effects { return p.solver.Ask(f) }

// noEffects is where the solution starts.
func noEffects(*syntax.Func) *Effects { return new(Effects) }

// equal reports whether two rounds came to the same effects, in the same order.
func (e *Effects) equal(o *Effects) bool {
	return e.Spent == o.Spent && slices.Equal(e.Contexts, o.Contexts) && slices.Equal(e.Received, o.Received) &&
		slices.Equal(e.Ends, o.Ends) && slices.Equal(e.Signals, o.Signals) && slices.Equal(e.Calls, o.Calls) && slices.Equal(e.Handed, o.Handed)
}
