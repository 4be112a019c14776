package launch

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
	groupWait Form = 1 << iota // by a method of the group
	single                     // a receive of one value, or of the close
	drain                      // receives until it is closed
)

// meets reports whether the form of a wait meets what tells by the join: to receive one value
// is a wait for a send and for a close, but to range over a channel waits for a close only.
func (f Form) meets(j *catalog.Join) bool {
	switch {
	case j.Group():
		return f&groupWait != 0
	case j.Drain:
		return f&(single|drain) != 0
	}
	return f&single != 0
}

// A wait is one place at which a field, a package variable or a parameter is waited on.
type wait struct {
	form Form
	pos  token.Pos
	in   *syntax.Func
}

// packageWaits says where the package waits on what more than one function can name. It
// follows no paths from a launch: whoever owns a field waits for it in a method that
// runs later. Within a loop, and within the function that waits, paths count.
type packageWaits struct {
	p  *base
	on map[*types.Var][]wait // by field, package variable, or parameter

	takers map[taker]bool
	looped map[taker]bool         // it sends in a loop, and goes on
	again  map[*syntax.Func]bool  // see calledAgain; nil until asked
	flows  map[*syntax.Func]*flow // of those that send in a loop, each made once
}

// A taker is a function that sends on a channel.
type taker struct {
	v  *types.Var
	in *syntax.Func
}

// waited returns the waits of the package, which are found once. Waits in tests count for
// launches in tests only, since the class of a launch must not depend on whether its package's
// tests are loaded.
func (p *base) waited() *packageWaits {
	if p.waits != nil {
		return p.waits
	}
	w := &packageWaits{p: p, on: make(map[*types.Var][]wait), takers: make(map[taker]bool), looped: make(map[taker]bool), flows: make(map[*syntax.Func]*flow)}
	p.waits = w
	defer p.aside()()
	ix := p.idx()
	for _, u := range ix.sends {
		for _, at := range p.names(u.x, u.in) {
			if v := w.named(at); v != nil {
				w.takers[taker{v, u.in}] = true
				w.looped[taker{v, u.in}] = w.looped[taker{v, u.in}] || u.loop != nil && !w.endsWith(u)
			}
		}
	}
	for _, u := range ix.waits {
		w.record(p.waitedOn(u.x, u.in), wait{groupWait, u.x.Pos(), u.in})
	}
	for _, r := range ix.recvs {
		if form := w.formOf(r); form != 0 {
			w.record(w.notTaken(p.names(r.x, r.in), r.in), wait{form, r.x.Pos(), r.in})
		}
	}
	w.throughCalls()
	return w
}

// endsWith reports whether a function does nothing after a send but wind up: it sends once,
// whatever loop the send is written in.
func (w *packageWaits) endsWith(u sending) bool {
	fl := w.flows[u.in]
	if fl == nil {
		fl = w.p.flow(u.in.Body)
		w.flows[u.in] = fl
	}
	for _, b := range fl.blocks {
		for i, n := range b.Nodes {
			if send, ok := n.(*ast.SendStmt); ok && send.Chan == u.x {
				busy := func(n ast.Node) bool { return fl.busyNode(n, nil) }
				return !fl.cyclic[b.Index] && !slices.ContainsFunc(b.Nodes[i+1:], busy) &&
					!slices.ContainsFunc(b.Succs, func(next *cfg.Block) bool { return fl.busy[next.Index] })
			}
		}
	}
	return false
}

// named is the field, the package variable or the parameter that a place is, or nil.
func (w *packageWaits) named(at place) *types.Var {
	if v := at.shared(); v != nil {
		return v
	}
	if at.path == "" && w.p.Index.TakenBy(at.root) != nil {
		return at.root
	}
	return nil
}

// record notes a wait on each of the places that more than one function can name.
func (w *packageWaits) record(list []place, how wait) (recorded bool) {
	for _, at := range list {
		if v := w.named(at); v != nil {
			w.on[v] = append(w.on[v], how)
			recorded = true
		}
	}
	return recorded
}

// notTaken leaves out the channels that the function sends on as well: it takes a
// token and gives it back.
func (w *packageWaits) notTaken(list []place, in *syntax.Func) []place {
	var rest []place
	for _, at := range list {
		if !w.takers[taker{w.named(at), in}] {
			rest = append(rest, at)
		}
	}
	return rest
}

