// Package directives has the rules about tether's own directives: those that are
// malformed, and those that suppress nothing. Untracked reports them.
package directives

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suppress"
	"github.com/tetherlint/tether/internal/unit"
)

// Allows reports the directives of the unit that are malformed or suppress
// nothing. All other rules must have reported before.
//
// A directive is not judged by rules that are off or did not run, nor where the
// analysis gave up: what it is for may be there all the same. Of the rules here
// it may name, such as unused-allow where code is needed on another system only,
// beside another rule, none is missed.
//
// others are the findings of the other analyzer; gaveUp reports whether the analysis
// of a function between two positions did not come to its end.
func Allows(u *unit.Unit, others []finding.Finding, gaveUp func(pos, end token.Pos) bool) {
	j := &judge{unit: u, gaveUp: gaveUp, used: make(map[use]bool)}
	j.see(others)
	j.see(u.Result.Findings)
	var late []func()
	for _, f := range u.Pass.Files {
		if !u.Reported(f.Package) {
			continue
		}
		for _, d := range u.Suppress(f).Directives() {
			if d.Problem != "" {
				j.bad(f, d)
				continue
			}
			j.unused(f, d, j.idle(f, d), false)
			late = append(late, func() { j.unused(f, d, j.idleHere(d), true) })
		}
	}
	j.see(u.Result.Findings)
	for _, report := range late {
		report()
	}
}

type judge struct {
	unit   *unit.Unit
	gaveUp func(pos, end token.Pos) bool
	used   map[use]bool

	findings []finding.Finding
}

// A use is a directive that suppressed a finding of a rule.
type use struct {
	file string
	line int
	rule finding.Rule
}

// see notes which directives suppressed something.
func (j *judge) see(findings []finding.Finding) {
	j.findings = append(j.findings, findings...)
	for i := range findings {
		for _, d := range findings[i].Directives {
			j.used[use{d.File, d.Line, findings[i].Rule}] = true
		}
	}
}

func (j *judge) bad(f *ast.File, d *suppress.Directive) {
	message := "this directive suppresses nothing, since " + d.Problem
	if !strings.Contains(d.Problem, "write ") { // as that of a date does
		message += ": write " + suppress.Prefix + " RULE reason"
	}
	j.report(f, d, unit.Issue{Rule: finding.BadAllow, Message: message})
}

// unused reports a directive of which some names are idle. One that allows this
// very rule has no say where it is insisted on.
func (j *judge) unused(f *ast.File, d *suppress.Directive, idle []suppress.Name, insist bool) {
	if len(idle) == 0 {
		return
	}
	var names []string
	for _, n := range idle {
		names = append(names, n.Text)
	}
	list := strings.Join(names, ",")
	if d.Expired() {
		j.report(f, d, unit.Issue{Rule: finding.UnusedAllow, NoFix: "only you can say whether it is still wanted", Insist: insist,
			Message: fmt.Sprintf("%s %s suppresses nothing since %s is over: give it another date, or delete it", suppress.Prefix, list, d.Until)})
		return
	}
	message := fmt.Sprintf("%s %s suppresses nothing here: delete it", suppress.Prefix, list)
	title := "Delete the directive"
	if len(idle) < len(d.Names) {
		message = fmt.Sprintf("%s suppresses no %s here: delete that from its list", suppress.Prefix, strings.Join(names, " and no "))
		title = "Delete " + list + " from the directive"
	}
	var fix *analysis.SuggestedFix
	noFix := ""
	if line := j.meantFor(f, d, idle); line > 0 {
		message = fmt.Sprintf("%s %s suppresses nothing here: it belongs at the end of line %d, or alone on the line above that", suppress.Prefix, list, line)
		noFix = fmt.Sprintf("it may be meant for line %d", line)
	} else if edits, ok := j.unit.Suppress(f).Without(d, idle); ok && !j.unit.IsCgo(d.Comment.Slash) {
		fix = &analysis.SuggestedFix{Message: title, TextEdits: edits}
	}
	j.report(f, d, unit.Issue{Rule: finding.UnusedAllow, Fix: fix, NoFix: noFix, Message: message, Insist: insist})
}

