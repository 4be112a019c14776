// This file is about groups that a launch goes into: the rule unwaited asks on which way out of
// the owner's function nobody has waited. Unlike a launch's own signal (await.go), a group can
// be handed over, and with it the duty to wait.

package obligation

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// GroupSpec is the obligation of those who launch into a group that is theirs: to
// wait for it, or to hand it to somebody who does.
func GroupSpec(methods ...string) *Spec {
	return &Spec{Name: "the launch", Release: methods, Group: true}
}

// CommandSpec is the obligation of those who start an exec.Cmd.
func CommandSpec() *Spec {
	return &Spec{Name: "(*exec.Cmd).Start", Release: []string{"Wait", "Release"}, Field: "Process", Group: true}
}

// Unwaited returns the ways out of the function that owns a place on which it is neither
// released nor handed over after what launches, a go statement or a call, in the order of the
// source. Where there is none, or where the analysis cannot tell, there are none.
//
// Where the owner is captured from an outer function, what counts there is each
// call of the closure, or the one call that the closure is given to.
//
// All are the launches into the owner, launch among them. They are followed together:
// a thousand launches in the cases of a switch would else be a thousand walks over it.
func (e *Engine) Unwaited(launch ast.Node, owner *types.Var, spec *Spec, all map[ast.Node]bool) (ways []Outcome) {
	if f := e.enclosing(launch); f != nil && f.contains(owner) && all[launch] {
		t := e.together[owner]
		if t == nil && len(all) > 1 {
			t = e.followTogether(f, owner, spec, all)
			e.together[owner] = t
		}
		if t != nil && t.known[launch] {
			// The first launch that is unwaited speaks for all into the same group.
			if t.first != launch.Pos() {
				return nil
			}
			return t.ways
		}
	}
	return e.unwaited(launch, owner, spec, 0)
}

// A together is what is known of the launches into one owner.
type together struct {
	known map[ast.Node]bool // the launches of which it is known
	first token.Pos         // the first of them that is unwaited; 0 for none
	ways  []Outcome         // the ways out on which it is
}

// followTogether follows the launches into an owner, each path from the first one on it.
func (e *Engine) followTogether(f *Func, owner *types.Var, spec *Spec, all map[ast.Node]bool) *together {
	t := &together{known: map[ast.Node]bool{}}
	defs := e.madeAt(f, owner)
	if len(defs) != 1 {
		return t // what is owed to one value says nothing of another
	}
	w := e.explore(&Site{Spec: spec, Func: f, After: defs[0], Arms: all, Owner: Place{Root: owner}})
	outcomes := w.outcomes()
	if slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Kind == Unknown }) {
		return t
	}
	for _, o := range outcomes {
		if (o.Kind == Leaked || o.Kind == Reacquired) && (!t.first.IsValid() || o.armed < t.first) {
			t.first = o.armed
		}
	}
	t.ways = leaks(slices.DeleteFunc(outcomes, func(o Outcome) bool { return o.armed != t.first }))
	for _, n := range w.passed {
		t.known[n] = true
	}
	return t
}

// unwaited is Unwaited at a depth of closures around the owner's use.
func (e *Engine) unwaited(launch ast.Node, owner *types.Var, spec *Spec, depth int) []Outcome {
	f := e.enclosing(launch)
	if f == nil || depth > maxDepth || e.settled[owner][launch] {
		return nil
	}
	if f.contains(owner) {
		return e.unwaitedIn(f, launch, owner, spec)
	}
	// The closure may wait itself, or hand the group over.
	ways := leaks(e.Explore(&Site{Spec: spec, Func: f, After: launch, Owner: Place{Root: owner}}))
	if len(ways) == 0 || f.Lit == nil {
		return nil
	}
	for _, call := range e.runsOf(f.Lit) {
		if ways := e.unwaited(call, owner, spec, depth+1); len(ways) > 0 {
			return ways
		}
	}
	return nil
}

