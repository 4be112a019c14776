// This file is the rule raw-go: a launch whose class the config does not accept. Most of it is
// words: the message says why the class is what it is, names the line that shows it, and offers
// the helpers that this package can use.

package untracked

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/rewrite"
	"github.com/tetherlint/tether/internal/unit"
)

// rank orders the classes, best first: a config accepts one and all before it.
var rank = map[finding.Class]int{finding.Tracked: 0, finding.Joined: 1, finding.Bound: 2, finding.Detached: 3}

// rawGo reports a go statement, or a call of a helper that is not approved here, whose class is
// worse than the accepted one. Fixes are offered for go statements only.
func (r *checker) rawGo(l *launch.Launch) []unit.Issue {
	if l.Go == nil && l.Denied == nil || l.Class == finding.Tracked || rank[l.Class] <= rank[r.unit.Config.Accept] {
		return nil
	}
	is := r.issue(l, r.rawGoMessage(l))
	if l.Go != nil {
		var offer rewrite.Offer
		// A fix looks at code that the rule has not looked at, and must not take the finding
		// with it where it fails.
		r.engine.Guard(l.Go.Pos(), func() {
			offer = r.fixes.Launch(l.File, l.Go)
			if l.Class == finding.Detached && r.fixes.NeverEnds(l.Go) {
				is.Message += "; it has no end, so that Shutdown will always run into its deadline, with this one still running"
			}
		})
		is.Fix, is.NoFix, is.Blocked, is.Needs = offer.Fix, offer.Why, offer.Blocked, offer.Needs
	}
	if l.Go == nil {
		is.NoFix = "the call of another helper is not rewritten"
	}
	return []unit.Issue{is}
}

// rawGoMessage says what runs, what is wrong with how it was launched, and what to do instead.
// It says "nothing in sight awaits it" and not "nobody": that is what is known.
func (r *checker) rawGoMessage(l *launch.Launch) string {
	ways, waits := r.ways(l)
	what := "goroutine running " + l.Runs() + " bypasses the helpers"
	if l.Denied != nil {
		what = "goroutine running " + l.Runs() + " is launched by " + l.Denied.Launch + ", which the config " + forbids(l.Denied)
	}
	switch l.Class {
	case finding.Joined:
		// It is waited for already. What a group's own method adds is that nobody has to count.
		if waits != "" {
			waits = ""
			if l.Waiting.Join.Adds != "" {
				waits = ", which cannot miscount"
			}
		}
		return fmt.Sprintf("%s, though %s (joined): launch it through %s%s", what, r.whoWaits(l), ways, waits)
	case finding.Bound:
		return fmt.Sprintf("%s and %s, though %s (bound): launch it through %s%s", what, r.unawaited(l), r.whatEnds(l), ways, waits)
	}
	if r.outlives(l) {
		reason, when := outlived(l)
		return fmt.Sprintf("%s and %s: the select at line %d stops waiting for it %s, and nothing in sight waits for it after that (detached): end it and wait for it on that path, too, and launch it through %s",
			what, reason, r.line(l.Waiting.Pos), when, ways)
	}
	if wrong, remedy := r.almostAwaited(l); wrong != "" {
		return fmt.Sprintf("%s, and %s (detached): %s launch it through %s", what, wrong, remedy, ways)
	}
	return what + " and nothing in sight awaits or can stop it (detached): give it a context or a stop channel, " + conjunction(waits) + "launch it through " + ways + waits
}

// almostAwaited says of a detached launch what it lacks of being waited for, and what
// would mend that: "" where nobody waits at all.
//
//	wg.Done() // it goes on after that
//	flush()
func (r *checker) almostAwaited(l *launch.Launch) (wrong, remedy string) {
	if l.Waiting.Join != nil {
		if wrong = r.partlyAwaited(l); wrong != "" {
			remedy = "wait for it on every path, and"
		}
		return wrong, remedy
	}
	m := r.launches.Missed(l)
	if !isShort(m.Call) {
		return "", ""
	}
	at := m.Call + r.at(" at ", l, m.Pos)
	switch m.How {
	case launch.Unreached:
		return at + " is never reached", "let what runs before it end, and"
	case launch.Skipped:
		return "some path leaves it without " + at, "defer that, or"
	case launch.GoesOn:
		return "it goes on after " + at, "do that last, or"
	case launch.Behind:
		return "what it defers before " + at + " runs after that", "defer that first, or"
	}
	return "", ""
}

// partlyAwaited says on which path of its launcher a launch is not waited for, or that others
// send, too; "" where it is waited for on no path or on all.
func (r *checker) partlyAwaited(l *launch.Launch) string {
	w := l.Waiting
	switch {
	case w.Join == nil || !w.Local || !isShort(w.On):
		return ""
	case w.Fewer && w.Pos.IsValid():
		return fmt.Sprintf("on some path %s returns at line %d, and nothing shows that it has received from %s as often as is sent on it", function(l), r.line(w.Pos), w.On)
	case w.Fewer:
		return fmt.Sprintf("nothing shows that %s receives from %s as often as is sent on it", function(l), w.On)
	case w.How != launch.Somewhere || !w.Pos.IsValid():
		return ""
	}
	without := "receiving from " + w.On
	switch {
	case w.Join.Group():
		without = "waiting for " + w.On
	case w.Carries:
		without += " to the end"
	}
	return fmt.Sprintf("on some path %s returns at line %d without %s", function(l), r.line(w.Pos), without)
}

