// This file keeps where the paths of an acquisition end, for tether explain and the JSON
// report.

package unclosed

import (
	"go/token"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
)

// how says what each end of a path means for the one who asks why.
var how = map[obligation.Kind]string{
	obligation.Released:   "released here",
	obligation.Deferred:   "released by a deferred call",
	obligation.HandedOver: "handed over here",
	obligation.Ended:      "ended by itself here",
	obligation.Leaked:     "still open where the function is left here",
	obligation.Reacquired: "lost where the next one is opened",
	obligation.Unknown:    "cannot be followed any further",
}

// maxEnds bounds what is kept of an acquisition with very many paths.
const maxEnds = 16

// ends lists where the obligation ended, each place once.
func (a *acquisition) ends() []finding.Note {
	type end struct {
		kind obligation.Kind
		pos  token.Pos
	}
	var notes []finding.Note
	seen := make(map[end]bool)
	for _, o := range a.outcomes {
		message, ok := how[o.Kind]
		if e := (end{o.Kind, o.Pos}); !ok || seen[e] || len(notes) == maxEnds {
			continue
		} else {
			seen[e] = true
		}
		pos := o.Pos
		// What has no place of its own is shown at the call.
		if !pos.IsValid() {
			pos = a.pos()
		}
		notes = append(notes, finding.Note{Span: a.unit.Span(pos, pos), Message: message})
	}
	// A fate of its own would be a fifth in every format: it counts as handed over, and the note
	// says to whom.
	if len(a.outcomes) == 0 {
		notes = append(notes, finding.Note{Span: a.unit.Span(a.pos(), a.pos()), Message: "kept, for the function does not return"})
	}
	return notes
}
