// This file finds where the package waits on what more than one function can name. It follows no
// paths from a launch: whoever owns a field waits for it in a method that runs later. Within a
// loop, and within the function that waits, paths count.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Form is a way to wait. Forms are sets: a place may be waited on in several ways. They are
// part of facts, as numbers.
type Form uint8

// The forms of a wait.
const (
	GroupWait Form = 1 << iota // by a method of the group
	Single                     // a receive of one value, or of the close
	drain                      // receives until it is closed
)

// Meets reports whether the form of a wait meets what tells by the join: to receive one value
// is a wait for a send and for a close, but to range over a channel waits for a close only.
func (f Form) Meets(j *catalog.Join) bool {
	switch {
	case j.Group():
		return f&GroupWait != 0
	case j.Drain:
		return f&(Single|drain) != 0
	}
	return f&Single != 0
}

// A Wait is one place at which a field, a package variable or a parameter is waited on.
type Wait struct {
	Form Form
	Pos  token.Pos
	In   *syntax.Func
}

// Waits says where the package waits on what more than one function can name.
type Waits struct {
	p  *Package
	On map[*types.Var][]Wait // by field, package variable, or parameter

	Takers map[taker]bool
	Looped map[taker]bool         // it sends in a loop, and goes on
	again  map[*syntax.Func]bool  // see CalledAgain; nil until asked
	flows  map[*syntax.Func]*Flow // of those that send in a loop, each made once
}

// A taker is a function that sends on a channel.
type taker struct {
	V  *types.Var
	In *syntax.Func
}

// Waited returns the waits of the package, which are found once. Waits in tests count for
// launches in tests only, since the class of a launch must not depend on whether its package's
// tests are loaded.
func (p *Package) Waited() *Waits {
	if p.waits != nil {
		return p.waits
	}
	w := &Waits{p: p, On: make(map[*types.Var][]Wait), Takers: make(map[taker]bool), Looped: make(map[taker]bool), flows: make(map[*syntax.Func]*Flow)}
	p.waits = w
	defer p.Aside()()
	ix := p.Gathered()
	for _, u := range ix.Sends {
		for _, at := range p.Names(u.X, u.In) {
			if v := w.Named(at); v != nil {
				w.Takers[taker{v, u.In}] = true
				w.Looped[taker{v, u.In}] = w.Looped[taker{v, u.In}] || u.Loop != nil && !w.EndsWith(u)
			}
		}
	}
	for _, u := range ix.Waits {
		w.record(p.WaitedOn(u.X, u.In), Wait{GroupWait, u.X.Pos(), u.In})
	}
	for _, r := range ix.Recvs {
		if form := w.formOf(r); form != 0 {
			w.record(w.notTaken(p.Names(r.X, r.In), r.In), Wait{form, r.X.Pos(), r.In})
		}
	}
	w.throughCalls()
	return w
}

// EndsWith reports whether a function does nothing after a send but wind up: it sends once,
// whatever loop the send is written in.
func (w *Waits) EndsWith(u Sending) bool {
	fl := w.flows[u.In]
	if fl == nil {
		fl = w.p.Flow(u.In.Body)
		w.flows[u.In] = fl
	}
	for _, b := range fl.Blocks {
		for i, n := range b.Nodes {
			if send, ok := n.(*ast.SendStmt); ok && send.Chan == u.X {
				busy := func(n ast.Node) bool { return fl.busyNode(n, nil) }
				return !fl.Cyclic[b.Index] && !slices.ContainsFunc(b.Nodes[i+1:], busy) &&
					!slices.ContainsFunc(b.Succs, func(next *cfg.Block) bool { return fl.busy[next.Index] })
			}
		}
	}
	return false
}

// Named is the field, the package variable or the parameter that a place is, or nil.
func (w *Waits) Named(at Place) *types.Var {
	if v := at.Shared(); v != nil {
		return v
	}
	if at.Path == "" && w.p.Index.TakenBy(at.Root) != nil {
		return at.Root
	}
	return nil
}

// record notes a wait on each of the places that more than one function can name.
func (w *Waits) record(list []Place, how Wait) (recorded bool) {
	for _, at := range list {
		if v := w.Named(at); v != nil {
			w.On[v] = append(w.On[v], how)
			recorded = true
		}
	}
	return recorded
}

