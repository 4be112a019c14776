// This file is the rule undeferred:
//
//	f, err := os.Open(path)
//	...
//	n, err := f.Read(buf)
//	f.Close()      // reported: a panic, or a return that somebody adds above, leaks f
//	return n, err
//
// It is about style rather than about a leak, so that anything that looks like a reason for
// the early release makes it silent (early.go, followed.go).

package unclosed

import (
	"go/ast"
	"slices"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// undeferred: released on every path, but never by defer.
func undeferred(a *acquisition) *unit.Issue {
	if a.Spec.Runs || a.endsWithProcess() || !a.isUndeferred() {
		return nil
	}
	w := a.words()
	fix, why := a.undeferFix()
	// Without a check of the error there is no place yet at which a defer could stand.
	if why == notChecked || why == noErrorCheck {
		w.remedy = a.remedyBeside(w, why)
	}
	is := a.issue("%s is %s, but not by defer: a panic or the next early return leaks it; %s",
		a.opened(), w.done, w.remedy)
	is.Fix, is.NoFix = fix, why
	return is
}

// isUndeferred reports whether each path releases the resource explicitly, at least one of
// them where something could go wrong before (Risky), and nothing speaks for it. The error
// of a release that is looked at is a reason, and so is a release by a callee.
func (a *acquisition) isUndeferred() bool {
	// Each of these is a reason not to defer: data that has to be flushed by then, a signal that
	// somebody waits for, a time that is measured, an error that is looked at.
	if a.Spec.Evidence || a.isRepeated() || a.Spec.Flush || a.Spec.Signals || a.marksTime() || !a.has(obligation.Released) || a.usesReleaseError() {
		return false
	}
	risky := false
	for _, o := range a.outcomes {
		switch o.Kind {
		case obligation.Ended:
		case obligation.Released:
			if o.ErrUsed || o.Callee {
				return false
			}
			// Behind what ends the process a defer does not run, either.
			risky = risky || o.Risky && a.Func.ReachesReturn(o.Pos)
		default:
			return false
		}
	}
	return risky && !a.endsEarly() && !a.muchFollows()
}

// endsWithProcess reports whether a defer would do as little as what is there: in
// main.main, beside a call that ends the process, which runs nothing that is deferred.
//
//	func main() {
//		...
//		f.Close()
//		os.Exit(run())
//	}
//
// In run, too, a panic and each return end the process. Nothing of a context outlives that; of
// what else is released this is not said, as it may be something out of the process.
func (a *acquisition) endsWithProcess() bool {
	if a.Spec.Cancels && a.process.IsStatus(a.Func.Node()) {
		return true
	}
	d := a.Func.Decl
	if a.Func.Lit != nil || d == nil || d.Recv != nil || d.Name.Name != "main" || a.unit.Pass.Pkg.Name() != "main" {
		return false
	}
	for call := range syntax.Own[*ast.CallExpr](a.Func.Body) {
		if !a.engine.MayReturn(call) {
			return true
		}
	}
	return false
}

// marksTime reports whether the resource is a span, a ticker or a timer, of which the
// moment of the release matters, and little is lost without it:
//
//	span.End() // says how long it took
func (a *acquisition) marksTime() bool {
	if slices.Contains(a.Spec.Release, "End") {
		return true
	}
	t := a.unit.Pass.TypesInfo.TypeOf(a.Call)
	return t != nil && slices.Contains([]string{"*time.Ticker", "*time.Timer"}, t.String())
}

// isRepeated reports whether the acquisition is in a loop, be it one made with goto.
func (a *acquisition) isRepeated() bool {
	return len(a.Loops) > 0 || a.layout().jumps && a.Func.Reaches(a.Call.Pos(), a.Call.Pos())
}
