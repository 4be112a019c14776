// This file answers who waits for a launch. What one function owns (a local WaitGroup or
// channel) that function must wait for on all its paths, which is for the engine to say
// (Beyond.Awaited); fields and package variables are waited for by whoever can name them, at
// any time, so one wait anywhere in the package will do (packagewaits.go).

package launch

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Certainty says on how many of the ways on from a launch somebody waits.
type Certainty uint8

// The certainties, the least first.
const (
	Unknown   Certainty = iota // it cannot be followed
	Never                      // on no way in sight
	Somewhere                  // on some; of what more than one function can name, in some function of the package
	AllPaths                   // on every way out of the function that owns what is waited on
)

// A Waiting is the answer to who waits for what is launched.
type Waiting struct {
	How    Certainty
	Local  bool          // it is a function that owns what is waited on
	On     string        // what is waited on, as the launcher writes it
	Join   *catalog.Join // how
	Pos    token.Pos     // the wait that proves it; of a function that does not wait on all paths the way out that shows it
	Within bool          // the wait is given up when a time has passed, or a context has ended: Pos is the select
	Until  ast.Expr      // the context with which it is given up; nil for a time
}

// Joins reports whether the launch is joined. What a function owns must be waited for on
// all paths; of what more functions can name it is enough that one waits.
func (w Waiting) Joins() bool { return w.How == AllPaths || w.How == Somewhere && !w.Local }

// Waiting answers who waits for what is launched.
func (p *Package) Waiting(l *Launch) Waiting {
	p.Classify(l)
	return l.Waiting
}

// waiting answers who waits for what is launched, by the signal of its end for which that is
// surest. The first that joins is enough; else what is known most of is kept, for the message.
func (c *classifier) waiting() (best Waiting) {
	for _, s := range c.outside() {
		w := c.waitingOn(s)
		w.On, w.Join = s.Name, s.Join
		if w.Joins() {
			return w
		}
		if best.Join == nil || w.How > best.How || w.Within && !best.Within {
			best = w
		}
	}
	return best
}

// waitingOn answers who waits for one signal: for a field or a package variable by a search
// over the package, for a local variable by its function's paths, and, where the variable is
// also stored in a field, by who waits there.
func (c *classifier) waitingOn(s Signal) Waiting {
	if s.Field || typesx.IsPackageVar(s.Var) {
		// A channel in a field of another package's type: who receives there is not in sight.
		if foreign := s.Field && !s.Join.Group() && s.Var.Pkg() != c.p.Pkg; foreign {
			return Waiting{}
		}
		w := c.inPackage(s)
		// A slot of a semaphore that the body gives back is no signal to anybody.
		if s.Join.Each && w.How != Never && c.took(s) {
			return Waiting{How: Never}
		}
		return w
	}
	if c.addsItself(s) {
		return Waiting{How: Never, Local: true}
	}
	w := c.p.beyond.Awaited(c.l.Node(), s)
	w.Local = true
	if w.How == AllPaths && c.takesValue(s) {
		w.How, w.Pos = Never, token.NoPos
	}
	if w.How == AllPaths {
		return w
	}
	for _, v := range c.p.idx().keepers()[s.Var] { // it is also the value of a field, and may be awaited there
		kept := s
		kept.Var, kept.Field = v, v.IsField()
		if v.Pkg() != c.p.Pkg {
			continue
		}
		if at := c.inPackage(kept); at.Joins() {
			return at
		}
	}
	if at, ctx := c.within(s); at.IsValid() {
		w.Within, w.Pos, w.Until = true, at, ctx
	}
	return w
}

// inPackage answers who in the package waits for a signal on what more than one
// function can name. A wait in the body itself is none, and one in a test counts for
// launches in tests.
func (c *classifier) inPackage(s Signal) Waiting {
	for _, how := range c.p.waitsOn(s) {
		inBody := c.body() != nil && encloses(c.body().Node, how.pos)
		if inBody || !c.p.inTest(c.l.Node().Pos()) && c.p.inTest(how.pos) {
			continue
		}
		if s.Join == catalog.Close && how.form == single && c.sendsMore(s.Var) {
			continue // what it takes is one of many, and not the close
		}
		if s.Join.Each && how.form == single && how.in != c.in && c.launchedAgain(s.Var) {
			continue // what it takes may be another's
		}
		// Of a queue that is emptied one by one each receive awaits whoever comes first.
		if !s.Join.Each || how.in == c.in || !c.p.waited().calledAgain(how.in) {
			return Waiting{How: Somewhere, Pos: how.pos}
		}
	}
	return Waiting{How: Never}
}

// sendsMore reports whether on what the body closes more than one value may be sent, in a
// loop of it or by a function that is not launched itself: what a single receive hears
// first is not the close.
func (c *classifier) sendsMore(v *types.Var) bool {
	w := c.p.waited()
	for t := range w.takers {
		switch {
		case t.v != v || t.in == nil:
		case c.body() != nil && encloses(c.body().Node, t.in.Node.Pos()):
			if w.looped[t] {
				return true
			}
		case c.p.idx().launched[t.in.Type] == nil:
			return true
		}
	}
	return false
}

