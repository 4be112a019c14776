package unclosed

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// issue starts the report of a rule at the acquiring call.
func (a *acquisition) issue(rule finding.Rule, format string, args ...any) *unit.Issue {
	return &unit.Issue{Rule: rule, Pos: a.pos(), End: a.end(), Message: fmt.Sprintf(format, args...), Subject: a.Call.Fun}
}

// discarded: the resource is dropped at the call itself.
func discarded(a *acquisition) *unit.Issue {
	if !a.discarded {
		return nil
	}
	// Where the error is looked at, that may be all that was wanted: to see that it
	// cannot be opened. Elsewhere the process may end, or the goroutine. What is
	// launched or deferred runs somewhere else, where nothing is followed.
	switch a.Stmt.(type) {
	case *ast.GoStmt, *ast.DeferStmt:
	default:
		if !a.has(obligation.Leaked, obligation.Reacquired) && (a.errorVar() != nil || !a.has(obligation.Unknown)) {
			return nil
		}
	}
	w := a.words()
	is := a.issue(finding.Discarded, "the result of %s is discarded and can never be %s: %s", a.Spec.Name, w.done, w.remedy)
	is.Fix, is.NoFix = a.bindFix()
	return is
}

// dropped tells whether no result that is the resource is bound to anything.
func (a *acquisition) dropped() bool {
	if a.Spec.Out > 0 || a.Spec.Global {
		return false
	}
	switch s := a.Stmt.(type) {
	case *ast.ExprStmt:
		return ast.Unparen(s.X) == a.Call
	case *ast.GoStmt:
		return s.Call == a.Call
	case *ast.DeferStmt:
		return s.Call == a.Call
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 && ast.Unparen(s.Rhs[0]) == a.Call {
			return a.allBlank(s.Lhs)
		}
	case *ast.ValueSpec:
		if len(s.Values) == 1 && ast.Unparen(s.Values[0]) == a.Call {
			names := make([]ast.Expr, len(s.Names))
			for i, n := range s.Names {
				names[i] = n
			}
			return a.allBlank(names)
		}
	}
	return false
}

func (a *acquisition) allBlank(places []ast.Expr) bool {
	for _, i := range slices.Concat(a.Spec.Results, a.Spec.Carry) {
		if i >= len(places) {
			return false
		}
		if id, ok := places[i].(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}

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
		where, note = "before the loop comes round and acquires the next one", "acquired again here"
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
	} else if line := a.shownAt(); line > 0 {
		lost = fmt.Sprintf(", as it is at line %d", line)
	}
	is := a.issue(finding.Leak, "%s opened by %s is not %s %s%s; %s", a.subject(), a.Spec.Name, w.done, where, lost, w.remedy)
	is.Related = []analysis.RelatedInformation{{Pos: first.Pos, End: first.Pos, Message: cmp.Or(a.name(), "what was opened") + " is not " + w.done + ": " + note}}
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

// undeferred: released on every path, but never by defer.
func undeferred(a *acquisition) *unit.Issue {
	if !a.isUndeferred() {
		return nil
	}
	w := a.words()
	is := a.issue(finding.Undeferred, "%s opened by %s is %s, but not by defer: a panic or the next early return leaks it; %s",
		a.subject(), a.Spec.Name, w.done, w.remedy)
	is.Fix, is.NoFix = a.undeferFix()
	return is
}

func (a *acquisition) isUndeferred() bool {
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
			risky = risky || o.Risky && a.Func.ReachesReturn(o.Pos)
		default:
			return false
		}
	}
	return risky
}

// marksTime reports whether the resource is a span, a ticker or a timer, of which the
// moment of the release matters, and little is lost without it.
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

// deferInLoop: a deferred release of what the same loop acquires again.
func deferInLoop(a *acquisition) *unit.Issue {
	for _, o := range a.outcomes {
		if o.Kind != obligation.Deferred || !o.Again || !a.inLoopWith(o.Defer) {
			continue
		}
		if a.Func.Reaches(o.Defer.Pos(), a.Call.Pos()) {
			w := a.words()
			is := a.issue(finding.DeferInLoop, "%s opened by %s in a loop is %s by defer, so all stay open until %s returns: %s in each iteration, or move the body of the loop into a function",
				a.subject(), a.Spec.Name, w.done, a.function(), w.imperative)
			is.Pos, is.End = o.Defer.Defer, o.Defer.Defer+token.Pos(len("defer"))
			is.NoFix = "only a function of its own would end with the iteration"
			return is
		}
	}
	return nil
}

func (a *acquisition) inLoopWith(d *ast.DeferStmt) bool {
	return slices.ContainsFunc(a.Loops, func(loop ast.Stmt) bool { return loop.Pos() <= d.Pos() && d.Pos() < loop.End() })
}

// deferBeforeCheck: the release is deferred before the error is looked at.
func deferBeforeCheck(a *acquisition) *unit.Issue {
	if a.Spec.NilSafe {
		return nil
	}
	for _, o := range a.outcomes {
		if o.Kind == obligation.Deferred && o.Unchecked && !o.Guarded && !a.mayBeNoop(o) && a.errorIsReadAfter(o.Defer.End()) {
			w := a.words()
			is := a.issue(finding.DeferBeforeCheck, "%s opened by %s is %s by defer before its error is checked: %s may be nil there; move the defer below the check",
				a.subject(), a.Spec.Name, w.done, a.subject())
			is.Pos, is.End = o.Defer.Defer, o.Defer.Defer+token.Pos(len("defer"))
			is.Fix, is.NoFix = a.moveDefer(o.Defer)
			return is
		}
	}
	return nil
}

// mayBeNoop tells whether the release is a function that the acquiring call
// returned, and which may well do nothing where there is an error.
func (a *acquisition) mayBeNoop(o obligation.Outcome) bool {
	if a.Spec.Again || a.Spec.Nil || o.Release == nil {
		return false
	}
	id, ok := ast.Unparen(o.Release.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	_, isVar := a.unit.Pass.TypesInfo.Uses[id].(*types.Var)
	return isVar
}

// errorIsReadAfter tells whether the first use of the acquisition's error after
// pos reads it. One that is overwritten first was never looked at.
func (a *acquisition) errorIsReadAfter(pos token.Pos) bool {
	errVar := a.errorVar()
	if errVar == nil {
		return false
	}
	first, written := a.firstAfter(errVar, pos)
	return first != nil && !written
}

// errorVar is the variable that takes the acquisition's error, or nil.
func (a *acquisition) errorVar() types.Object {
	assign, ok := a.Stmt.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) < 2 && a.Spec.Out == 0 {
		return nil
	}
	id, ok := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	obj := a.unit.Pass.TypesInfo.ObjectOf(id)
	if obj == nil || obj.Type().String() != "error" {
		return nil
	}
	return obj
}
