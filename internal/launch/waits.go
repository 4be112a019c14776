// This file answers who waits for a launch. What one function owns (a local WaitGroup or
// channel) that function must wait for on all its paths, which is for the engine to say
// (Beyond.Awaited); fields and package variables are waited for by whoever can name them, at
// any time, so one wait anywhere in the package will do (behaviour.Waits).

package launch

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/behaviour"
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
	How     Certainty
	Local   bool          // it is a function that owns what is waited on
	On      string        // what is waited on, as the launcher writes it
	Join    *catalog.Join // how
	Pos     token.Pos     // the wait that proves it; of a function that does not wait on all paths the way out that shows it
	Within  bool          // the wait is given up when a time has passed, or a context has ended: Pos is the select
	Until   ast.Expr      // the context with which it is given up; nil for a time
	Carries bool          // it is a close that is waited for, and values are sent before it
	Fewer   bool          // there are receives, and nothing shows that they are as many as is sent
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
	w.Carries = s.Join == catalog.Close && w.How == Somewhere && c.p.Carries(s.Var)
	if w.How == AllPaths && c.takesValue(s) {
		w.How, w.Pos, w.Fewer = Never, token.NoPos, true
	}
	if w.How == AllPaths {
		return w
	}
	for _, v := range c.p.Gathered().Keepers()[s.Var] { // it is also the value of a field, and may be awaited there
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
		w.Within, w.Pos, w.Until, w.Fewer = true, at, ctx, false
	}
	return w
}

// inPackage answers who in the package waits for a signal on what more than one
// function can name. A wait in the body itself is none, and one in a test counts for
// launches in tests.
func (c *classifier) inPackage(s Signal) Waiting {
	for _, how := range c.p.waitsOn(s) {
		inBody := c.body() != nil && syntax.Encloses(c.body().Node, how.Pos)
		if inBody || !c.p.InTest(c.l.Node().Pos()) && c.p.InTest(how.Pos) {
			continue
		}
		if s.Join == catalog.Close && how.Form == behaviour.Single && c.sendsMore(s.Var) {
			continue // what it takes is one of many, and not the close
		}
		if s.Join.Each && how.Form == behaviour.Single && how.In != c.in && c.launchedAgain(s.Var) {
			continue // what it takes may be another's
		}
		// Of a queue that is emptied one by one each receive awaits whoever comes first.
		if !s.Join.Each || how.In == c.in || !c.p.Waited().CalledAgain(how.In) {
			return Waiting{How: Somewhere, Pos: how.Pos}
		}
	}
	return Waiting{How: Never}
}

// sendsMore reports whether on what the body closes more than one value may be sent, in a
// loop of it or by a function that is not launched itself: what a single receive hears
// first is not the close.
func (c *classifier) sendsMore(v *types.Var) bool {
	w := c.p.Waited()
	for t := range w.Takers {
		switch {
		case t.V != v || t.In == nil:
		case c.body() != nil && syntax.Encloses(c.body().Node, t.In.Node.Pos()):
			if w.Looped[t] {
				return true
			}
		case c.p.Gathered().Launched[t.In.Type] == nil:
			return true
		}
	}
	return false
}

// launchedAgain reports whether a literal is launched in a loop, and sends on the same channel
// each time.
func (c *classifier) launchedAgain(v *types.Var) bool {
	body := c.body()
	if c.in == nil || body == nil || !syntax.Encloses(c.in.Body, body.Node.Pos()) || !c.p.FlowOf(c.in).ReturnsTo(c.l.Node()) {
		return false
	}
	var loop ast.Stmt
	for s := range syntax.Own[ast.Stmt](c.in.Body) {
		switch s.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if syntax.Encloses(s, c.l.Node().Pos()) {
				loop = s
			}
		}
	}
	w := c.p.Waited()
	return loop != nil && slices.ContainsFunc(c.p.Gathered().Sends, func(u behaviour.Sending) bool {
		return syntax.Encloses(body.Node, u.X.Pos()) && !w.EachTime(u.X, loop, 0) &&
			slices.ContainsFunc(c.p.Names(u.X, u.In), func(at behaviour.Place) bool { return w.Named(at) == v })
	})
}

