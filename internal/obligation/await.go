package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/tetherlint/tether/internal/launch"
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

// An awaiter asks the engine whether a launch is awaited: to be is an obligation
// like any other, which the launch creates and a Wait, or a receive, discharges.
type awaiter struct{ engine *Engine }

// Awaited implements launch.Awaiter.
func (a awaiter) Awaited(l ast.Node, s launch.Signal) bool {
	root, ok := s.Root.(*types.Var)
	if !ok {
		return false
	}
	owner := Place{Root: root}
	if s.Field {
		owner.Field = s.Var
	}
	spec := ReceiveSpec(s.Kind == launch.Send)
	switch s.Kind {
	case launch.WaitGroup:
		spec = WaitSpec("Wait")
	case launch.Member:
		spec = WaitSpec(s.Waits...)
	}
	return a.engine.Awaited(l, owner, spec)
}

// Awaited tells whether what a go statement (or a call of a closure that
// launches) starts is waited for: on every path from there out of the function
// that owns the place, and on at least one, the spec's release is met.
//
// Where the owner is captured from an outer function, the calls of the closure
// count as launches there.
func (e *Engine) Awaited(launch ast.Node, owner Place, spec *Spec) bool {
	return e.awaited(e.enclosing(launch), launch, owner, spec, 0)
}

func (e *Engine) awaited(f *Func, launch ast.Node, owner Place, spec *Spec, depth int) bool {
	if f == nil || depth > maxDepth {
		return false
	}
	if f.contains(owner.Root) {
		return e.waitedOnAllPaths(f, launch, owner, spec)
	}
	if f.Lit == nil {
		return false
	}
	if !spec.Receive && e.countedIn(f, owner, spec, depth) {
		return true
	}
	calls := e.callsOf(f.Lit)
	return len(calls) > 0 && !slices.ContainsFunc(calls, func(call *ast.CallExpr) bool {
		return !e.awaited(e.enclosing(call), call, owner, spec, depth+1)
	})
}

// countedIn tells whether a closure is itself launched into the group that it
// launches into, and nothing else ever runs it: who waits for the closure waits for
// what it has launched before its end.
func (e *Engine) countedIn(f *Func, owner Place, spec *Spec, depth int) bool {
	runs := e.launchesOf(f.Lit)
	return len(runs) > 0 && !slices.ContainsFunc(runs, func(run ast.Node) bool {
		return !e.launches.CountsOn(run, owner.Root, owner.Field) || !e.awaited(e.enclosing(run), run, owner, spec, depth+1)
	})
}

// launchesOf returns the go statements, and the calls of helpers, that run a literal,
// itself or by the one variable that it is bound to. Those in itself do not count.
// It returns nil where something else may run it.
func (e *Engine) launchesOf(lit *ast.FuncLit) []ast.Node {
	runs, known := e.launchers[lit]
	if !known {
		if outer := e.enclosing(lit); outer != nil {
			runs = e.launchesIn(outer, lit)
		}
		e.launchers[lit] = runs
	}
	return runs
}

func (e *Engine) launchesIn(outer *Func, lit *ast.FuncLit) []ast.Node {
	bound := e.boundTo(outer, lit)
	is := func(x ast.Expr) bool {
		x = ast.Unparen(x)
		id, ok := x.(*ast.Ident)
		return x == ast.Expr(lit) || ok && bound != nil && e.info.Uses[id] == bound
	}
	var runs []ast.Node
	known := map[ast.Expr]bool{}
	only := true
	ast.Inspect(outer.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if fun := ast.Unparen(n.Call.Fun); is(fun) {
				known[fun] = true
				if !encloses(lit, n.Pos()) {
					runs = append(runs, n)
				}
			}
		case *ast.CallExpr:
			if fun := ast.Unparen(n.Fun); is(fun) && encloses(lit, n.Pos()) {
				known[fun] = true // a call of its own
			}
			for _, arg := range n.Args {
				if arg = ast.Unparen(arg); is(arg) {
					known[arg] = true
					if !encloses(lit, n.Pos()) {
						runs = append(runs, n)
					}
				}
			}
		case *ast.AssignStmt:
			for i, r := range n.Rhs {
				if ast.Unparen(r) == lit && i < len(n.Lhs) {
					known[n.Lhs[i]] = true
				}
			}
		case *ast.Ident:
			only = only && (!is(n) || known[n])
		}
		return true
	})
	if !only {
		return nil
	}
	return runs
}