// unawaited says how much a launch that something can end lacks of being waited for.
func (r *checker) unawaited(l *launch.Launch) string {
	if l.Waiting.Within {
		_, when := outlived(l)
		return fmt.Sprintf("the select at line %d stops waiting for it %s", r.line(l.Waiting.Pos), when)
	}
	return cmp.Or(r.partlyAwaited(l), "nothing in sight awaits it")
}

// whoWaits says what shows that a launch is joined: "wg is waited for at line 12".
func (r *checker) whoWaits(l *launch.Launch) string {
	what := "it"
	if isShort(l.Waiting.On) {
		what = l.Waiting.On
	}
	return what + " is waited for" + r.at(" at ", l, l.Waiting.Pos)
}

// whatEnds says what can end a bound launch, and where to look for that.
func (r *checker) whatEnds(l *launch.Launch) string {
	see := r.at(", see ", l, l.Stop.Pos)
	switch on := l.Stop.On; {
	case !isShort(on):
		return "it can be stopped" + see
	case l.Stop.By == launch.Quit:
		return "a receive from " + on + " can end it" + see
	case l.Stop.By == launch.Closing:
		return "closing " + on + " would end it" + see
	case l.Stop.By == launch.Method:
		return "a method of " + on + " can end it" + see
	default:
		return on + " can end it" + see
	}
}

// isShort reports whether an expression fits into a message: at most 40 bytes, on one line.
func isShort(expr string) bool {
	return expr != "" && len(expr) <= 40 && !strings.Contains(expr, "\n")
}

// at says where a place is, as seen from a launch: before with the line, and with the file
// where that is another one; "" on the line of the launch itself.
func (r *checker) at(before string, l *launch.Launch, pos token.Pos) string {
	if !pos.IsValid() {
		return ""
	}
	here, there := r.unit.Span(l.Call.Pos(), l.Call.Pos()), r.unit.Span(pos, pos)
	switch {
	case here.File != there.File:
		return fmt.Sprintf("%s%s:%d", before, filepath.Base(there.File), there.Line)
	case here.Line != there.Line:
		return fmt.Sprintf("%sline %d", before, there.Line)
	}
	return ""
}

// conjunction is what goes before the last of two pieces of advice, where no third follows.
func conjunction(third string) string {
	if third == "" {
		return "and "
	}
	return ""
}

// ways names the helpers to launch through: those of the config that this package can call, for
// a team has its reasons, at most three; else the built-in ones that the config does not deny
// and that the file's Go version has. waits is what to add about waiting: the built-in ones
// have a method for it, of those of a config nothing is known.
func (r *checker) ways(l *launch.Launch) (ways, waits string) {
	// One entry of a config may deny what another names.
	file, denied := r.unit.Span(l.Call.Pos(), l.Call.Pos()).File, make(map[config.Func]bool)
	for _, h := range r.unit.Config.Helpers {
		denied[h.Deny] = true
	}
	var names []string
	for i := range r.unit.Config.Helpers {
		h := &r.unit.Config.Helpers[i]
		// Three are enough to choose from, of those that can be called here: they exist, are
		// approved in this file, and are not internal to something else.
		if h.Launch != "" && !denied[h.Launch] && !r.fixes.Lacks(h.Launch) && len(names) < 3 && r.unit.Config.Approves(h, file) && h.Launch.Parts().CallableFrom(r.unit.Pass.Pkg.Path()) {
			names = append(names, spoken(h.Launch.Parts()))
		}
	}
	if len(names) > 0 {
		return alternatives(names), ""
	}
	for _, h := range []struct {
		launch config.Func
		name   string
	}{
		{"(*golang.org/x/sync/errgroup.Group).Go", "errgroup"},
		{"(*sync.WaitGroup).Go", "sync.WaitGroup.Go"},
		{"github.com/tetherlint/tether/tracked.Go", "tracked.Go"},
	} {
		if tooNew := h.name == "sync.WaitGroup.Go" && l.File != nil && !r.fixes.HasWaitGroupGo(l.File); !denied[h.launch] && !tooNew {
			names = append(names, h.name)
		}
	}
	if len(names) == 0 {
		return "an approved helper", ""
	}
	return alternatives(names), ", and wait for that"
}

// spoken is a function's name with the last part of its package's path: "errgroup.Group.Go".
func spoken(fn config.FuncName) string {
	pkg := fn.Package[strings.LastIndexByte(fn.Package, '/')+1:]
	if fn.Type == "" {
		return pkg + "." + fn.Name
	}
	return pkg + "." + fn.Type + "." + fn.Name
}

// alternatives joins names as a sentence does: "a, b or c".
//
//	"errgroup, sync.WaitGroup.Go or tracked.Go"
func alternatives(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// forbids says why a helper is not approved, as the predicate of "the config".
func forbids(h *catalog.Helper) string {
	if h.Denied {
		return "denies"
	}
	return "does not approve in this file"
}