// meantFor returns the line of a finding near a directive that names its rule and does
// not suppress it: it only stands in the wrong place. Of several that is the nearest, and for a
// directive on a line of its own the nearest below, if there is one. 0 means that there is none.
func (j *judge) meantFor(file *ast.File, d *suppress.Directive, idle []suppress.Name) (line int) {
	at := j.unit.Span(d.Comment.Pos(), d.Comment.End())
	alone, best := j.unit.Suppress(file).Alone(d), 0
	for i := range j.findings {
		f := &j.findings[i]
		far := max(f.Line-at.Line, at.Line-f.Line)
		if f.File != at.File || f.Status == finding.Suppressed || far > suppress.Nearby ||
			!slices.ContainsFunc(idle, func(n suppress.Name) bool { return n.Rule == f.Rule }) {
			continue
		}
		if alone && f.Line < at.Line {
			far += suppress.Nearby
		}
		if line == 0 || far < best {
			line, best = f.Line, far
		}
	}
	return line
}

// report reports an issue at the directive.
func (j *judge) report(f *ast.File, d *suppress.Directive, is unit.Issue) {
	is.Pos, is.End = d.Comment.Pos(), d.Comment.End()
	is.Func = unit.FuncName(j.around(f, d))
	j.unit.Report(is)
}

// idle are the names of a directive that suppress nothing, those of the rules
// here apart.
func (j *judge) idle(f *ast.File, d *suppress.Directive) []suppress.Name {
	if decl := j.around(f, d); decl != nil && j.gaveUp(decl.Pos(), decl.End()) {
		return nil
	}
	at := j.unit.Span(d.Comment.Pos(), d.Comment.End())
	return slices.DeleteFunc(slices.Clone(d.Names), func(n suppress.Name) bool {
		return !j.ran(n.Rule) || !j.unit.Config.Enabled(n.Rule) || j.unit.Config.Excluded(n.Rule, at.File) ||
			j.used[use{at.File, at.Line, n.Rule}] ||
			n.Rule == finding.HiddenLaunch && j.unit.Suppress(f).AtLaunch(d)
	})
}

// ran reports whether a rule has reported by now: hidden launches are only looked for
// where it is known what the main module is, and rules of this package report below.
func (j *judge) ran(rule finding.Rule) bool {
	return (rule != finding.HiddenLaunch || j.unit.Governed()) && !isHere(rule)
}

func isHere(rule finding.Rule) bool { return slices.Contains(Judged(), rule) }

// Judged lists the rules that have a judgement here.
func Judged() []finding.Rule { return []finding.Rule{finding.BadAllow, finding.UnusedAllow} }

// idleHere are the names of a directive that names nothing but rules of this
// package, and suppresses none.
func (j *judge) idleHere(d *suppress.Directive) (idle []suppress.Name) {
	at := j.unit.Span(d.Comment.Pos(), d.Comment.End())
	for _, n := range d.Names {
		if !isHere(n.Rule) {
			return nil
		}
		if j.unit.Config.Enabled(n.Rule) && !j.used[use{at.File, at.Line, n.Rule}] {
			idle = append(idle, n)
		}
	}
	return idle
}

// around is the function that the directive is in, or whose last line it ends; or nil.
func (j *judge) around(f *ast.File, d *suppress.Directive) *ast.FuncDecl {
	line := func(pos token.Pos) int { return j.unit.Span(pos, pos).Line }
	i := sort.Search(len(f.Decls), func(i int) bool { return f.Decls[i].End() > d.Comment.Slash })
	if i < len(f.Decls) && f.Decls[i].Pos() > d.Comment.Slash {
		if decl, ok := f.Decls[i].(*ast.FuncDecl); ok && decl.Doc != nil && decl.Doc.Pos() <= d.Comment.Slash {
			return decl // the directive is above it, and counts for all of it
		}
	}
	if i == len(f.Decls) || f.Decls[i].Pos() > d.Comment.Slash {
		if i--; i < 0 || line(f.Decls[i].End()) != line(d.Comment.Slash) {
			return nil
		}
	}
	decl, _ := f.Decls[i].(*ast.FuncDecl)
	return decl
}
