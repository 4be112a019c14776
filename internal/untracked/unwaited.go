// This file is the rule unwaited: a helper launches into a group, and nobody calls the group's
// Wait.
//
//	var g errgroup.Group
//	g.Go(fetch)
//	if err := check(); err != nil {
//		return err // reported: fetch runs on
//	}
//	return g.Wait()
//
// Which paths wait is the engine's to say: the launch is walked as an obligation that a Wait
// discharges.

package untracked

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// unwaited reports a group that is launched into and then, on some path out of the function
// that owns it, neither waited for nor handed over; of a field or a package variable, that
// nothing in the package waits for it. Of several launches into one group only the first is
// reported.
func (r *checker) unwaited(l *launch.Launch) []unit.Issue {
	owner := r.groupOf(l)
	if owner == nil {
		return nil
	}
	waits := owner.Waits
	if l.Helper != nil {
		waits = l.Helper.Waits
	}
	return r.unwaitedIn(l, owner, waits, "goroutine running "+l.Runs()+" is launched into ")
}

// groupOf is what a launch into a group that must be waited for is launched into: a helper's
// group, or one that a go statement counts itself into. Nil for all others, and where the
// caller keeps a task that it can wait for by itself.
func (r *checker) groupOf(l *launch.Launch) *launch.Owner {
	owner, known := r.groups[l]
	if known {
		return owner
	}
	h := l.Helper
	if h != nil && len(h.Waits) > 0 && !h.Serves && !r.keepsTask(l) {
		call := l.Call
		// Of the handle form the group is what has given the handle.
		if l.Go != nil {
			call = l.Start
		}
		if call != nil {
			owner = r.launches.OwnerOf(call)
		}
	}
	// Of one that is joined all paths wait. Where the steps were spent that is not known, and
	// nothing is said.
	if h == nil && l.Denied == nil && l.Class != finding.Joined && !l.Spent {
		owner = r.launches.CountedInto(l)
	}
	r.groups[l] = owner
	return owner
}

// passedGroups reports the groups that are launched into only by functions to which they are
// passed, and that their owner does not wait for. It is asked last: a launch into the same
// group where its owner is says more.
//
//	var g errgroup.Group
//	fetchAll(&g, urls) // which calls g.Go
//	return nil
func (r *checker) passedGroups() (issues []unit.Issue) {
	for _, l := range r.launches.PassedGroups() {
		if r.unit.Reported(l.Call.Pos()) {
			r.engine.Guard(l.Call.Pos(), func() {
				issues = append(issues, r.unwaitedIn(l.Launch, r.launches.GroupOf(l.Group), l.Waits, l.Runs()+" launches goroutines into ")...)
			})
		}
	}
	return issues
}

// unwaitedIn reports the owner of a launch where nobody waits for it, once for each owner. what
// is the start of the message.
func (r *checker) unwaitedIn(l *launch.Launch, owner *launch.Owner, waits []string, what string) []unit.Issue {
	if owner == nil || owner.Var != nil && r.reported[owner.Key()] {
		return nil
	}
	g := r.gapOf(l, owner, obligation.GroupSpec(waits...))
	if g.kind == noGap {
		return nil
	}
	// One finding for all names of one group.
	r.reported[owner.Key()] = true
	// To wait itself it would have to wait for its own end.
	if owner.Member() {
		return nil
	}
	what += owner.Name
	wait, first := owner.Name+"."+waits[0]+"()", ""
	// Waiting before the channel is closed, or the context cancelled, would wait for ever, and
	// the message must not advise that.
	if work := r.launches.WorkChannel(l); work != "" {
		first = ", once " + work + " is closed,"
	} else if ctx := r.launches.WaitedContext(l); ctx != "" {
		first = ", once " + ctx + " is cancelled,"
	}
	var is unit.Issue
	switch g.kind {
	case unnamed:
		is = r.issue(l, fmt.Sprintf("%s, which nobody can wait for: bind the group to a variable, and call its %s on every path", what, waits[0]))
	case onPath:
		is = r.issue(l, fmt.Sprintf("%s, which is neither waited for nor handed over when %s returns at line %s: call %s on every path%s or give %s to who will",
			what, leaver(l, g.ways[0].Pos), r.lines(g.ways), wait, cmp.Or(first, ","), owner.Name), r.related(g.ways, owner.Name+" is not waited for: returns here")...)
	default:
		is = r.issue(l, fmt.Sprintf("%s, and nothing in package %s waits for it: call %s where its owner stops%s", what, r.unit.Pass.Pkg.Name(), wait, strings.TrimSuffix(first, ",")))
	}
	is.Fix, is.NoFix = r.waitFix(l, owner, g)
	if is.Class != finding.Tracked {
		is.Class = "" // raw-go tells it
	} else if l.Go == nil && l.Helper != nil {
		is.Launched = r.launches.Run(l)
	}
	return []unit.Issue{is}
}