// notTaken leaves out the channels that the function sends on as well: it takes a
// token and gives it back.
func (w *Waits) notTaken(list []Place, in *syntax.Func) []Place {
	var rest []Place
	for _, at := range list {
		if !w.Takers[taker{w.Named(at), in}] {
			rest = append(rest, at)
		}
	}
	return rest
}

// formOf is how a receive waits; 0 where it waits for nobody's end: beside a default, and in a
// loop that goes on, since the consumer of a queue awaits nobody, nor does a goroutine that
// only empties one.
func (w *Waits) formOf(r Receive) Form {
	switch {
	case r.clause != nil && hasDefault(r.Sel):
		return 0
	case r.Ranged != nil:
		if !r.value && w.p.Gathered().Launched[r.In.Type] == nil && w.endsLoop(r) {
			return drain
		}
		return 0
	case r.Loop == nil || w.EachTime(r.X, r.Loop, 0) || w.leaves(r):
		return Single
	case !r.value && w.endsLoop(r):
		return drain
	}
	return 0
}

// hasDefault reports whether a select has a default.
func hasDefault(s *ast.SelectStmt) bool {
	for _, c := range s.Body.List {
		if cc, ok := c.(*ast.CommClause); ok && cc.Comm == nil {
			return true
		}
	}
	return false
}

// leaves reports whether what follows a receive never comes back to it: it is the arm
// of a select that leaves the loop.
func (w *Waits) leaves(r Receive) bool {
	fl := w.p.FlowOf(r.In)
	if r.clause != nil {
		at := fl.starts[r.clause]
		return at.body != nil && !fl.Cyclic[at.body.Index]
	}
	for _, b := range fl.within(r.In.Body.Pos(), r.X.End()) {
		for _, n := range b.Nodes {
			if syntax.Encloses(n, r.X.Pos()) {
				return !fl.Cyclic[b.Index]
			}
		}
	}
	return false
}

// endsLoop reports whether a receive, by what it yields, ends the loop that it is in.
func (w *Waits) endsLoop(r Receive) bool {
	for _, end := range w.p.EffectsOf(r.In).Ends {
		if end.Strength != Strong || end.Call {
			continue
		}
		for _, at := range w.p.Origins(r.X, r.In) {
			if at.Root == end.Root && at.Path == end.Path {
				return true
			}
		}
	}
	return false
}

// EachTime reports whether an expression names something else each time a loop runs: an element
// of what it ranges over. Then one receive in each turn waits for one of several, and for all
// of them in the end: for _, w := range workers { <-w.done }.
func (w *Waits) EachTime(x ast.Expr, loop ast.Stmt, depth int) bool {
	if depth > MaxDepth {
		return false
	}
	switch x := Unref(x).(type) {
	case *ast.SelectorExpr:
		return w.EachTime(x.X, loop, depth+1)
	case *ast.CallExpr:
		sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
		return ok && w.EachTime(sel.X, loop, depth+1)
	case *ast.IndexExpr:
		id, ok := ast.Unparen(x.Index).(*ast.Ident)
		return ok && syntax.Encloses(loop, w.p.Info.ObjectOf(id).Pos())
	case *ast.Ident:
		v, ok := w.p.Info.ObjectOf(x).(*types.Var)
		if !ok || !syntax.Encloses(loop, v.Pos()) {
			return false
		}
		if r, ok := loop.(*ast.RangeStmt); ok && !typesx.IsChan(w.p.Info.TypeOf(r.X)) && (isIdentOf(w.p, r.Key, v) || isIdentOf(w.p, r.Value, v)) {
			return true
		}
		value := w.p.Only(v)
		return value != nil && w.EachTime(value, loop, depth+1)
	}
	return false
}

// taken reports whether an expression names what is taken out of a list or a channel: each time a
// function is called it is another one, as far as one can tell.
func (w *Waits) taken(x ast.Expr, depth int) bool {
	if depth > MaxDepth {
		return false
	}
	if u, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return true // out of a channel
	}
	switch x := Unref(x).(type) {
	case *ast.IndexExpr:
		return true
	case *ast.SelectorExpr:
		return w.taken(x.X, depth+1)
	case *ast.Ident:
		if v, ok := w.p.Info.ObjectOf(x).(*types.Var); ok && !v.IsField() && !typesx.IsPackageVar(v) {
			value := w.p.Only(v)
			return value != nil && w.taken(value, depth+1)
		}
	}
	return false
}