// waitsOn are the waits on a field or package variable that meet a signal, in the order
// of the source.
func (p *Package) waitsOn(s Signal) (list []behaviour.Wait) {
	switch {
	case !s.Join.Group():
		for _, how := range p.Waited().On[s.Var] {
			if how.Form.Meets(s.Join) {
				list = append(list, how)
			}
		}
		return list
	case s.Join.Type == "":
		list = p.MemberWaits(s.Join, s.Var)
	default:
		list = slices.Clone(p.Waited().On[s.Var])
	}
	// The group may be waited on under other names, and by methods that are promoted from it.
	for v := range p.GroupAliases().Of(s.Var).All {
		for _, pos := range p.GroupAliases().Waits[v] {
			list = append(list, behaviour.Wait{Pos: pos})
		}
	}
	slices.SortFunc(list, func(a, b behaviour.Wait) int { return p.inSource(a.Pos, b.Pos) })
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
	for _, r := range c.p.Gathered().RecvsIn[c.in] {
		if r.Sel == nil || r.X.Pos() < c.l.Node().Pos() {
			continue
		}
		if !slices.ContainsFunc(c.p.Names(r.X, r.In), func(at behaviour.Place) bool { return at.Root == s.Root && at.Shared() == nil }) {
			continue
		}
		// The other arms say with what the wait is given up.
		for _, arm := range r.Sel.Body.List {
			x := behaviour.Received(arm.(*ast.CommClause).Comm)
			if x == nil || x.X == r.X {
				continue
			}
			// A time bounds the wait whatever becomes of contexts, so that it is the answer to give.
			if behaviour.IsTimeChan(c.p.Info.TypeOf(x.X)) {
				return r.Sel.Pos(), nil
			}
			if done := c.p.DoneOf(x.X); done != nil {
				at, ctx = r.Sel.Pos(), done
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
	for _, u := range c.p.Gathered().Waits {
		if u.In == nil || c.p.Gathered().Launched[u.In.Type] == nil || !c.p.Spend() {
			continue
		}
		g := c.p.Gathered().Launched[u.In.Type]
		// The waiter has to be launched by the launcher, and be another goroutine than that in question.
		if c.p.Gathered().Around[g] != c.in.Type || g == c.l.Go || !slices.ContainsFunc(c.p.WaitedOn(u.X, u.In), func(at behaviour.Place) bool { return at.Root == s.Root && at.Last == s.field() }) {
			continue
		}
		if w := c.p.goClassifier(g).waiting(); w.Within {
			return w.Pos, w.Until
		}
	}
	return token.NoPos, nil
}

// took reports whether the launcher receives from a field or package variable
// before it launches, and never after: the body gives back what was taken.
func (c *classifier) took(s Signal) bool {
	if c.in == nil {
		return false
	}
	before, after := false, false
	receives := func(call *ast.CallExpr) []behaviour.Place {
		if t := c.p.Resolve(call); t.Func != nil {
			return c.p.EffectsOf(t.Func).Received
		}
		return nil
	}
	note := func(from []behaviour.Place, pos token.Pos) {
		for _, at := range from {
			if at.Shared() == s.Var {
				before = before || pos < c.l.Node().Pos()
				after = after || pos > c.l.Node().Pos()
			}
		}
	}
	// A deferred call receives at the end, wherever it is written.
	for d := range syntax.Own[*ast.DeferStmt](c.in.Body) {
		note(receives(d.Call), c.in.Body.End())
	}
	for n := range syntax.Except[ast.Node](c.in.Body, behaviour.RunsLater) {
		if after || !c.p.Spend() {
			return false
		}
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				note(c.p.Names(n.X, c.in), n.Pos())
			}
		case *ast.CallExpr:
			note(receives(n), n.Pos())
		}
	}
	return before && !after
}
