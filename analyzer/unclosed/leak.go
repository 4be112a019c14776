package unclosed

import (
	"cmp"
	"fmt"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// leak: on some path the resource is neither released nor handed over.
func leak(a *acquisition) *unit.Issue {
	if a.has(obligation.Unknown) || a.isCarried() {
		return nil
	}
	leaks := slices.DeleteFunc(slices.Clone(a.outcomes), func(o obligation.Outcome) bool {
		return o.Kind != obligation.Leaked && o.Kind != obligation.Reacquired
	})
	if len(leaks) == 0 {
		return nil
	}
	first := slices.MinFunc(leaks, func(x, y obligation.Outcome) int { return cmp.Compare(x.Pos, y.Pos) })
	w := a.words()
	var where, note string
	if line := a.unit.Span(first.Pos, first.Pos).Line; first.Kind == obligation.Reacquired {
		where, note = "before the next iteration opens another", "opened again here"
	} else {
		where, note = fmt.Sprintf("when %s returns at line %d", a.function(), line), "returns here"
	}
	if first.Launch.IsValid() {
		first.Pos = first.Launch
		where = fmt.Sprintf("on some path of what is launched with it at line %d", a.unit.Span(first.Pos, first.Pos).Line)
		note = "launched here"
	}
	lost := ""
	if a.Spec.Flush {
		lost = ": its buffered data is lost"
		if a.Spec.Name == "tar.NewWriter" { // it buffers nothing
			lost = ": the last file is not filled up, and the archive has no end"
		}
	} else if line := a.shownAt(); line > 0 {
		lost = fmt.Sprintf(", as it is at line %d", line)
	}
	is := a.issue("%s is not %s %s%s; %s", a.opened(), w.done, where, lost, w.remedy)
	is.Related = []analysis.RelatedInformation{{Pos: first.Pos, End: first.Pos, Message: cmp.Or(a.name(), "the result of "+a.Spec.Name) + " is not " + w.done + ": " + note}}
	is.Fix, is.NoFix = a.deferFix()
	return is
}

// shownAt is the line of the release by which the function shows that it owns what
// nothing else is known of, or 0.
func (a *acquisition) shownAt() int {
	for _, o := range a.outcomes {
		if a.Spec.Evidence && o.Release != nil {
			return a.unit.Span(o.Release.Pos(), o.Release.Pos()).Line
		}
	}
	return 0
}

// isCarried tells whether the resource is kept only inside something that leads to
// it, as a span inside its context: whoever gets that may release it.
func (a *acquisition) isCarried() bool {
	id, ok := a.place().(*ast.Ident)
	return ok && id.Name == "_" && len(a.Spec.Carry) > 0
}
