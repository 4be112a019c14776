// This file names a literal that is launched: by the comment above it, by the one thing that it does,
// by what it waits for, or by the function around.

package taskname

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// literalName names a literal that is launched.
func (r *Namer) literalName(src *source.File, stmt *ast.GoStmt, lit *ast.FuncLit) string {
	around := r.enclosingName(src, stmt)
	if said := purpose(src, stmt); said != "" {
		return r.joinedName(around, said)
	}
	steps, made := r.works(lit)
	steps = withoutLesser(steps)
	if r.sendsTo(lit) != "" && !slices.ContainsFunc(steps, func(s step) bool { return !s.keepsCount() }) {
		steps = nil // it keeps what it sends for a while
	}
	if len(steps)+len(made) == 0 {
		if does := r.deed(lit); does != "" {
			return r.joinedName(around, does)
		}
	}
	if closes := r.closesAfter(lit, steps); closes != "" {
		return r.joinedName(around, closes)
	}
	if value := r.valueRun(stmt, steps); value != "" {
		return r.joinedName(around, value)
	}
	if first := r.onlyAlways(steps); first != nil && first.name != "" && !first.again {
		return r.workName(src, stmt, lit, *first)
	}
	if waits := r.waitsFor(lit); waits != "" && len(steps) != 1 && !slices.ContainsFunc(steps, step.takesLong) {
		return r.joinedName(around, waits)
	}
	if endsAll := len(steps) > 0 && !slices.ContainsFunc(steps, func(s step) bool { return !s.ends() || s.turns || s.name == "" }); endsAll && r.waitsFirst(lit) {
		return r.joinedName(around, steps[0].name) // the end of several things
	}
	if onlySelects(lit) && len(steps) > 0 && steps[0].name != "" {
		return r.joinedName(around, steps[0].name)
	}
	if sends := r.sendsOnly(lit); sends != "" && len(steps)+len(made) == 0 {
		return r.joinedName(around, sends)
	}
	// Alone in its function it needs nothing more to be told from others. main says nothing, and
	// a function that is a task itself has its name already.
	said := saidFirst(src, stmt)
	if alone := around != "main" && !r.launchesMore(src, stmt) && !r.isTaskItself(src, stmt); alone && (said == "" || r.Awaited(stmt)) {
		return r.ofMade(src, stmt, around)
	}
	if said != "" { // the function around has returned
		return r.joinedName(around, said)
	}
	if to := r.sendsTo(lit); len(steps)+len(made) == 0 && to != "" {
		return r.joinedName(around, "send to "+to)
	}
	work := telling(steps, made)
	if gathers := r.gathersFrom(lit); gathers != "" && (telling(steps, nil) == "" || len(steps) > 1 && steps[0].turns) {
		work = gathers
	}
	if n := len(lit.Body.List); work == "" && n > 0 && r.isTaskItself(src, stmt) {
		if last := source.CallOf(lit.Body.List[n-1]); last != nil && !r.isAside(last) {
			work = r.calleeName(last.Fun) // ticker.Stop
		}
	}
	if work != "" && !r.isOneWay(steps, work) {
		return r.joinedName(around, work)
	}
	return around
}

// isOneWay reports whether a step is taken only where another one is not.
//
//	if !p.watch { p.poll(ctx); return }
//	p.listen(ctx)
func (r *Namer) isOneWay(steps []step, work string) bool {
	at := slices.IndexFunc(steps, func(s step) bool { return s.name == work })
	if at < 1 {
		return false
	}
	second, ok := r.Index.Find(steps[at].fun)
	return ok && slices.ContainsFunc(steps[:at], func(s step) bool {
		first, found := r.Index.Find(s.fun)
		return found && s.inBranch && exclusive(first, second)
	})
}

// withoutLesser are the steps that say more than others do: how something ends says less than what is
// done until then.
func withoutLesser(steps []step) []step {
	for _, lesser := range []func(step) bool{step.isTold, step.isComputed, step.undoes, step.ends, step.keepsCount, step.converts} {
		if slices.ContainsFunc(steps, func(s step) bool { return !lesser(s) }) {
			steps = slices.DeleteFunc(steps, lesser)
		}
	}
	return steps
}

// onlyAlways is the only step of some, or the first, a function of the package, where the others are
// taken on branches of what has come of it. nil where there is none.
func (r *Namer) onlyAlways(steps []step) *step {
	if len(steps) == 0 || slices.ContainsFunc(steps[1:], func(s step) bool { return !s.inBranch && !s.chosen }) {
		return nil
	}
	if first := &steps[0]; len(steps) == 1 || r.isOurs(first.fun) && !first.plain && !first.inBranch && !first.chosen && !first.turns {
		return first
	}
	return nil
}

// telling is the one of several steps that says the most: the first that a loop takes, which it
// waits for; else the last, to which the others lead up, of those that are always taken if there
// are any.
func telling(steps []step, made []string) (work string) {
	always := false
	for _, s := range steps {
		switch {
		case s.name == "":
		case s.turns:
			return s.name
		case always && s.inBranch:
		default:
			work, always = s.name, always || !s.inBranch
		}
	}
	if work == "" && len(made) > 0 {
		work = made[len(made)-1]
	}
	return work
}

// workName names a literal by the one thing that it calls, where that is what it is there for.
func (r *Namer) workName(src *source.File, stmt *ast.GoStmt, lit *ast.FuncLit, work step) string {
	around := r.enclosingName(src, stmt)
	alone := around != "main" && !r.launchesMore(src, stmt) && !r.isTaskItself(src, stmt)
	switch {
	case r.waitsFirst(lit) && around != "main": // most of the time it does not do it yet
		if waits := r.waitsFor(lit); waits != "" && (work.ends() || work.undoes()) {
			return r.joinedName(around, waits)
		}
		if wait, isExpr := firstOf(lit).(*ast.ExprStmt); isExpr && r.waitedGroup(wait) != nil {
			return r.joinedName(around, "wait, then "+strings.TrimPrefix(r.joinedName(around, work.name), around+": "))
		}
		if alone && saysSo(around, work.name) {
			return r.ofMade(src, stmt, around)
		}
		return r.joinedName(around, work.name)
	case work.ends() && around != "main":
		if alone && (work.waits || len(lit.Body.List) > 3 || saysSo(around, work.name)) {
			return r.ofMade(src, stmt, around) // it ends so
		}
		return r.joinedName(around, work.name) // many let go of one of these
	case strings.HasPrefix(work.name, "copy to "):
		return r.joinedName(around, work.name) // in a process there are many such
	case work.turns && alone && (saysSo(around, work.name) || r.ofMade(src, stmt, around) != around):
		return r.ofMade(src, stmt, around) // the loop is the task
	case work.inBranch && alone:
		return around // it may do without
	case work.turns && r.isAnybodys(work.fun) && r.gathersFrom(lit) != "":
		return r.joinedName(around, r.gathersFrom(lit))
	case work.turns || work.chosen:
		return r.joinedName(around, work.name)
	case alone && lastName(work.name) == "Wait" && saysSo(around, work.name):
		return around // activatingConnWait runs waitGroup.Wait
	}
	return r.placed(src, stmt, work.fun, work.name)
}
