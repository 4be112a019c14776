package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
)

// Classify sets the launch's class and, for the handle form, its helper.
func (p *Package) Classify(l *Launch) {
	if l.Class != "" {
		return
	}
	p.steps = maxSteps
	c := p.classifier(l)
	l.Class = finding.Detached
	switch {
	case c.handled():
		l.Class = finding.Tracked
	case c.joined():
		l.Class = finding.Joined
	case c.bound():
		l.Class = finding.Bound
	}
	l.Spent = p.steps < 0 || c.t.fn != nil && p.effectsOf(c.t.fn).spent
}

// A classifier judges one launch.
type classifier struct {
	p  *Package
	l  *Launch
	in *fn // the launcher; nil at package level
	t  target
}

func (p *Package) classifier(l *Launch) *classifier {
	c := &classifier{p: p, l: l, in: p.idx().byType[l.scope]}
	if l.Denied != nil {
		c.t = p.passed(l)
	} else {
		c.t = p.resolve(l.Call)
	}
	return c
}

// body is the function that runs, nil where it cannot be seen.
func (c *classifier) body() *fn { return c.t.fn }

// joined tells whether a signal of the body is awaited.
func (c *classifier) joined() bool {
	for _, s := range c.outside() {
		if s.Field || isPackageVar(s.Var) {
			foreign := s.Field && (s.Kind == Close || s.Kind == Send) && s.Var.Pkg() != c.p.Pkg
			if !foreign && c.p.counts(s, c.body(), c.in, c.l.node().Pos()) && (s.Kind != Send || !c.took(s.Var)) {
				return c.joinedBy(s)
			}
		} else if c.addsItself(s) {
			continue
		} else if c.p.Awaiter != nil && c.p.Awaiter.Awaited(c.l.node(), s) {
			return c.joinedBy(s)
		} else if c.keptIn(s) {
			return c.joinedBy(s)
		}
	}
	return false
}

// joinedBy notes the signal that is awaited.
func (c *classifier) joinedBy(s Signal) bool {
	c.l.ByGroup = s.Kind == WaitGroup
	return c.owned(s.Name)
}

// owned notes what waits for the launch, or can end it.
func (c *classifier) owned(name string) bool {
	c.l.Owner = name
	return true
}

// keptIn tells whether a local variable is also the value of a field or a package
// variable, and the signal awaited there.
func (c *classifier) keptIn(s Signal) bool {
	for _, v := range c.p.idx().keepers()[s.Var] {
		kept := s
		kept.Var, kept.Field = v, v.IsField()
		if v.Pkg() == c.p.Pkg && c.p.counts(kept, c.body(), c.in, c.l.node().Pos()) {
			return true
		}
	}
	return false
}

// Joined tells whether a go statement is joined.
func (p *Package) Joined(g *ast.GoStmt) bool { return p.joined.Ask(g) }

func (p *Package) findJoined(g *ast.GoStmt) bool {
	steps := p.steps
	p.steps = maxSteps
	defer func() { p.steps = steps }()
	return p.classifier(&Launch{Go: g, Call: g.Call, scope: p.idx().around[g]}).joined()
}

// CountsOn tells whether what a go statement, or a helper's call, launches tells a
// WaitGroup, or the helper's group, of its end: the variable, or a field of it.
func (p *Package) CountsOn(launch ast.Node, root, field *types.Var) bool {
	steps := p.steps
	p.steps = maxSteps
	defer func() { p.steps = steps }()
	var list []place
	switch n := launch.(type) {
	case *ast.GoStmt:
		c := p.classifier(&Launch{Go: n, Call: n.Call, scope: p.idx().around[n]})
		for _, s := range c.outside() {
			if s.Kind == WaitGroup && s.Root == root && (s.Var == field || field == nil && !s.Field) {
				return true
			}
		}
	case *ast.CallExpr:
		if h := p.helperCall(n); h != nil && len(h.Waits) > 0 && !h.Serves {
			list = p.groupPlaces(n, nil)
		}
	}
	return slices.ContainsFunc(list, func(at place) bool {
		return at.root == root && at.last == field
	})
}

// Signals returns the signals of what a go statement launches, in terms of the
// launcher's variables. One signal is given for each name that the launcher has
// for the same thing.
func (p *Package) Signals(l *Launch) []Signal {
	if l.Go == nil {
		return nil
	}
	p.steps = maxSteps
	c := p.classifier(l)
	return c.outside()
}

func (c *classifier) outside() []Signal {
	return append(c.signalled(), c.member()...)
}

func (c *classifier) signalled() []Signal {
	if list, ok := c.itself(); ok {
		return list
	}
	switch {
	case c.t.fn != nil:
		return c.outsideOf(c.p.effectsOf(c.t.fn).signals, c.t)
	case c.t.known != nil:
		var list []Signal
		for _, s := range c.t.known.Signals {
			if arg := c.t.arg(s.Param); arg != nil {
				list = c.signals(list, c.p.names(arg, c.in), s.Kind, insideOf(c.t.static, s))
			}
		}
		return list
	}
	return nil
}

