package untracked

import (
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/rewrite"
	"github.com/tetherlint/tether/internal/unit"
)

// rank orders the classes, best first: a config accepts one and all before it.
var rank = map[finding.Class]int{finding.Tracked: 0, finding.Joined: 1, finding.Bound: 2, finding.Detached: 3}

// rawGo reports a go statement, or a call of a helper that is not approved, that
// is not of an accepted class.
func (r *rules) rawGo(l *launch.Launch) {
	if l.Go == nil && l.Denied == nil || l.Class == finding.Tracked || rank[l.Class] <= rank[r.unit.Config.Accept] {
		return
	}
	pos, end := telling(l)
	is := unit.Issue{Rule: finding.RawGo, Class: l.Class, Pos: pos, End: end, Func: unit.FuncName(l.Decl), Message: rawGoMessage(l)}
	if l.Go != nil {
		var offer rewrite.Offer
		r.engine.Guard(l.Go.Pos(), func() { offer = r.fixes.Launch(l.File, l.Go) })
		is.Fix, is.NoFix, is.Blocked, is.Needs = offer.Fix, offer.Why, offer.Blocked, offer.Needs
	}
	if l.Go == nil {
		is.NoFix = "the call of another helper is not rewritten"
	}
	r.unit.Report(is)
}

// rawGoMessage says what runs, what is wrong with how it was launched, and what
// to do instead. That nobody waits is what can be seen, not what is known.
func rawGoMessage(l *launch.Launch) string {
	const waitable = "errgroup, sync.WaitGroup.Go or tracked.Go, and wait for that"
	what := "goroutine running " + l.Callee + " bypasses the helpers"
	if l.Denied != nil {
		what = "goroutine running " + l.Callee + " is launched by " + l.Denied.Launch + ", which the config " + forbids(l.Denied)
	}
	switch l.Class {
	case finding.Joined:
		return what + ", though it is waited for (joined): launch it through sync.WaitGroup.Go, errgroup or tracked.Go, which cannot miscount"
	case finding.Bound:
		return what + " and nothing in sight awaits it, though it can be stopped (bound): launch it through " + waitable
	}
	return what + " and nothing in sight awaits or can stop it (detached): give it a context or a stop channel, launch it through " + waitable
}

func forbids(h *catalog.Helper) string {
	if h.Denied {
		return "denies"
	}
	return "does not approve in this file"
}
