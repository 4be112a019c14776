// This file runs the rules over the launches of a package, and puts each launch into the
// result: what tether inventory and report show, and tether live joins with running goroutines.

package untracked

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/process"
	"github.com/tetherlint/tether/internal/rewrite"
	"github.com/tetherlint/tether/internal/rewrite/eligible"
	"github.com/tetherlint/tether/internal/stuck"
	"github.com/tetherlint/tether/internal/unit"
)

// A checker judges one package.
type checker struct {
	unit     *unit.Unit
	engine   *obligation.Engine
	launches *launch.Package
	leaves   *hidden.Package
	fixes    *rewrite.Rewriter
	process  *process.Process
	reported map[*types.Var]bool              // groups of which is said that nobody waits for them
	groups   map[*launch.Launch]*launch.Owner // see groupOf
	into     map[*types.Var]map[ast.Node]bool // see launchedInto
	stuck    map[*launch.Launch][]*stuck.Claim
	drops    map[*launch.Launch]unit.Issue // see handled
	byNode   map[ast.Node]*launch.Launch
}

// run classifies, counts and judges. The order matters: stuck must be known before the class is
// final, since a goroutine that can wait for ever on a channel of its own is detached, whatever
// else could end it.
func (r *checker) run() {
	launches := r.launches.Launches()
	// Both before anything is reported: classes and fixes ask for them.
	r.findStuck(launches)
	r.classify(launches)
	for _, l := range launches {
		// Generated files and those of other variants are analysed for what they show, and not
		// reported on.
		if !r.unit.Reported(l.Call.Pos()) {
			continue
		}
		r.engine.Guard(l.Call.Pos(), func() {
			r.handled(l)
			r.launches.Classify(l)
		})
		if l.Class == "" || l.Class != finding.Tracked && len(r.stuck[l]) > 0 { // the analysis failed; or nothing can end it
			l.Class = finding.Detached
		}
		// What was not found there may be there all the same: an allow directive must not be called
		// unused because of it.
		if l.Spent {
			r.engine.GiveUp(l.Call.Pos())
		}
		r.count(l)
		if l.Helper != nil || l.Denied != nil {
			r.unit.Suppress(l.File).NoteLaunch(l.Call.Pos()) // a directive for those who call this from other modules
		}
		for _, j := range judgements {
			if j.launch != nil {
				r.engine.Guard(l.Call.Pos(), func() { r.report(&j, j.launch(r, l)) })
			}
		}
	}
	for _, j := range judgements {
		if j.whole != nil && r.unit.Config.Enabled(j.rule) {
			r.report(&j, j.whole(r))
		}
	}
}

// report puts the issues of one rule into the result.
func (r *checker) report(j *judgement, issues []unit.Issue) {
	for _, is := range issues {
		is.Rule = j.rule
		r.unit.Report(is)
	}
}

// classify gives each go statement its class before any is reported: the fixes of a
// file are planned together, and want to know which launches are waited for.
func (r *checker) classify(launches []*launch.Launch) {
	r.fixes.Told = make(map[*ast.GoStmt]eligible.Told)
	for _, l := range launches {
		if l.Go != nil && r.unit.Reported(l.Call.Pos()) {
			r.engine.Guard(l.Call.Pos(), func() { r.launches.Classify(l) })
			ends := l.Class == finding.Bound && l.Stop.By == launch.Context
			r.fixes.Told[l.Go] = eligible.Told{
				Joined:  l.Class == finding.Joined,
				Bound:   ends,
				GivenUp: (ends || l.Class == finding.Detached) && l.Waiting.Within && l.Waiting.Until == nil,
			}
		}
	}
	for l, claims := range r.stuck {
		for _, c := range claims {
			// With room for what it sends the goroutine ends, and can be waited for. One that stays stuck
			// would keep whoever waits for ever.
			if fix, _ := roomFix(c); fix == nil && l.Go != nil {
				told := r.fixes.Told[l.Go]
				told.Stuck = true
				r.fixes.Told[l.Go] = told
			}
		}
	}
}

// count puts a launch into the unit's result, with the reason for its class: who waits (Proof),
// what could end it, or who holds the result that owns it.
func (r *checker) count(l *launch.Launch) {
	pos, end := telling(l)
	out := finding.Launch{
		Span:     r.unit.Span(pos, end),
		Class:    l.Class,
		Package:  r.unit.PkgPath(),
		Function: unit.FuncName(l.Decl),
		Callee:   l.Callee,
		Owner:    l.Owner(),
		Entry:    r.entry(l),
	}
	if r.outlives(l) {
		out.Reason, _ = outlived(l)
	}
	out.Proof = r.proof(l)
	if l.Go != nil && l.Decl != nil {
		r.engine.Guard(l.Call.Pos(), func() { out.Held = r.held(l) })
	}
	switch {
	case l.Denied != nil:
		out.Via = l.Denied.Launch
	case l.Other != nil:
		out.Via, out.Owner = l.Other.Name, r.handle(l)
	}
	if l.Helper != nil {
		out.Helper = l.Helper.Launch
		out.Owner = r.owner(l)
	}
	r.unit.Result.Launches = append(r.unit.Result.Launches, out)
}

