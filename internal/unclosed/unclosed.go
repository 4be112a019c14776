// Package unclosed reports resources that are opened and not closed.
//
// The engine in internal/obligation follows each acquisition to the ends of its
// paths; a rule here is a judgement over those ends. One acquisition gets at
// most one finding: that of the first rule, in the order of the rules below,
// that has something to say.
package unclosed

import (
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/process"
	"github.com/tetherlint/tether/internal/rules"
	"github.com/tetherlint/tether/internal/unit"
)

const about = `report resources that are opened and not closed

What a function opens it must release on every path, or hand over: return it, store
it, or pass it to a callee that keeps it. Files, connections, response bodies, rows,
spans and many more are known; a .tether.yml names others.`

// New returns the analyzer. obligations and leaves are the instances that it shares with
// Untracked.
func New(opts unit.Options, obligations, leaves *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "unclosed",
		Doc:        rules.Help("unclosed", about),
		URL:        rules.Index,
		Requires:   []*analysis.Analyzer{obligations, leaves},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			u := unit.New(pass, opts)
			engine := pass.ResultOf[obligations].(*obligation.Engine)
			c := &checker{unit: u, engine: engine, left: pass.ResultOf[leaves].(*hidden.Package), process: process.New(pass, engine.Index()), memo: newMemo()}
			engine.Exclusive(c.run)
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

// A checker judges one package.
type checker struct {
	unit    *unit.Unit
	engine  *obligation.Engine
	left    *hidden.Package
	process *process.Process
	memo    *memo
}

// run judges each function's acquisitions call by call, then what rules say of functions and of
// the package. A resource is one that the catalogue or a summary knows, one behind which a
// goroutine runs, or one of which the function itself is the evidence.
func (c *checker) run() {
	c.engine.Functions(func(f *obligation.Func) {
		if !c.unit.Reported(f.Body.Pos()) {
			return
		}
		for _, sites := range byCall(slices.Concat(c.engine.Sites(f), c.running(f), c.engine.Evident(f))) {
			c.judgeCall(sites)
		}
		for _, j := range judgements {
			if j.function != nil {
				c.report(&j, j.function(c, f))
			}
		}
	})
	for _, j := range judgements {
		if j.whole != nil && c.unit.Config.Enabled(j.rule) {
			c.report(&j, j.whole(c))
		}
	}
}

// report puts the issues of one rule into the result.
func (c *checker) report(j *judgement, issues []unit.Issue) {
	for _, is := range issues {
		is.Rule = j.rule
		c.unit.Report(is)
	}
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

// judgeCall judges what a call acquires: the first rule that has something to say of any of it
// speaks for all. The call is one row of the inventory, whatever is found.
func (c *checker) judgeCall(sites []*obligation.Site) {
	// Nothing at all of the call is kept.
	whole := !slices.ContainsFunc(sites, func(s *obligation.Site) bool { return !(&acquisition{Site: s}).dropped() })
	var worst *acquisition
	var issue *unit.Issue
	first := len(judgements)
	for _, site := range sites {
		a := &acquisition{Site: site, unit: c.unit, engine: c.engine, process: c.process, memo: c.memo, discarded: whole}
		a.outcomes = a.explore()
		rank, is := judge(a)
		if worst == nil || rank < first {
			worst, issue, first = a, is, rank
		}
	}
	fate := worst.fate()
	if issue != nil {
		issue.Func = unit.FuncName(worst.Func.Decl)
		issue.Policy = judgements[first].leaks && worst.harmless()
		c.report(&judgements[first], []unit.Issue{*issue})
		if judgements[first].leaks {
			fate = finding.Leaked
		}
	}
	c.unit.Result.Acquisitions = append(c.unit.Result.Acquisitions, finding.Acquisition{
		Span:     c.unit.Span(worst.pos(), worst.end()),
		Fate:     fate,
		Package:  c.unit.PkgPath(),
		Function: unit.FuncName(worst.Func.Decl),
		Opener:   worst.Spec.Name,
		Release:  worst.Spec.Release[0],
		Ends:     worst.ends(),
	})
}

// judge asks the rules in their order; it returns the index of the one that spoke, or the
// number of rules.
func judge(a *acquisition) (int, *unit.Issue) {
	for i, j := range judgements {
		if j.acquisition == nil {
			continue
		}
		if is := j.acquisition(a); is != nil {
			return i, is
		}
	}
	return len(judgements), nil
}