func (e *Engine) waitedOnAllPaths(f *Func, launch ast.Node, owner Place, spec *Spec) bool {
	covered := e.awaits[owner]
	if covered[launch] {
		return true
	}
	w := e.explore(&Site{Spec: spec, Func: f, After: launch, Owner: owner})
	if !w.alwaysReleased() {
		return false
	}
	passed := map[ast.Node]bool{}
	for _, n := range w.passed {
		passed[n] = true
	}
	if spec.Each {
		// Whose value a receive takes cannot be told: all who send must be awaited.
		for _, other := range e.senders(f, owner) {
			if other != launch && !passed[other] && !e.explore(&Site{Spec: spec, Func: f, After: other, Owner: owner}).alwaysReleased() {
				return false
			}
		}
	}
	// All paths from here wait, so those from any launch on them do. Without this
	// a thousand launches into one group would be walked a thousand times.
	if covered == nil {
		covered = map[ast.Node]bool{}
		e.awaits[owner] = covered
	}
	maps.Copy(covered, passed)
	return true
}

// waitedInGo tells whether a goroutine waits for the resource on every path, and
// is itself waited for: whoever closes a channel of results once all are there.
func (w *walk) waitedInGo(st *state, n *ast.GoStmt) bool {
	if w.site == nil || w.site.After == nil || w.site.After == n || !st.live || !w.site.Spec.Here || w.site.Spec.Each {
		return false
	}
	trial := st.clone()
	outcomes, all := w.trial(trial, func(t *state) {
		if fn, args := w.callParts(t, n.Call); !t.dead {
			w.apply(t, n.Call, fn, args)
		}
	})
	return all && firstDischarge(outcomes) != nil && w.eng.launches.Joined(n)
}

// alwaysReleased tells whether every path, and at least one, ends with a release.
func (w *walk) alwaysReleased() bool {
	outcomes := w.outcomes()
	return len(outcomes) > 0 && !slices.ContainsFunc(outcomes, func(o Outcome) bool {
		return o.Kind != Released && o.Kind != Deferred
	})
}

// senders returns the go statements of a function that may send on a channel: that
// pass it on, or whose literal has a send on it.
func (e *Engine) senders(f *Func, owner Place) []ast.Node {
	if f.senders == nil {
		f.senders = map[*types.Var][]ast.Node{}
		f.inspectOwn(func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				for v := range e.sendsOn(g) {
					f.senders[v] = append(f.senders[v], g)
				}
			}
			return true
		})
	}
	return f.senders[owner.Root]
}

// sendsOn returns the variables by which a go statement gets at what it may send on.
func (e *Engine) sendsOn(g *ast.GoStmt) map[*types.Var]bool {
	vars := map[*types.Var]bool{}
	for _, arg := range g.Call.Args {
		vars[e.rootOf(arg)] = true
	}
	ast.Inspect(g.Call.Fun, func(n ast.Node) bool {
		if s, ok := n.(*ast.SendStmt); ok {
			vars[e.rootOf(s.Chan)] = true
		}
		return true
	})
	return vars
}

// rootOf is the variable that an operand starts at, or nil.
func (e *Engine) rootOf(x ast.Expr) *types.Var {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.SelectorExpr:
			x = y.X
		case *ast.UnaryExpr:
			x = y.X
		case *ast.StarExpr:
			x = y.X
		case *ast.Ident:
			v, _ := e.info.Uses[y].(*types.Var)
			return v
		default:
			return nil
		}
	}
}