// unwaitedIn follows an owner from where the function makes it, since it may be
// handed over before anything is launched into it.
func (e *Engine) unwaitedIn(f *Func, launch ast.Node, owner *types.Var, spec *Spec) []Outcome {
	for _, def := range e.madeAt(f, owner) {
		w := e.explore(&Site{Spec: spec, Func: f, After: def, Arms: map[ast.Node]bool{launch: true}, Owner: Place{Root: owner}})
		if ways := leaks(w.outcomes()); len(ways) > 0 {
			return ways
		}
		// No path from here forsakes it, so none does from a launch on them.
		// Without this a thousand launches would be walked a thousand times.
		if e.settled[owner] == nil {
			e.settled[owner] = map[ast.Node]bool{}
		}
		for _, n := range w.passed {
			e.settled[owner][n] = true
		}
	}
	return nil
}

// madeAt returns the statements that give a variable its value.
func (e *Engine) madeAt(f *Func, v *types.Var) []ast.Node {
	if f.made == nil {
		f.made = map[*types.Var][]ast.Node{}
		note := func(n ast.Node, x ast.Expr) {
			id, ok := x.(*ast.Ident)
			if !ok {
				return
			}
			if v, ok := e.info.ObjectOf(id).(*types.Var); ok && !slices.Contains(f.made[v], n) {
				f.made[v] = append(f.made[v], n)
			}
		}
		for n := range syntax.Own[ast.Node](f.Body) {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, x := range n.Lhs {
					note(n, x)
				}
			case *ast.ValueSpec:
				for _, id := range n.Names {
					note(n, id)
				}
			}
		}
	}
	return f.made[v]
}

// arm begins what is owed, where the launch is into the owner that is followed.
func (w *walk) arm(st *sym.State, n ast.Node) bool {
	if !w.site.Arms[n] || st.Variable(w.site.Owner.Root) != w.res {
		return false
	}
	w.passed = append(w.passed, n)
	st.Idle, st.Armed = false, n.Pos()
	return true
}

// leaks are the exits that leak, each place once, in source order; none where one of the
// outcomes is not known.
func leaks(outcomes []Outcome) (list []Outcome) {
	for _, o := range outcomes {
		switch o.Kind {
		case Unknown:
			return nil
		case Leaked, Reacquired:
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(x, y Outcome) int { return cmp.Compare(x.Pos, y.Pos) })
	return slices.CompactFunc(list, func(x, y Outcome) bool { return x.Pos == y.Pos })
}

// runsOf returns the points at which a literal runs: its calls, or the call or go
// statement that it is given to. It returns none where these are not all known.
//
//	run(func() { g.Go(work) }) // the call of run
func (e *Engine) runsOf(lit *ast.FuncLit) []ast.Node {
	var runs []ast.Node
	for _, call := range e.callsOf(lit) {
		runs = append(runs, call)
	}
	outer := e.enclosing(lit)
	if len(runs) > 0 || outer == nil {
		return runs
	}
	for n := range syntax.Own[ast.Node](outer.Body) {
		switch n := n.(type) {
		case *ast.GoStmt:
			if ast.Unparen(n.Call.Fun) == lit {
				runs = append(runs, n)
			}
		case *ast.CallExpr:
			if slices.ContainsFunc(n.Args, func(a ast.Expr) bool { return ast.Unparen(a) == lit }) {
				runs = append(runs, n)
			}
		}
	}
	return runs
}

// mayRefuse are the results of a call that is the site: where it says that it
// did not launch, there is no obligation.
//
//	if !g.TryGo(work) {
//		return errBusy // nothing has been launched
//	}
func (w *walk) mayRefuse(call *ast.CallExpr, results []sym.Value) []sym.Value {
	sig := signatureOf(w.info.TypeOf(call.Fun))
	if sig == nil || len(results) == 0 {
		return results
	}
	last := len(results) - 1
	switch t := sig.Results().At(last).Type(); {
	case results[last] != sym.Unknown:
	case typesx.IsError(t):
		results[last] = sym.Err
	case isBool(t):
		results[last] = sym.Ok
	}
	return results
}

// anew is the value of an object that is made. In a loop the same node makes
// another one each time: where the one before is the resource, this is not.
//
//	for _, batch := range batches {
//		var g errgroup.Group // another one each time
func (w *walk) anew(st *sym.State, made sym.Value) sym.Value {
	if !st.Live || made != w.res || w.site == nil || !w.site.Spec.Group && !w.site.Spec.Here {
		return made
	}
	return w.ValueOf(w.site, sym.AsRenewed, sym.Info{Kind: w.Kind(made)})
}

// renamed is what is bound to a variable whose new value is not known, and whose
// old one is the resource: not that.
func (w *walk) renamed(st *sym.State, v *types.Var, to sym.Value) sym.Value {
	if to != sym.Unknown || !st.Live || w.initialOf(v) != w.res {
		return to
	}
	return w.anew(st, w.res)
}

// mayWait reports whether a closure could release what it captures: launching into
// a group is no way to wait for it.
//
//	run(func() { g.Go(work) }) // does not wait for g
//	run(func() { g.Wait() })   // may
func (w *walk) mayWait(st *sym.State, lit *ast.FuncLit) bool {
	harmless := map[*ast.Ident]bool{}
	found := false
	for n := range syntax.All[ast.Node](lit.Body) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id := w.onlyUses(n); id != nil {
				harmless[id] = true
			}
		case *ast.Ident:
			v, ok := w.info.Uses[n].(*types.Var)
			if !ok || harmless[n] || v.IsField() {
				break
			}
			val := st.Variable(v)
			if val == sym.Unknown {
				val = w.initialOf(v)
			}
			found = found || w.relates(st, val)
		}
	}
	return found
}

