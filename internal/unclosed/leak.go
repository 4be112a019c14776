// This file is the rule leak, and the words of its message: on which path, where else, what to
// do. Where a defer would be wrong the message says so by advising something else
// (remedyBeside).

package unclosed

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// leak reports a resource that on some path is neither released nor handed over. If one path
// cannot be followed, nothing is said of the others: what happens there may explain them.
func leak(a *acquisition) *unit.Issue {
	if a.has(obligation.Unknown) || a.isCarried() || a.knownNil() || a.isUpgrade() {
		return nil
	}
	leaks := slices.DeleteFunc(slices.Clone(a.outcomes), func(o obligation.Outcome) bool {
		return o.Kind != obligation.Leaked && o.Kind != obligation.Reacquired || a.Spec.Idle != 0 && a.isIdle(o)
	})
	if len(leaks) == 0 || a.Spec.Idle != 0 && a.isUnnamed() {
		return nil
	}
	// The first in the source is the one that the message names.
	first := slices.MinFunc(leaks, func(x, y obligation.Outcome) int { return cmp.Compare(x.Pos, y.Pos) })
	w := a.words()
	var where, note string
	if line := a.unit.Span(first.Pos, first.Pos).Line; first.Kind == obligation.Reacquired {
		where, note = "before the next iteration opens another", "opened again here"
	} else {
		where, note = fmt.Sprintf("when %s returns at line %d", a.function(), line), "returns here"
	}
	// The leak is in a function that was given the resource; the place to show is where it was
	// given.
	if first.Launch.IsValid() {
		first.Pos = first.Launch
		where = fmt.Sprintf("on some path of what is launched with it at line %d", a.unit.Span(first.Pos, first.Pos).Line)
		note = "launched here"
	} else if first.Given.IsValid() {
		first.Pos = first.Given
		where = fmt.Sprintf("on some path of what is given it at line %d", a.unit.Span(first.Pos, first.Pos).Line)
		note = "given here"
	}
	lost := ""
	if a.Spec.Flush {
		lost = ": its buffered data is lost"
		if a.Spec.Name == "tar.NewWriter" { // it buffers nothing
			lost = ": the last file is not filled up, and the archive has no end"
		}
	} else if a.answersHead() {
		lost = headNote
	} else if line := a.shownAt(); line > 0 {
		lost = fmt.Sprintf(", as it is at line %d", line)
	}
	others := a.otherExits(leaks, first.Pos)
	fix, why := a.deferFix()
	w.remedy = a.remedyBeside(w, why)
	// The path may leave the block of the variable, or that have another type.
	if strings.HasSuffix(w.remedy, "on that path") && (a.lacksRelease() || !a.inScope(first.Pos)) {
		w.remedy = w.imperative + " on that path"
	}
	if len(others) > 0 {
		w.remedy = strings.Replace(w.remedy, "on that path", "on those paths", 1)
	}
	if a.mayBeNil() && strings.Contains(w.remedy, a.releaseCall()) {
		w.remedy += ", unless " + a.name() + " is nil"
	}
	is := a.issue("%s is not %s %s%s%s; %s", a.opened(), w.done, where, a.atLines(others), lost, w.remedy)
	for i, pos := range append([]token.Pos{first.Pos}, others...) {
		if i > 0 {
			note = "returns here"
		}
		is.Related = append(is.Related, analysis.RelatedInformation{Pos: pos, End: pos, Message: cmp.Or(a.name(), "the result of "+a.Spec.Name) + " is not " + w.done + ": " + note})
	}
	is.Fix, is.NoFix = fix, why
	return is
}

// remedyBeside is what to do where a defer is no fix for a reason: a defer is not advised
// where that says that it would be wrong.
func (a *acquisition) remedyBeside(w words, why string) string {
	if a.atEnd || why == exitsLater {
		return "call " + a.releaseCall() + " on that path"
	}
	if inIteration := strings.HasSuffix(w.remedy, "before the iteration ends, on every path"); !inIteration && !strings.HasPrefix(w.remedy, "defer ") {
		return w.remedy
	}
	switch why {
	case keptBy, launchedBy, calleeGoes, descriptor:
		return "call " + a.releaseCall() + " where nothing uses it any more"
	case contextGoes:
		return "call " + a.releaseCall() + " where nothing uses the context any more"
	case notChecked, noErrorCheck:
		return "check its error, and defer " + a.releaseCall() + " after that"
	case calleeCloses:
		return "release it on every path"
	case leavesBy, storedBy, deferredElsewhere, releasedElsewhere, usedByDefer:
		return "call " + a.releaseCall() + " on that path"
	}
	return w.remedy
}

// mayBeNil reports whether the callee may give nil without an error, of a type of which nil cannot
// be released: whoever does as advised must ask first.
func (a *acquisition) mayBeNil() bool {
	place := a.place()
	if !a.Spec.Optional || place == nil || a.Spec.Field != "" {
		return false
	}
	t := a.unit.Pass.TypesInfo.TypeOf(place)
	if t == nil {
		return false
	}
	_, isFunc := t.Underlying().(*types.Signature)
	return isFunc || canBeNil(t)
}

// maxExits is how many places a finding names besides the first.
const maxExits = 8

// otherExits are the places besides the first at which the function is left with the
// resource open. Whoever mends one of them only is to know of the others.
func (a *acquisition) otherExits(leaks []obligation.Outcome, first token.Pos) (list []token.Pos) {
	for _, o := range leaks {
		if o.Kind == obligation.Leaked && !o.Launch.IsValid() && !o.Given.IsValid() && o.Pos != first && !slices.Contains(list, o.Pos) {
			list = append(list, o.Pos)
		}
	}
	slices.Sort(list)
	return list[:min(len(list), maxExits)]
}

// atLines adds the lines of other exits to a message.
func (a *acquisition) atLines(exits []token.Pos) string {
	if len(exits) == 0 {
		return ""
	}
	lines := make([]string, len(exits))
	for i, pos := range exits {
		lines[i] = strconv.Itoa(a.unit.Span(pos, pos).Line)
	}
	last := len(lines) - 1
	if last == 0 {
		return ", nor at line " + lines[0]
	}
	return ", nor at lines " + strings.Join(lines[:last], ", ") + " and " + lines[last]
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

// isCarried reports whether the resource is kept only inside something that leads to
// it, as a span inside its context: whoever gets that may release it.
//
//	ctx, _ = tracer.Start(ctx, "load") // whoever has ctx can end the span
func (a *acquisition) isCarried() bool {
	id, ok := a.place().(*ast.Ident)
	return ok && id.Name == "_" && len(a.Spec.Carry) > 0
}