// outlives reports whether somebody waits for a detached launch, but gives up after a time or
// with a context: select { case <-done: case <-time.After(d): }.
func (r *checker) outlives(l *launch.Launch) bool {
	return l.Class == finding.Detached && l.Waiting.Within && len(r.stuck[l]) == 0
}

// outlived is what such a launch outlives, for the JSON report, and when that is, for messages.
func outlived(l *launch.Launch) (reason, when string) {
	if l.Waiting.Until == nil {
		return finding.OutlivesTimeout, "when the time is over"
	}
	if ctx := types.ExprString(l.Waiting.Until); isShort(ctx) {
		return finding.OutlivesContext, "when " + ctx + " ends"
	}
	return finding.OutlivesContext, "when the context ends"
}

// proof is the place that shows who waits for a launch, or what can end it, or the way out on
// which nobody waits; none where there is nothing to show.
func (r *checker) proof(l *launch.Launch) []finding.Note {
	at := func(pos token.Pos, format string, args ...any) []finding.Note {
		if !pos.IsValid() {
			return nil
		}
		return []finding.Note{{Span: r.unit.Span(pos, pos), Message: fmt.Sprintf(format, args...)}}
	}
	switch w := l.Waiting; {
	case l.Class == finding.Joined:
		return at(w.Pos, "%s is waited for here", w.On)
	case l.Class == finding.Bound && l.Stop.By != launch.Nothing:
		return at(l.Stop.Pos, "%s", stopWords[l.Stop.By])
	case r.outlives(l):
		_, when := outlived(l)
		return at(w.Pos, "this does not wait for %s %s", w.On, when)
	case l.Class == finding.Detached && w.Local && w.How == launch.Somewhere:
		return at(w.Pos, "%s is not waited for when the function is left here", w.On)
	}
	return nil
}

// stopWords say what becomes of a body where it looks at what can end it.
var stopWords = map[launch.Stopper]string{
	launch.Context: "this observes the context that ends it",
	launch.Quit:    "a receive from this channel ends it",
	launch.Closing: "the close of this channel ends it",
	launch.Method:  "this runs until another method of the same value ends it",
}

// held names the result of a constructor that owns what it launches, with the methods that end
// it: "*Cache (Close)"; "" where none does.
//
//	func New() *Cache { c := &Cache{}; go c.sweep(); return c } // "*Cache (Close)"
func (r *checker) held(l *launch.Launch) string {
	fn, _ := r.unit.Pass.TypesInfo.Defs[l.Decl.Name].(*types.Func)
	o := r.leaves.OwnerOf(fn, l.Go)
	if o == nil {
		return ""
	}
	t := fn.Signature().Results().At(o.Result).Type()
	return fmt.Sprintf("%s (%s)", types.TypeString(t, types.RelativeTo(fn.Pkg())), strings.Join(o.Methods, ", "))
}

// entry is where the stack of what is launched begins: the function that tether live looks for
// at the bottom of a goroutine's stack.
func (r *checker) entry(l *launch.Launch) (e finding.Entry) {
	r.engine.Guard(l.Call.Pos(), func() {
		lit, fn := r.launches.Entry(l)
		switch {
		case lit != nil:
			s := r.unit.Span(lit.Pos(), lit.End())
			e = finding.Entry{File: s.File, First: s.Line, Last: s.EndLine}
		case fn != nil:
			s := r.unit.Span(fn.Pos(), fn.Pos())
			e = finding.Entry{Func: launch.Symbol(fn), File: s.File, First: s.Line}
		}
	})
	return e
}

// owner is the value that a helper's method launches into, as source; "" for a helper that is a
// function, which has an owner of its own.
func (r *checker) owner(l *launch.Launch) string {
	sel, ok := ast.Unparen(l.Call.Fun).(*ast.SelectorExpr)
	if !ok || l.Go != nil || r.unit.Pass.TypesInfo.Selections[sel] == nil {
		return ""
	}
	return types.ExprString(sel.X)
}

// handle is what keeps the handle of a launch by other means, as source.
func (r *checker) handle(l *launch.Launch) string {
	if l.Class != finding.Bound {
		return ""
	}
	if l.Other.Command {
		if sel, ok := ast.Unparen(l.Call.Fun).(*ast.SelectorExpr); ok {
			return types.ExprString(sel.X)
		}
		return ""
	}
	return l.Keeper(l.Other.Handle)
}

// issue starts the report of a rule at a launch; the caller adds the fix, or why there is none.
func (r *checker) issue(l *launch.Launch, message string, related ...analysis.RelatedInformation) unit.Issue {
	pos, end := telling(l)
	return unit.Issue{Class: l.Class, Pos: pos, End: end, Func: unit.FuncName(l.Decl), Message: message, Related: related}
}

// line is the line of a position, as the report shows it.
func (r *checker) line(pos token.Pos) int { return r.unit.Span(pos, pos).Line }

// telling returns the tokens that stand for a launch: the go keyword, or the
// function of a call.
func telling(l *launch.Launch) (pos, end token.Pos) {
	if l.Go != nil {
		return l.Go.Go, l.Go.Go + token.Pos(len("go"))
	}
	return l.Call.Fun.Pos(), l.Call.Fun.End()
}