// itself are the signals of a launch of what signals: go close(c), go wg.Done().
func (c *classifier) itself() (list []Signal, ok bool) {
	if c.l.Go == nil {
		return nil, false
	}
	if id, isIdent := ast.Unparen(c.l.Call.Fun).(*ast.Ident); isIdent {
		b, isBuiltin := c.p.Info.Uses[id].(*types.Builtin)
		if isBuiltin && b.Name() == "close" && len(c.l.Call.Args) == 1 {
			return c.signals(nil, c.p.names(c.l.Call.Args[0], c.in), Close, inside{}), true
		}
		return nil, isBuiltin
	}
	if waitGroupMethod(c.t.static, "Done") && c.t.arg(0) != nil {
		return c.signals(nil, c.through(c.t.arg(0), c.t.recvSel, place{}), WaitGroup, inside{}), true
	}
	return nil, false
}

// outsideOf translates signals of the target's body. A send on a channel from
// which the body receives as well gives back what it took, and is none.
func (c *classifier) outsideOf(sigs []signalling, t target) []Signal {
	var list []Signal
	received := c.p.effectsOf(t.fn).received
	for _, s := range sigs {
		i := t.fn.param(s.root)
		switch {
		case s.kind == Send && slices.Contains(received, s.place):
		case i < 0:
			list = c.signals(list, c.aliases(s.place), s.kind, s.in)
		case t.arg(i) == nil:
		case s.kind == callParam:
			inner := c.p.denoted(t.arg(i), 0)
			if waitGroupMethod(inner.static, "Done") && inner.recv != nil { // go run(wg.Done)
				list = c.signals(list, c.through(inner.recv, inner.recvSel, place{}), WaitGroup, inside{})
			}
			if inner.fn != nil && inner.fn != t.fn && c.p.spend() {
				list = append(list, c.outsideOf(c.p.effectsOf(inner.fn).signals, inner)...)
			}
		default:
			sel := t.recvSel
			if i > 0 {
				sel = nil
			}
			list = c.signals(list, c.through(t.arg(i), sel, s.place), s.kind, s.in)
		}
	}
	return list
}

// spend takes a step and tells whether there was one.
func (p *Package) spend() bool {
	p.steps--
	return p.steps >= 0
}

// through returns the names of what is at rest from an argument.
func (c *classifier) through(arg ast.Expr, sel *types.Selection, rest place) []place {
	list := c.p.names(arg, c.in)
	if sel != nil {
		list = fieldPath(list, sel)
	}
	return joinAll(list, rest)
}

// took tells whether the launcher receives from a field or package variable
// before it launches, and never after: the body gives back what was taken.
func (c *classifier) took(v *types.Var) bool {
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
	ast.Inspect(c.in.body, func(n ast.Node) bool {
		if after || !c.p.spend() {
			return false
		}
		var from []place
		pos, into := token.NoPos, true
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt:
			return false
		case *ast.DeferStmt:
			from, pos, into = receives(n.Call), c.in.body.End(), false
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				from, pos = c.p.names(n.X, c.in), n.Pos()
			}
		case *ast.CallExpr:
			from, pos = receives(n), n.Pos()
		}
		for _, at := range from {
			if at.shared() == v {
				before = before || pos < c.l.node().Pos()
				after = after || pos > c.l.node().Pos()
			}
		}
		return into
	})
	return before && !after
}

// aliases returns the place, and what its root was set to in the launcher.
func (c *classifier) aliases(at place) []place { return c.p.aliases(at, c.in) }

// names returns the places that an expression names: as it is spelled, and those
// that its value comes from, since a wait may be on either.
func (p *Package) names(x ast.Expr, in *fn) []place {
	var list []place
	if at, ok := p.spelled(x); ok {
		list = p.aliases(at, in)
	}
	return add(list, p.handles(x, in)...)
}

func (p *Package) aliases(at place, in *fn) []place {
	at.ctx = false
	list := []place{at}
	tr := tracer{p: p, in: in}
	for _, other := range tr.variable(at.root, 0) {
		other = other.join(at)
		other.ctx = false
		list = add(list, other)
	}
	return list
}

func (c *classifier) signals(list []Signal, at []place, kind Kind, in inside) []Signal {
	var waits []string
	if in.of != nil {
		if waits = c.p.waiters(in); len(waits) == 0 {
			return list
		}
		kind = Member
	}
	for _, pl := range at {
		s := Signal{Kind: kind, Name: pl.String(), Var: pl.last, Root: pl.root, Field: true, Waits: waits}
		if pl.path == "" {
			s.Var, s.Field = pl.root, false
		}
		if s.Var != nil {
			list = append(list, s)
		}
	}
	return list
}