// launchedAgain reports whether a literal is launched in a loop, and sends on the same channel
// each time.
func (c *classifier) launchedAgain(v *types.Var) bool {
	body := c.body()
	if c.in == nil || body == nil || !encloses(c.in.Body, body.Node.Pos()) || !c.p.flowOf(c.in).returnsTo(c.l.Node()) {
		return false
	}
	var loop ast.Stmt
	for s := range syntax.Own[ast.Stmt](c.in.Body) {
		switch s.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if encloses(s, c.l.Node().Pos()) {
				loop = s
			}
		}
	}
	w := c.p.waited()
	return loop != nil && slices.ContainsFunc(c.p.idx().sends, func(u sending) bool {
		return encloses(body.Node, u.x.Pos()) && !w.eachTime(u.x, loop, 0) &&
			slices.ContainsFunc(c.p.names(u.x, u.in), func(at place) bool { return w.named(at) == v })
	})
}

// waitsOn are the waits on a field or package variable that meet a signal, in the order
// of the source.
func (p *Package) waitsOn(s Signal) (list []wait) {
	switch {
	case !s.Join.Group():
		for _, how := range p.waited().on[s.Var] {
			if how.form.meets(s.Join) {
				list = append(list, how)
			}
		}
		return list
	case s.Join.Type == "":
		list = p.memberWaits(s.Join, s.Var)
	default:
		list = slices.Clone(p.waited().on[s.Var])
	}
	for v := range p.groupAliases().of(s.Var).all {
		for _, pos := range p.groupAliases().waits[v] {
			list = append(list, wait{pos: pos})
		}
	}
	slices.SortFunc(list, func(a, b wait) int { return p.inSource(a.pos, b.pos) })
	return list
}

// inSource compares positions by file name and offset: in which order files were read
// says nothing.
func (p *Package) inSource(a, b token.Pos) int {
	if f, g := p.Fset.File(a), p.Fset.File(b); f != g && f != nil && g != nil {
		return cmp.Compare(f.Name(), g.Name())
	}
	return cmp.Compare(a, b)
}

// within returns the select by which the launcher waits for a signal only until a time
// has passed or a context, which it returns too, has ended:
//
//	select {
//	case <-done:
//	case <-time.After(d):
//	}
func (c *classifier) within(s Signal) (at token.Pos, ctx ast.Expr) {
	if c.in == nil {
		return token.NoPos, nil
	}
	if s.Join.Group() {
		return c.withinWaiter(s)
	}
	for _, r := range c.p.idx().recvsIn[c.in] {
		if r.sel == nil || r.x.Pos() < c.l.Node().Pos() {
			continue
		}
		if !slices.ContainsFunc(c.p.names(r.x, r.in), func(at place) bool { return at.root == s.Root && at.shared() == nil }) {
			continue
		}
		for _, arm := range r.sel.Body.List {
			x := received(arm.(*ast.CommClause).Comm)
			if x == nil || x.X == r.x {
				continue
			}
			if isTimeChan(c.p.Info.TypeOf(x.X)) {
				return r.sel.Pos(), nil
			}
			if done := c.p.doneOf(x.X); done != nil {
				at, ctx = r.sel.Pos(), done
			}
		}
		if at.IsValid() {
			return at, ctx
		}
	}
	return token.NoPos, nil
}

// withinWaiter is the select by which the launcher waits for a goroutine of its own that waits
// for the group:
//
//	go func() { wg.Wait(); close(done) }()
//	select {
//	case <-done:
//	case <-ctx.Done():
//	}
func (c *classifier) withinWaiter(s Signal) (at token.Pos, ctx ast.Expr) {
	for _, u := range c.p.idx().waits {
		if u.in == nil || c.p.idx().launched[u.in.Type] == nil || !c.p.spend() {
			continue
		}
		g := c.p.idx().launched[u.in.Type]
		if c.p.idx().around[g] != c.in.Type || g == c.l.Go || !slices.ContainsFunc(c.p.waitedOn(u.x, u.in), func(at place) bool { return at.root == s.Root && at.last == s.field() }) {
			continue
		}
		if w := c.p.goClassifier(g).waiting(); w.Within {
			return w.Pos, w.Until
		}
	}
	return token.NoPos, nil
}

// doneOf is the context of which an expression is the Done channel, or nil.
func (p *Package) doneOf(ch ast.Expr) ast.Expr {
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Done" || !p.isContext(p.Info.TypeOf(sel.X)) {
		return nil
	}
	return sel.X
}

// took reports whether the launcher receives from a field or package variable
// before it launches, and never after: the body gives back what was taken.
func (c *classifier) took(s Signal) bool {
	if c.in == nil {
		return false
	}
	before, after := false, false
	receives := func(call *ast.CallExpr) []place {
		if t := c.p.resolve(call); t.fn != nil {
			return c.p.effectsOf(t.fn).received
		}
		return nil
	}
	note := func(from []place, pos token.Pos) {
		for _, at := range from {
			if at.shared() == s.Var {
				before = before || pos < c.l.Node().Pos()
				after = after || pos > c.l.Node().Pos()
			}
		}
	}
	for d := range syntax.Own[*ast.DeferStmt](c.in.Body) {
		note(receives(d.Call), c.in.Body.End())
	}
	for n := range syntax.Except[ast.Node](c.in.Body, runsLater) {
		if after || !c.p.spend() {
			return false
		}
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				note(c.p.names(n.X, c.in), n.Pos())
			}
		case *ast.CallExpr:
			note(receives(n), n.Pos())
		}
	}
	return before && !after
}