// isIdentOf reports whether an expression is the name of a variable.
func isIdentOf(p *Package, x ast.Expr, v *types.Var) bool {
	id, ok := x.(*ast.Ident)
	return ok && p.Info.ObjectOf(id) == v
}

// throughCalls adds what is passed to functions that wait on it, of this package or another,
// until nothing is added: a function that passes its parameter on waits as its callee does.
func (w *Waits) throughCalls() {
	passed := w.p.Gathered().Passed
	// A parameter that is found to be waited on makes its function one that waits.
	for changed := true; changed; {
		changed = false
		var rest []PassedOn
		for _, u := range passed {
			forms := w.waitsOnParam(w.p.Resolve(u.Call), u.Arg)
			if forms == 0 {
				rest = append(rest, u)
				continue
			}
			changed = true
			if u.loop != nil && !w.EachTime(u.X, u.loop, 0) {
				forms &^= Single // a queue's consumer, by another name
			}
			w.record(w.notTaken(w.p.Names(u.X, u.In), u.In), Wait{forms, u.X.Pos(), u.In})
		}
		passed = rest
	}
}

// awaitsParams are the parameters that are waited on in a function, or where it passes them.
func (p *Package) awaitsParams(f *syntax.Func) (list []Await) {
	for i, v := range f.Params {
		if v != nil && (typesx.IsChan(v.Type()) || joinOf(v.Type()) != nil) {
			if forms := p.Waited().forms(v); forms != 0 {
				list = append(list, Await{Param: i, Form: forms})
			}
		}
	}
	return list
}

// waitsOnParam is how a function waits on what is passed as argument i.
func (w *Waits) waitsOnParam(t Target, i int) (forms Form) {
	i += t.Shift()
	switch {
	case t.Spread:
	case t.Func != nil:
		if i < len(t.Func.Params) && t.Func.Params[i] != nil && !Variadic(t.Func.Type) {
			forms = w.forms(t.Func.Params[i])
		}
	case t.Known != nil:
		for _, a := range t.Known.Waits {
			if a.Param == i && a.Path == "" {
				forms |= a.Form
			}
		}
	}
	return forms
}

// forms are all ways in which a variable is waited on.
func (w *Waits) forms(v *types.Var) (all Form) {
	for _, how := range w.On[v] {
		all |= how.Form
	}
	return all
}

// Shared returns the field or package variable that the place is, or nil.
func (p Place) Shared() *types.Var {
	if p.Last == nil && p.Path == "" && typesx.IsPackageVar(p.Root) {
		return p.Root
	}
	return p.Last
}

// WaitedOn returns the places of the WaitGroup in x.Wait.
func (p *Package) WaitedOn(x ast.Expr, in *syntax.Func) []Place {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	s := p.Info.Selections[sel]
	if s == nil {
		return nil
	}
	return FieldPath(p.Names(sel.X, in), s)
}

// CalledAgain reports whether a function is called in a loop, on the same value each time, or by
// one that is. Its one receive is then the consumer of a queue.
func (w *Waits) CalledAgain(f *syntax.Func) bool {
	if w.again == nil {
		w.again = make(map[*syntax.Func]bool)
		w.findCalledAgain()
	}
	return w.again[f]
}

// findCalledAgain starts from calls in loops and follows calls downwards.
func (w *Waits) findCalledAgain() {
	ix := w.p.Gathered()
	callees := make(map[*syntax.Func][]*syntax.Func)
	var todo []*syntax.Func
	for _, c := range ix.calls {
		t := w.p.Resolve(c.call)
		if t.Func == nil {
			continue
		}
		if t.Recv == nil || !w.taken(t.Recv, 0) {
			callees[c.in] = append(callees[c.in], t.Func)
		}
		if c.loop != nil && (t.Recv == nil || !w.EachTime(t.Recv, c.loop, 0)) {
			todo = append(todo, t.Func)
		}
	}
	for len(todo) > 0 {
		f := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !w.again[f] {
			w.again[f] = true
			todo = append(todo, callees[f]...)
		}
	}
}

// InTest reports whether a position is in a test file.
func (p *Package) InTest(pos token.Pos) bool {
	f := p.Fset.File(pos)
	return f != nil && strings.HasSuffix(f.Name(), "_test.go")
}