// enclosing returns the innermost function around a go statement, a call or a
// literal.
func (e *Engine) enclosing(n ast.Node) *Func {
	if e.around == nil {
		e.around = map[ast.Node]*Func{}
		e.Functions(func(f *Func) {
			f.inspectOwn(func(n ast.Node) bool {
				switch n.(type) {
				case *ast.GoStmt, *ast.CallExpr:
					e.around[n] = f
				}
				return true
			})
			for _, lit := range f.literals() {
				e.around[lit] = f
			}
		})
	}
	return e.around[n]
}

// callsOf returns the calls of a literal: of itself, at once, or of the one
// variable that it is bound to. It returns nil where there may be others.
func (e *Engine) callsOf(lit *ast.FuncLit) []*ast.CallExpr {
	calls, known := e.callers[lit]
	if !known {
		if outer := e.enclosing(lit); outer != nil {
			calls = e.callsIn(outer, lit)
		}
		e.callers[lit] = calls
	}
	return calls
}

func (e *Engine) callsIn(outer *Func, lit *ast.FuncLit) []*ast.CallExpr {
	use := e.useOf(outer, lit)
	switch {
	case use.call != nil:
		return []*ast.CallExpr{use.call}
	case use.bound != nil:
		return e.callsOfVar(outer, use.bound)
	}
	return nil
}

// boundTo is the variable that a literal is assigned to, or nil.
func (e *Engine) boundTo(outer *Func, lit *ast.FuncLit) *types.Var {
	return e.useOf(outer, lit).bound
}

// A litUse is where a literal stands: it is called, but not by a go statement, or
// it is the value of a variable.
type litUse struct {
	call  *ast.CallExpr
	bound *types.Var
}

// useOf returns where a literal of a function stands in it.
func (e *Engine) useOf(f *Func, lit *ast.FuncLit) litUse {
	if f.uses == nil {
		f.uses = map[*ast.FuncLit]litUse{}
		launched := map[*ast.CallExpr]bool{}
		f.inspectOwn(func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				launched[n.Call] = true
			case *ast.CallExpr:
				if lit, ok := ast.Unparen(n.Fun).(*ast.FuncLit); ok && !launched[n] {
					f.uses[lit] = litUse{call: n}
				}
			case *ast.AssignStmt:
				for i, r := range n.Rhs[:min(len(n.Rhs), len(n.Lhs))] {
					e.noteBound(f, n.Lhs[i], r)
				}
			case *ast.ValueSpec:
				for i, r := range n.Values[:min(len(n.Values), len(n.Names))] {
					e.noteBound(f, n.Names[i], r)
				}
			}
			return true
		})
	}
	return f.uses[lit]
}

func (e *Engine) noteBound(f *Func, name, value ast.Expr) {
	id, isIdent := name.(*ast.Ident)
	lit, ok := ast.Unparen(value).(*ast.FuncLit)
	if ok && isIdent {
		v, _ := e.info.ObjectOf(id).(*types.Var)
		f.uses[lit] = litUse{bound: v}
	}
}

// callsOfVar returns the calls of a function variable, or nil where it is used in
// any other way, or by a go statement or in another literal.
func (e *Engine) callsOfVar(f *Func, v *types.Var) []*ast.CallExpr {
	called := map[*ast.Ident]*ast.CallExpr{}
	var calls []*ast.CallExpr
	only := true
	var set *ast.Ident // var f func(); f = func() { ... }
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if id, ok := n.Lhs[0].(*ast.Ident); ok && len(n.Lhs) == 1 && set == nil && n.Tok == token.ASSIGN && e.info.Uses[id] == v {
				if _, ok := ast.Unparen(n.Rhs[0]).(*ast.FuncLit); ok {
					set = id
				}
			}
		case *ast.GoStmt:
			if id := calleeIdent(n.Call); id != nil && e.info.Uses[id] == v {
				only = false
			}
		case *ast.CallExpr:
			if id := calleeIdent(n); id != nil && e.info.Uses[id] == v {
				called[id] = n
			}
		case *ast.Ident:
			if e.info.Uses[n] == v && n != set {
				if call := called[n]; call != nil {
					calls = append(calls, call)
				} else {
					only = false
				}
			}
		}
		return true
	})
	if !only {
		return nil
	}
	return calls
}
