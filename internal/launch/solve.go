package launch

import (
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// effectsOf returns the effects of f. Functions that call each other start with no
// effects.
func (p *base) effectsOf(f *syntax.Func) *effects { return p.solver.Ask(f) }

// noEffects is where the solution starts.
func noEffects(*syntax.Func) *effects { return new(effects) }

// equal reports whether two rounds came to the same effects, in the same order.
func (e *effects) equal(o *effects) bool {
	return e.spent == o.spent && slices.Equal(e.contexts, o.contexts) && slices.Equal(e.received, o.received) &&
		slices.Equal(e.ends, o.ends) && slices.Equal(e.signals, o.signals) && slices.Equal(e.calls, o.calls) && slices.Equal(e.handed, o.handed)
}
