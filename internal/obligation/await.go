// This file answers who waits for a launch, by the walk that also answers who closes a file:
// the launch creates the obligation at its owner (a WaitGroup, a channel), and a Wait or a
// receive is the release.
//
//	var wg sync.WaitGroup
//	wg.Add(1)
//	go func() { defer wg.Done(); work() }()  // the site: wg owes a Wait
//	if err := check(); err != nil {
//		return err                           // a path without one
//	}
//	wg.Wait()                                // the release

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// WaitSpec is the obligation of those who launch into a group: to wait for it.
func WaitSpec(methods ...string) *Spec {
	return &Spec{Name: "the launch", Release: methods, Here: true}
}

// ReceiveSpec is the obligation of those who launch what reports on a channel:
// to receive from it. What closes the channel owes all receivers at once, what
// sends on it owes one.
func ReceiveSpec(each bool) *Spec {
	return &Spec{Name: "the launch", Receive: true, Here: true, Each: each}
}

// A beyond asks the engine what the launches cannot see for themselves. To be awaited is
// an obligation like any other, which the launch creates and a Wait, or a receive,
// discharges.
type beyond struct{ *Engine }

var _ launch.Beyond = beyond{}

// Awaited implements [launch.Beyond].
func (b beyond) Awaited(l ast.Node, s launch.Signal) launch.Waiting {
	root, ok := s.Root.(*types.Var)
	if !ok {
		return launch.Waiting{}
	}
	owner := Place{Root: root}
	if s.Field {
		owner.Field = s.Var
	}
	spec := ReceiveSpec(s.Join.Each)
	if s.Join.Group() {
		spec = WaitSpec(s.Join.Waits...)
	}
	return b.Engine.Awaited(l, owner, spec)
}

// Behaviour implements [launch.Beyond]: what a function of another package does with the
// contexts, channels and WaitGroups that it is given.
func (b beyond) Behaviour(fn *types.Func) *behaviour.Behaviour {
	if s := b.summaryOf(fn); s != nil {
		return s.Launch
	}
	return nil
}

// Fills implements [launch.Beyond].
func (b beyond) Fills(fn *types.Func, param int) bool {
	if b.callee(fn).Std || fn.Pkg() == b.pass.Pkg {
		return false
	}
	s := b.summaryOf(fn.Origin())
	return s != nil && slices.ContainsFunc(s.Groups, func(g GroupEffect) bool { return g.Param == param && g.Launches })
}

// Awaited answers who waits for what a go statement (or a call of a closure that
// launches) starts: on all paths where on every path from there out of the function
// that owns the place, and on at least one, the spec's release is met.
//
// Where the owner is captured from an outer function, the calls of the closure
// count as launches there.
func (e *Engine) Awaited(l ast.Node, owner Place, spec *Spec) launch.Waiting {
	return e.awaited(e.enclosing(l), l, owner, spec, 0)
}

// awaited is Awaited in the function f, which has the launch. Where the owner is a variable of
// a function around f, it asks there about the calls of f.
func (e *Engine) awaited(f *Func, l ast.Node, owner Place, spec *Spec, depth int) (w launch.Waiting) {
	switch {
	case f == nil || depth > maxDepth:
		return w
	case f.contains(owner.Root):
		return e.waitedInOwner(f, l, owner, spec)
	// It is no variable of a function around: paths do not tell.
	case f.Lit == nil:
		return w
	}
	if !spec.Receive {
		if w := e.countedIn(f, owner, spec, depth); w.How == launch.AllPaths {
			return w
		}
	}
	// The closure launches each time it is called: each call owes a wait.
	for _, call := range e.callsOf(f.Lit) {
		if w = e.awaited(e.enclosing(call), call, owner, spec, depth+1); w.How != launch.AllPaths {
			return w
		}
	}
	return w
}

// countedIn answers for a closure that is itself launched into the group that it
// launches into, and that nothing else ever runs: who waits for the closure waits for
// what it has launched before its end.
//
//	wg.Go(func() {
//		for _, c := range children {
//			wg.Go(c.run) // counted in before the one around it is done
//		}
//	})
func (e *Engine) countedIn(f *Func, owner Place, spec *Spec, depth int) (w launch.Waiting) {
	for _, run := range e.launchesOf(f.Lit) {
		if !e.launches.CountsOn(run, owner.Root, owner.Field) {
			return launch.Waiting{}
		}
		if w = e.awaited(e.enclosing(run), run, owner, spec, depth+1); w.How != launch.AllPaths {
			return w
		}
	}
	return w
}