// waitFix waits for a group where only one function has it; else it says why there is no fix.
func (r *checker) waitFix(l *launch.Launch, owner *launch.Owner, g gap) (fix *analysis.SuggestedFix, why string) {
	why = "where its owner stops is up to the author"
	if g.kind == onPath && l.File != nil {
		r.engine.Guard(l.Call.Pos(), func() { fix, why = r.fixes.Wait(l.File, l.Node(), owner.Var) })
	}
	return fix, why
}

// keepsTask reports whether the caller keeps what the launch returned, and can wait for that
// alone: a pool's task, which has a Wait or a Done of its own.
//
//	task := pool.Submit(work)
//	task.Wait()
func (r *checker) keepsTask(l *launch.Launch) bool {
	// A go statement returns nothing that could be kept.
	if l.Go != nil {
		return false
	}
	results := r.launches.Results(l)
	for i := range results.Len() {
		for _, name := range []string{"Wait", "Done"} {
			obj, _, _ := types.LookupFieldOrMethod(results.At(i).Type(), true, nil, name)
			if _, ok := obj.(*types.Func); ok && !l.Drops(i) {
				return true
			}
		}
	}
	return false
}

// A gap is where nobody waits for an owner.
type gap struct {
	kind gapKind
	ways []obligation.Outcome // of onPath: those out of the function, in the order of the source
}

type gapKind uint8

const (
	noGap   gapKind = iota
	unnamed         // no variable has it, so that nobody can wait
	onPath          // the function that owns it leaves without
	nowhere         // nothing in the package waits for the field or the package variable
)

// gapOf finds where nobody waits for an owner. A local group that is stored in a field is judged
// by the field as well.
func (r *checker) gapOf(l *launch.Launch, owner *launch.Owner, spec *obligation.Spec) gap {
	if owner.Var == nil {
		return gap{kind: unnamed}
	}
	// A group that one function has must be waited for by that. Only where its paths say nothing
	// the field counts in which it is kept as well.
	if owner.Local {
		if ways := r.engine.Unwaited(l.Node(), owner.Var, spec, r.launchedInto(owner.Var)); len(ways) > 0 {
			return gap{kind: onPath, ways: ways}
		}
	}
	if owner.Unwaited(l.Node()) {
		return gap{kind: nowhere}
	}
	return gap{}
}

// launchedInto returns all launches into a group that is a local variable: a Wait behind any of
// them is for each.
//
//	g.Go(a)
//	g.Go(b)
//	g.Wait() // for both
func (r *checker) launchedInto(group *types.Var) map[ast.Node]bool {
	if r.into == nil {
		r.into = map[*types.Var]map[ast.Node]bool{}
		for _, l := range r.launches.Launches() {
			owner := r.groupOf(l)
			if owner == nil || !owner.Local || owner.Var == nil {
				continue
			}
			if r.into[owner.Var] == nil {
				r.into[owner.Var] = map[ast.Node]bool{}
			}
			r.into[owner.Var][l.Node()] = true
		}
	}
	return r.into[group]
}

// maxExits is how many ways out a finding names.
const maxExits = 9

// lines are the lines of ways out: whoever mends one of them only is to know of the others.
func (r *checker) lines(ways []obligation.Outcome) string {
	var lines []string
	for _, way := range ways[:min(len(ways), maxExits)] {
		if line := strconv.Itoa(r.line(way.Pos)); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return alternatives(lines)
}

// related are the notes at such ways.
func (r *checker) related(ways []obligation.Outcome, message string) (notes []analysis.RelatedInformation) {
	for _, way := range ways[:min(len(ways), maxExits)] {
		notes = append(notes, analysis.RelatedInformation{Pos: way.Pos, End: way.Pos, Message: message})
	}
	return notes
}
