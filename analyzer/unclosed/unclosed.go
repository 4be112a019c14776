// Package unclosed reports resources that are opened and not closed.
//
// The engine in internal/obligation follows each acquisition to the ends of its
// paths; a rule here is a judgement over those ends. One acquisition gets at
// most one finding: that of the first rule, in the order of the rules below,
// that has something to say.
package unclosed

import (
	"go/token"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// A rule judges an acquisition; nil means that it has nothing to say.
type rule func(a *acquisition) *unit.Issue

// rules are in the order in which they are asked.
var rules = []rule{discarded, leak, undeferred, deferInLoop, deferBeforeCheck}

// New returns the analyzer. obligations is the instance that it shares with Untracked.
func New(opts unit.Options, obligations *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "unclosed",
		Doc:        "report resources that are opened and not closed",
		Requires:   []*analysis.Analyzer{obligations},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			u := unit.New(pass, opts)
			engine := pass.ResultOf[obligations].(*obligation.Engine)
			memo := newMemo()
			engine.Exclusive(func() {
				engine.Functions(func(f *obligation.Func) {
					if u.Reported(f.Body.Pos()) {
						for _, sites := range byCall(slices.Concat(engine.Sites(f), engine.Evident(f))) {
							report(u, engine, memo, sites)
						}
						reportUnchecked(u, engine, memo, f)
					}
				})
				unreleasedFields(u, engine)
			})
			return u.Finish(engine.Failures()), nil
		},
	}
	if opts.Settings != nil {
		opts.Settings.Register(&a.Flags)
		if opts.NoFiles {
			opts.Settings.RegisterText(&a.Flags)
		}
	}
	return a
}

// An acquisition is a site with what became of it on each path.
type acquisition struct {
	*obligation.Site
	unit      *unit.Unit
	engine    *obligation.Engine
	memo      *memo
	outcomes  []obligation.Outcome
	discarded bool   // with all else that the call acquires
	undefers  bool   // the fix removes the explicit releases
	bound     string // the name that the fix binds what was discarded to
}

// byCall groups the sites of one call: it may acquire several things, but gets at
// most one finding.
func byCall(sites []*obligation.Site) [][]*obligation.Site {
	var groups [][]*obligation.Site
	for i, site := range sites {
		if i > 0 && sites[i-1].Call == site.Call {
			last := len(groups) - 1
			groups[last] = append(groups[last], site)
			continue
		}
		groups = append(groups, []*obligation.Site{site})
	}
	return groups
}

// report judges what a call acquires: the first rule that has something to say of
// any of it speaks for all.
func report(u *unit.Unit, engine *obligation.Engine, memo *memo, sites []*obligation.Site) {
	whole := !slices.ContainsFunc(sites, func(s *obligation.Site) bool { return !(&acquisition{Site: s}).dropped() })
	var worst *acquisition
	var issue *unit.Issue
	first := len(rules)
	for _, site := range sites {
		a := &acquisition{Site: site, unit: u, engine: engine, memo: memo, discarded: whole}
		a.outcomes = a.explore()
		rank, is := judge(a)
		if worst == nil || rank < first {
			worst, issue, first = a, is, rank
		}
	}
	fate := worst.fate()
	if issue != nil {
		issue.Func = unit.FuncName(worst.Func.Decl)
		u.Report(*issue)
		if issue.Rule == finding.Discarded || issue.Rule == finding.Leak {
			fate = finding.Leaked
		}
	}
	u.Result.Acquisitions = append(u.Result.Acquisitions, finding.Acquisition{
		Span:     u.Span(worst.pos(), worst.end()),
		Fate:     fate,
		Package:  u.PkgPath(),
		Function: unit.FuncName(worst.Func.Decl),
		Opener:   worst.Spec.Name,
		Release:  worst.Spec.Release[0],
		Ends:     worst.ends(),
	})
}

// judge asks the rules in their order; it returns which one spoke.
func judge(a *acquisition) (int, *unit.Issue) {
	for i, rule := range rules {
		if is := rule(a); is != nil {
			return i, is
		}
	}
	return len(rules), nil
}

// pos and end cover what is called, without its arguments.
func (a *acquisition) pos() token.Pos { return a.Call.Fun.Pos() }
func (a *acquisition) end() token.Pos { return a.Call.Fun.End() }

func (a *acquisition) has(kinds ...obligation.Kind) bool {
	return slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return slices.Contains(kinds, o.Kind) })
}

// fate sums the outcomes up for the inventory.
func (a *acquisition) fate() finding.Fate {
	switch {
	case a.has(obligation.Unknown):
		return finding.HandedOver
	case a.has(obligation.Deferred):
		return finding.Deferred
	case a.has(obligation.Released, obligation.Ended):
		return finding.Released
	}
	return finding.HandedOver
}