// onlyUses returns the variable of x.Method, or x.Field.Method, where the method
// is no release, and of a field that is no way to one.
func (w *walk) onlyUses(sel *ast.SelectorExpr) *ast.Ident {
	s := w.info.Selections[sel]
	if s == nil || w.site.Spec.releases(sel.Sel.Name) || s.Kind() == types.FieldVal && sel.Sel.Name == w.site.Spec.Field {
		return nil
	}
	x := ast.Unparen(sel.X)
	if inner, ok := x.(*ast.SelectorExpr); ok && inner.Sel.Name == w.site.Spec.Field {
		x = ast.Unparen(inner.X)
	}
	if amp, ok := x.(*ast.UnaryExpr); ok && amp.Op == token.AND {
		x = ast.Unparen(amp.X)
	}
	id, ok := x.(*ast.Ident)
	if !ok {
		return nil
	}
	return id
}

// groupSpec is the obligation that a parameter of the type could carry if it is a
// group, or a command: something that can be waited for. It is nil for others.
//
//	func serve(g *pool.Group) // pool.Group has a Wait
func groupSpec(t types.Type) *Spec {
	if t == nil {
		return nil
	}
	spec := GroupSpec(catalog.WaitsOf(t)...)
	has := func(method string) bool { return typesx.HasMethod(t, nil, method) }
	if len(spec.Release) == 0 && !catalog.MayBeGroup(has) {
		return nil
	}
	for _, name := range catalog.GroupEnds(has) {
		if !slices.Contains(spec.Release, name) {
			spec.Release = append(spec.Release, name)
		}
	}
	if n, ok := types.Unalias(derefType(t)).(*types.Named); ok && n.Obj().Name() == "Cmd" && n.Obj().Pkg().Path() == "os/exec" {
		return CommandSpec()
	}
	return spec
}

// derefType is what a pointer points to; any other type itself.
func derefType(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// A GroupEffect is what a function does to one of its parameters as a group.
type GroupEffect struct {
	Param    int
	Launches bool // into it
	Effect
}

// groupEffect is what a fact says of a parameter that is a group; nothing where it says
// nothing.
func (s *Summary) groupEffect(param int) Effect {
	for _, g := range s.Groups {
		if g.Param == param {
			return g.Effect
		}
	}
	return Effect{}
}

// summariseGroup tells what a function does to parameter i, if it is a group, and
// whether it always receives from it, if it is a channel.
func (e *Engine) summariseGroup(s *Summary, fn *types.Func, i int, t types.Type) {
	spec := groupSpec(t)
	switch {
	case i == 0 || t == nil:
		return
	case typesx.IsChan(t):
		if eff := e.paramEffect(fn, i, isVariadic(fn.Signature(), i), ReceiveSpec(false)); eff.Always {
			s.Groups = append(s.Groups, GroupEffect{Param: i, Effect: Effect{Releases: true, Always: true}})
		}
		return
	case spec == nil:
		return
	}
	s.Grouped = true
	g := GroupEffect{i, e.launches.LaunchesInto(fn, i), e.paramEffect(fn, i, isVariadic(fn.Signature(), i), spec)}
	if g.Launches || g.Effect != (Effect{}) {
		s.Groups = append(s.Groups, g)
	}
}