// waitedInOwner walks the function that owns what is waited on, from the launch on. In a
// function with many launches one walk answers for all launches that it passes.
func (e *Engine) waitedInOwner(f *Func, l ast.Node, owner Place, spec *Spec) launch.Waiting {
	covered, many := e.awaits[owner], e.launchesMany(f)
	if many && covered[l] {
		return launch.Waiting{How: launch.AllPaths}
	}
	w := e.explore(&Site{Spec: spec, Func: f, After: l, Owner: owner})
	answer := waitingOver(w.outcomes())
	if answer.How != launch.AllPaths {
		answer.Fewer = spec.Each && w.fewer
		// It need not be a way out of the function: the launch may be met again before.
		if !slices.ContainsFunc(w.outcomes(), func(o Outcome) bool { return o.Kind == Leaked && o.Pos == answer.Pos }) {
			answer.Pos = token.NoPos
		}
		return answer
	}
	passed := map[ast.Node]bool{}
	for _, n := range w.passed {
		passed[n] = true
	}
	if spec.Each && !e.awaitsSenders(f, l, owner, spec, passed) {
		return launch.Waiting{How: launch.Somewhere, Fewer: true} // whose value it takes cannot be told
	}
	// All paths from here wait, so those from any launch on them do. Without this
	// a thousand launches into one group would be walked a thousand times.
	if !many {
		return answer
	}
	if covered == nil {
		covered = map[ast.Node]bool{}
		e.awaits[owner] = covered
	}
	for n := range passed {
		covered[n] = true
	}
	// Which wait proves it would depend on which launch was asked about first.
	return launch.Waiting{How: launch.AllPaths}
}

// manyLaunches is above how many launches of a function each is no longer followed on its
// own, with the place where it is waited for.
const manyLaunches = 32

// launchesMany reports whether a function has more launches than are followed one by one.
func (e *Engine) launchesMany(f *Func) bool {
	if many, ok := e.many[f]; ok {
		return many
	}
	n := 0
	for range syntax.All[*ast.GoStmt](f.Body) {
		n++
	}
	e.many[f] = n > manyLaunches
	return e.many[f]
}

// waitingOver is the answer that the ends of all paths give together: the first wait, or
// the first way out without one.
func waitingOver(outcomes []Outcome) (w launch.Waiting) {
	w.How = launch.Never
	if len(outcomes) > 0 {
		w.How = launch.AllPaths
	}
	released := false
	// One path that cannot be followed makes the whole answer unknown.
	for _, o := range outcomes {
		switch o.Kind {
		case Unknown:
			return launch.Waiting{}
		case Released, Deferred:
			released = true
			if w.How == launch.AllPaths && (!w.Pos.IsValid() || o.Pos < w.Pos) {
				w.Pos = o.Pos
			}
		default:
			if w.How == launch.AllPaths || o.Pos < w.Pos {
				w.How, w.Pos = launch.Never, o.Pos
			}
		}
	}
	if w.How == launch.Never && released {
		w.How = launch.Somewhere
	}
	return w
}

// awaitsSenders reports whether all others that send on the channel are received
// from too, or are passed on the way: whose value a receive takes cannot be told. What
// becomes of each is found out once, and those that nobody receives from are asked
// first: else a thousand would be walked a thousand times.
//
//	go a(results)
//	go b(results)
//	<-results // of one of the two
func (e *Engine) awaitsSenders(f *Func, launch ast.Node, owner Place, spec *Spec, passed map[ast.Node]bool) bool {
	known := e.sent[owner]
	if known == nil {
		known = &senders{awaited: map[ast.Node]bool{}}
		e.sent[owner] = known
	}
	others := func(list []ast.Node) iter.Seq[ast.Node] {
		return func(yield func(ast.Node) bool) {
			for _, n := range list {
				if n != launch && !passed[n] && !yield(n) {
					return
				}
			}
		}
	}
	for range others(known.lost) {
		return false
	}
	for n := range others(e.senders(f, owner)) {
		if known.awaited[n] {
			continue
		}
		if !e.explore(&Site{Spec: spec, Func: f, After: n, Owner: owner}).alwaysReleased() {
			known.lost = append(known.lost, n)
			return false
		}
		known.awaited[n] = true
	}
	for n := range others(e.senders(f, owner)) {
		passed[n] = true // for the same holds of them
	}
	return true
}

// senders are the go statements that send on one channel, as far as they have been
// followed on their own.
type senders struct {
	awaited map[ast.Node]bool
	lost    []ast.Node // the others
}

// waitedInGo reports whether a goroutine waits for the resource on every path, and is itself
// waited for: go func() { wg.Wait(); close(results) }(), with a range over results behind it.
func (w *walk) waitedInGo(st *sym.State, n *ast.GoStmt) bool {
	// A goroutine that takes one of several values (Each) may take another one than what is owed.
	if w.site == nil || w.site.After == nil || w.site.After == n || !st.Live || !w.site.Spec.Here || w.site.Spec.Each {
		return false
	}
	trial := st.Clone()
	outcomes, all := w.trial(trial, func(t *sym.State) {
		if fn, args := w.callParts(t, n.Call); !t.Dead {
			w.apply(t, n.Call, fn, args)
		}
	})
	return all && firstDischarge(outcomes) != nil && w.eng.launches.Joined(n)
}