// formOf is how a receive waits; 0 where it waits for nobody's end: beside a default, and in a
// loop that goes on, since the consumer of a queue awaits nobody, nor does a goroutine that
// only empties one.
func (w *packageWaits) formOf(r receive) Form {
	switch {
	case r.clause != nil && hasDefault(r.sel):
		return 0
	case r.ranged != nil:
		if !r.value && w.p.idx().launched[r.in.Type] == nil && w.endsLoop(r) {
			return drain
		}
		return 0
	case r.loop == nil || w.eachTime(r.x, r.loop, 0) || w.leaves(r):
		return single
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
func (w *packageWaits) leaves(r receive) bool {
	fl := w.p.flowOf(r.in)
	if r.clause != nil {
		at := fl.starts[r.clause]
		return at.body != nil && !fl.cyclic[at.body.Index]
	}
	for _, b := range fl.within(r.in.Body.Pos(), r.x.End()) {
		for _, n := range b.Nodes {
			if encloses(n, r.x.Pos()) {
				return !fl.cyclic[b.Index]
			}
		}
	}
	return false
}

// endsLoop reports whether a receive, by what it yields, ends the loop that it is in.
func (w *packageWaits) endsLoop(r receive) bool {
	for _, end := range w.p.effectsOf(r.in).ends {
		if end.strength != Strong || end.call {
			continue
		}
		for _, at := range w.p.origins(r.x, r.in) {
			if at.root == end.root && at.path == end.path {
				return true
			}
		}
	}
	return false
}

// eachTime reports whether an expression names something else each time a loop runs: an element
// of what it ranges over. Then one receive in each turn waits for one of several, and for all
// of them in the end: for _, w := range workers { <-w.done }.
func (w *packageWaits) eachTime(x ast.Expr, loop ast.Stmt, depth int) bool {
	if depth > maxDepth {
		return false
	}
	switch x := unref(x).(type) {
	case *ast.SelectorExpr:
		return w.eachTime(x.X, loop, depth+1)
	case *ast.CallExpr:
		sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
		return ok && w.eachTime(sel.X, loop, depth+1)
	case *ast.IndexExpr:
		id, ok := ast.Unparen(x.Index).(*ast.Ident)
		return ok && encloses(loop, w.p.Info.ObjectOf(id).Pos())
	case *ast.Ident:
		v, ok := w.p.Info.ObjectOf(x).(*types.Var)
		if !ok || !encloses(loop, v.Pos()) {
			return false
		}
		if r, ok := loop.(*ast.RangeStmt); ok && !typesx.IsChan(w.p.Info.TypeOf(r.X)) && (isIdentOf(w.p, r.Key, v) || isIdentOf(w.p, r.Value, v)) {
			return true
		}
		value := w.p.Only(v)
		return value != nil && w.eachTime(value, loop, depth+1)
	}
	return false
}

// taken reports whether an expression names what is taken out of a list or a channel: of a function that is
// called again it is another one, as far as one can tell.
func (w *packageWaits) taken(x ast.Expr, depth int) bool {
	if depth > maxDepth {
		return false
	}
	if u, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return true // out of a channel
	}
	switch x := unref(x).(type) {
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
func isIdentOf(p *base, x ast.Expr, v *types.Var) bool {
	id, ok := x.(*ast.Ident)
	return ok && p.Info.ObjectOf(id) == v
}

// throughCalls adds what is passed to functions that wait on it, of this package or another,
// until nothing is added: a function that passes its parameter on waits as its callee does.
func (w *packageWaits) throughCalls() {
	passed := w.p.idx().passed
	// A parameter that is found to be waited on makes its function one that waits.
	for changed := true; changed; {
		changed = false
		var rest []passedOn
		for _, u := range passed {
			forms := w.waitsOnParam(w.p.resolve(u.call), u.arg)
			if forms == 0 {
				rest = append(rest, u)
				continue
			}
			changed = true
			if u.loop != nil && !w.eachTime(u.x, u.loop, 0) {
				forms &^= single // a queue's consumer, by another name
			}
			w.record(w.notTaken(w.p.names(u.x, u.in), u.in), wait{forms, u.x.Pos(), u.in})
		}
		passed = rest
	}
}

// awaitsParams are the parameters that are waited on somewhere in a function, or in
// those that it passes them to.
func (p *base) awaitsParams(f *syntax.Func) (list []Await) {
	for i, v := range f.Params {
		if v != nil && (typesx.IsChan(v.Type()) || joinOf(v.Type()) != nil) {
			if forms := p.waited().forms(v); forms != 0 {
				list = append(list, Await{Param: i, Form: forms})
			}
		}
	}
	return list
}

// waitsOnParam is how a function waits on what is passed as argument i.
func (w *packageWaits) waitsOnParam(t target, i int) (forms Form) {
	i += t.shift()
	switch {
	case t.spread:
	case t.fn != nil:
		if i < len(t.fn.Params) && t.fn.Params[i] != nil && !variadic(t.fn.Type) {
			forms = w.forms(t.fn.Params[i])
		}
	case t.known != nil:
		for _, a := range t.known.Waits {
			if a.Param == i && a.Path == "" {
				forms |= a.Form
			}
		}
	}
	return forms
}

// forms are all ways in which a variable is waited on.
func (w *packageWaits) forms(v *types.Var) (all Form) {
	for _, how := range w.on[v] {
		all |= how.form
	}
	return all
}

// shared returns the field or package variable that the place is, or nil.
func (p place) shared() *types.Var {
	if p.last == nil && p.path == "" && typesx.IsPackageVar(p.root) {
		return p.root
	}
	return p.last
}

// waitedOn returns the places of the WaitGroup in x.Wait.
func (p *base) waitedOn(x ast.Expr, in *syntax.Func) []place {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	s := p.Info.Selections[sel]
	if s == nil {
		return nil
	}
	return fieldPath(p.names(sel.X, in), s)
}

// calledAgain reports whether a function is called in a loop, on the same value each time, or
// by a function that is. Its one receive is then the consumer of a queue.
func (w *packageWaits) calledAgain(f *syntax.Func) bool {
	if w.again == nil {
		w.again = make(map[*syntax.Func]bool)
		w.findCalledAgain()
	}
	return w.again[f]
}

// findCalledAgain starts from calls in loops and follows calls downwards.
func (w *packageWaits) findCalledAgain() {
	ix := w.p.idx()
	callees := make(map[*syntax.Func][]*syntax.Func)
	var todo []*syntax.Func
	for _, c := range ix.calls {
		t := w.p.resolve(c.call)
		if t.fn == nil {
			continue
		}
		if t.recv == nil || !w.taken(t.recv, 0) {
			callees[c.in] = append(callees[c.in], t.fn)
		}
		if c.loop != nil && (t.recv == nil || !w.eachTime(t.recv, c.loop, 0)) {
			todo = append(todo, t.fn)
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

// inTest reports whether a position is in a test file.
func (p *base) inTest(pos token.Pos) bool {
	f := p.Fset.File(pos)
	return f != nil && strings.HasSuffix(f.Name(), "_test.go")
}
