// This file is the rule dropped-handle. It is about launches that give their caller something
// by which to stop them, or to wait for them, and about a caller that lets it go:
//
//	time.AfterFunc(d, flush)     // the timer is dropped: nothing can stop it
//	cmd.Start()                  // and no Wait on some path: a zombie
//	pool.TryGo(work)             // the answer that it will not run is dropped

package untracked

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// handled sets the class of launches by other means than go and helpers: a handle that is kept
// is bound, one that is dropped detached. What there is to report of it is noted for dropped,
// since the class has to be known before any rule is asked.
func (r *checker) handled(l *launch.Launch) {
	switch {
	case l.Other == nil:
		r.refused(l)
	case l.Other.Command:
		r.command(l)
	default:
		l.Class = finding.Bound
		// A timer is followed into variables and structs, since it is known by which uses it is kept.
		// Of other handles only the call itself says that they are dropped.
		lost := l.Drops(l.Other.Handle) || l.Other.Timer && r.launches.Lost(l, l.Other.Handle)
		if lost && !(l.Other.Timer && r.launches.Answers(l)) {
			l.Class = finding.Detached
			// Nobody could stop it earlier than the end of the process does.
			if l.Other.Timer && r.process.EndsBehind(l.Call) {
				return
			}
			is := r.issue(l, r.droppedMessage(l))
			// What ends by itself is a matter of policy, not a leak, and so is the one timer of a process.
			is.Policy = l.Other.Timer && (r.launches.EndsItself(l) || r.process.OnceAt(l.Call))
			is.NoFix = "what is to stop it is up to the author"
			if l.Other.Timer && l.File != nil {
				is.Fix, is.NoFix = r.fixes.KeepTimer(l.File, l.Call)
			}
			r.drops[l] = is
		}
	}
}

// dropped is the judgement of the rule: what handled has noted of a launch.
func (r *checker) dropped(l *launch.Launch) []unit.Issue {
	if is, ok := r.drops[l]; ok {
		return []unit.Issue{is}
	}
	return nil
}

// droppedMessage says what is dropped, and what to keep instead.
func (r *checker) droppedMessage(l *launch.Launch) string {
	if l.Other.Timer {
		return fmt.Sprintf("the timer that will run %s is dropped, so that nothing can stop it: keep what %s returns, and Stop it where its owner stops", l.Runs(), l.Other.Name)
	}
	keep := "its result"
	if r.launches.Results(l).Len() > 1 {
		keep = fmt.Sprintf("result %d", l.Other.Handle+1)
	}
	return fmt.Sprintf("the handle of what %s launches is dropped, so that nothing can wait for it or stop it: keep %s", l.Other.Name, keep)
}

// refused notes a helper that may not run the function, such as (*errgroup.Group).TryGo, and
// whose answer is dropped. The last result that could be an answer is it:
//
//	g.TryGo(work) // false where the group is full: work does not run
func (r *checker) refused(l *launch.Launch) {
	if l.Helper == nil || l.Go != nil || !l.Helper.Refuses {
		return
	}
	results := r.launches.Results(l)
	for i := results.Len() - 1; i >= 0; i-- {
		if says := answer(results.At(i).Type()); says != "" {
			if l.Drops(i) {
				is := r.issue(l, fmt.Sprintf("%s may refuse to run %s, and the %s that says so is dropped: check it, or use a helper that always runs what it is given",
					r.launches.CalleeName(l), l.Runs(), says))
				is.NoFix = "what to do where it refuses is up to the author"
				r.drops[l] = is
			}
			return
		}
	}
}

// answer names the type of a result that says whether the function will run: bool or error; ""
// for others.
func answer(t types.Type) string {
	if b, ok := t.Underlying().(*types.Basic); ok && b.Kind() == types.Bool {
		return "bool"
	}
	if types.Identical(t, types.Universe.Lookup("error").Type()) {
		return "error"
	}
	return ""
}

// command judges (*exec.Cmd).Start: a command that is neither waited for nor handed over on
// some path is detached, and so is one with a session of its own, or that main itself starts,
// but that is meant and not reported.
//
//	cmd.Start()
//	if err := watch(); err != nil {
//		return err // nobody waits for cmd
//	}
//	return cmd.Wait()
func (r *checker) command(l *launch.Launch) {
	l.Class = finding.Bound
	owner := r.launches.OwnerOf(l.Call)
	// A command that comes from elsewhere somebody else waits for.
	if owner == nil {
		return
	}
	const remedy = "a process that nobody waits for stays behind as a zombie"
	message := ""
	var related []analysis.RelatedInformation
	g := r.gapOf(l, owner, obligation.CommandSpec())
	switch {
	case g.kind == noGap:
		return
	// It is meant to run on, or ends with the process.
	case owner.Var != nil && r.ownSession(owner.Var, maxSession), r.inMain(l):
		l.Class = finding.Detached
		return
	case g.kind == unnamed:
		message = fmt.Sprintf("the command started by %s is not assigned to a variable, so nobody can wait for it: assign it and call its Wait, in a launch of its own where this must not block; %s", l.Other.Name, remedy)
	case g.kind == onPath:
		where := "that path"
		if len(g.ways) > 1 {
			where = "those paths"
		}
		message = fmt.Sprintf("%s is started, but neither waited for nor handed over when %s returns at line %s: call %s.Wait() on %s; %s",
			owner.Name, leaver(l, g.ways[0].Pos), r.lines(g.ways), owner.Name, where, remedy)
		related = r.related(g.ways, owner.Name+" is not waited for: returns here")
	default:
		message = fmt.Sprintf("%s is started, but nothing in package %s waits for it: call %s.Wait() where its owner stops; %s",
			owner.Name, r.unit.Pass.Pkg.Name(), owner.Name, remedy)
	}
	l.Class = finding.Detached
	is := r.issue(l, message, related...)
	is.NoFix = "Run instead of Start would block, and when to wait is up to the author"
	r.drops[l] = is
}

// inMain reports whether main itself has a launch: where it returns the process ends, and with
// it the zombie.
func (r *checker) inMain(l *launch.Launch) bool {
	return !l.InLiteral() && l.Decl != nil && l.Decl.Recv == nil && l.Decl.Name.Name == "main" && r.unit.Pass.Pkg.Name() == "main"
}

// function names the function that a launch is in.
func function(l *launch.Launch) string {
	if l.InLiteral() {
		return "the function literal"
	}
	if l.Decl == nil {
		return "the function"
	}
	return unit.FuncName(l.Decl)
}

// leaver names the function that is left at a place: that of a launch, or one around it, which
// owns what the launch is into.
//
//	func run() {
//		var g errgroup.Group
//		each(func(n node) { g.Go(n.load) }) // launched in the literal
//		return                              // and left by run
//	}
func leaver(l *launch.Launch, at token.Pos) string {
	if l.File == nil || !(l.File.FileStart <= at && at < l.File.FileEnd) {
		return function(l)
	}
	// A function is left at its closing brace, or at a return in it.
	switch fn := syntax.FunctionAt(l.File, at).(type) {
	case *ast.FuncDecl:
		return unit.FuncName(fn)
	case *ast.FuncLit:
		return "the function literal"
	}
	return function(l)
}