// waitedInHelper is the same of what a helper launches into a group that this function waits for
// on every path: g.Go(func() error { wg.Wait(); close(results); return nil }), with g.Wait
// behind it.
func (w *walk) waitedInHelper(st *sym.State, call *ast.CallExpr, fn *types.Func, args []sym.Value) bool {
	if w.site == nil || w.site.After == nil || w.site.After == call || !st.Live || !w.site.Spec.Here || w.site.Spec.Each || fn == nil {
		return false
	}
	h := w.eng.launches.Helpers.Lookup(fn.Origin())
	// A helper that refuses to launch makes nobody wait.
	if h == nil || h.Refuses || len(h.Waits) == 0 || w.eng.waiting[call] {
		return false
	}
	if !slices.ContainsFunc(args, func(a sym.Value) bool { return w.waits(st, a) }) {
		return false
	}
	group := w.eng.launches.OwnerOf(call)
	if group == nil || !group.Local || group.Var == nil {
		return false
	}
	// Two groups that wait for each other are joined by neither.
	w.eng.waiting[call] = true
	defer delete(w.eng.waiting, call)
	return w.eng.Awaited(call, Place{Root: group.Var}, WaitSpec(h.Waits...)).How == launch.AllPaths
}

// waits reports whether a function value waits for the resource on every path: a literal that
// does, or its method.
func (w *walk) waits(st *sym.State, fn sym.Value) bool {
	switch info := w.Infos[fn]; w.Kind(fn) {
	case sym.Method:
		return info.Recv == w.res && w.site.Spec.releases(info.Name)
	case sym.Closure:
		trial := st.Clone()
		outcomes, all := w.trial(trial, func(t *sym.State) { w.inline(t, info.Lit, nil, false) })
		return all && firstDischarge(outcomes) != nil
	}
	return false
}

// alwaysReleased reports whether every path, and at least one, ends with a release.
func (w *walk) alwaysReleased() bool {
	outcomes := w.outcomes()
	return len(outcomes) > 0 && !slices.ContainsFunc(outcomes, func(o Outcome) bool {
		return o.Kind != Released && o.Kind != Deferred
	})
}

// senders returns the go statements of a function that may send on a channel: that
// pass it on, or that run a literal with a send on it.
func (e *Engine) senders(f *Func, owner Place) []ast.Node {
	if f.senders == nil {
		f.senders = map[*types.Var][]ast.Node{}
		for g := range syntax.Own[*ast.GoStmt](f.Body) {
			vars := map[*types.Var]bool{}
			// Whoever is given the channel may send on it.
			for _, arg := range g.Call.Args {
				vars[e.baseOf(arg)] = true
			}
			e.sendsOn(g.Call.Fun, vars, map[*ast.FuncLit]bool{})
			for v := range vars {
				f.senders[v] = append(f.senders[v], g)
			}
		}
	}
	return f.senders[owner.Root]
}

// sendsOn notes the variables of the channels that a function sends on: a literal, or the one
// that a variable always holds, and those that it names in turn.
func (e *Engine) sendsOn(fn ast.Expr, vars map[*types.Var]bool, seen map[*ast.FuncLit]bool) {
	for n := range syntax.All[ast.Node](fn) {
		switch n := n.(type) {
		case *ast.SendStmt:
			vars[e.baseOf(n.Chan)] = true
		case *ast.Ident:
			v, ok := e.info.Uses[n].(*types.Var)
			if !ok || v.IsField() {
				continue
			}
			if lit, ok := e.launches.Only(v).(*ast.FuncLit); ok && !seen[lit] {
				seen[lit] = true
				e.sendsOn(lit, vars, seen)
			}
		}
	}
}

// baseOf is the variable at which an operand begins, or nil.
func (e *Engine) baseOf(x ast.Expr) *types.Var {
	v, _ := e.info.Uses[syntax.Base(x)].(*types.Var)
	return v
}

// enclosing returns the innermost function around a go statement, a call or a
// literal.
func (e *Engine) enclosing(n ast.Node) *Func {
	if e.around == nil {
		e.around = map[ast.Node]*Func{}
		e.Functions(func(f *Func) {
			for n := range syntax.Own[ast.Node](f.Body) {
				switch n.(type) {
				case *ast.GoStmt, *ast.CallExpr, *ast.FuncLit:
					e.around[n] = f
				}
			}
		})
	}
	return e.around[n]
}
