// This file is the judgement on one launch, in the order that the package comment gives:
// tracked by a handle, joined, bound, detached. It also translates the signals of a body
// (signals.go) into the launcher's variables, which is where the two halves meet: the body says
// wg.Done of its parameter, the launcher passed &s.wg.

package launch

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
)

// Classify sets the launch's class, with the answers it follows from (Waiting, Stop), and for
// the handle form its helper. A launch that has a class keeps it.
func (p *Package) Classify(l *Launch) {
	if l.Class != "" {
		return
	}
	p.begin()
	c := p.classifier(l)
	// From the best class down: each question is asked only where the one before was answered
	// no.
	l.Class = finding.Detached
	if c.handled() {
		l.Class = finding.Tracked
	} else if l.Waiting = c.waiting(); l.Waiting.Joins() {
		l.Class = finding.Joined
	} else if l.Stop = c.stop(); l.Stop.By != Nothing {
		l.Class = finding.Bound
	}
	l.Spent = p.exhausted() || c.t.fn != nil && p.effectsOf(c.t.fn).spent
}

// A classifier judges one launch.
type classifier struct {
	p  *Package
	l  *Launch
	in *syntax.Func // the launcher; nil at package level
	t  target
}

func (p *Package) classifier(l *Launch) *classifier {
	c := &classifier{p: p, l: l, in: p.Index.Func(l.scope)}
	if l.Denied != nil {
		c.t = p.passed(l)
	} else {
		c.t = p.resolve(l.Call)
	}
	return c
}

// goClassifier judges a go statement.
func (p *Package) goClassifier(g *ast.GoStmt) *classifier {
	return p.classifier(&Launch{Go: g, Call: g.Call, scope: p.idx().around[g]})
}

// body is the function that runs, nil where it cannot be seen.
func (c *classifier) body() *syntax.Func { return c.t.fn }

// Joined reports whether a go statement is joined. Goroutines may wait for each other, so it is
// solved for all of them together.
func (p *Package) Joined(g *ast.GoStmt) bool { return p.joined.Ask(g) }

// findJoined answers Joined. The query at hand keeps its own steps.
func (p *Package) findJoined(g *ast.GoStmt) bool {
	defer p.aside()()
	return p.goClassifier(g).waiting().Joins()
}

// CountsOn reports whether what a go statement, or a helper's call, launches tells a group of
// its end, the one in the variable root or in its field; field is nil for root itself. The
// engine asks, to know which launches a Wait is for.
func (p *Package) CountsOn(launch ast.Node, root, field *types.Var) bool {
	defer p.aside()()
	var list []place
	switch n := launch.(type) {
	case *ast.GoStmt:
		for _, s := range p.goClassifier(n).outside() {
			if s.Join.Adds != "" && s.Root == root && (s.Var == field || field == nil && !s.Field) {
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

// Signals returns the signals of what a go statement launches, in terms of the launcher's
// variables: one for each name that the launcher has for the same thing. None of other
// launches.
func (p *Package) Signals(l *Launch) []Signal {
	if l.Go == nil {
		return nil
	}
	p.begin()
	c := p.classifier(l)
	return c.outside()
}

// outside are all signals of the end of what is launched, by the body or by a helper.
func (c *classifier) outside() []Signal {
	return append(c.signalled(), c.member()...)
}

// signalled are those of the body: of a function in sight by its effects, of one of another
// package by its Behaviour.
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
				if join := joinNamed(s.Join); join == callParam {
					list = append(list, c.ofFunc(c.p.denotedBy(arg))...)
				} else {
					list = c.signals(list, c.p.names(arg, c.in), join, insideOf(c.t.static, s))
				}
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
			return c.signals(nil, c.p.names(c.l.Call.Args[0], c.in), catalog.Close, inside{}), true
		}
		return nil, isBuiltin
	}
	if join := tells(c.t.static); join != nil && c.t.arg(0) != nil {
		return c.signals(nil, c.through(c.t.arg(0), c.t.recvSel, place{}), join, inside{}), true
	}
	return nil, false
}

// outsideOf translates signals of the target's body. A send on a channel from
// which the body receives as well gives back what it took, and is none.
func (c *classifier) outsideOf(sigs []signalling, t target) []Signal {
	var list []Signal
	received := c.p.effectsOf(t.fn).received
	for _, s := range sigs {
		i := t.fn.ParamIndex(s.root)
		switch {
		case s.join.Each && slices.Contains(received, s.place):
		case i < 0:
			list = c.signals(list, c.p.aliases(s.place, c.in), s.join, s.in)
		case t.arg(i) == nil:
		case s.join == callParam:
			list = append(list, c.ofFunc(c.p.passedAt(s.root, t))...)
		default:
			sel := t.recvSel
			if i > 0 {
				sel = nil
			}
			list = c.signals(list, c.through(t.arg(i), sel, s.place), s.join, s.in)
		}
	}
	return list
}

// ofFunc are the signals of a function that what runs is given and calls.
func (c *classifier) ofFunc(inner target) []Signal {
	if join := tells(inner.static); join != nil && inner.recv != nil { // go run(wg.Done)
		return c.signals(nil, c.through(inner.recv, inner.recvSel, place{}), join, inside{})
	}
	if inner.fn == nil || inner.fn == c.t.fn || !c.p.spend() {
		return nil
	}
	return c.outsideOf(c.p.effectsOf(inner.fn).signals, inner)
}

// through returns the names of what is at rest, starting from an argument.
func (c *classifier) through(arg ast.Expr, sel *types.Selection, rest place) []place {
	list := c.p.names(arg, c.in)
	if sel != nil {
		list = fieldPath(list, sel)
	}
	return joinAll(list, rest)
}

// signals adds a Signal for each place. One that goes inside of another package's type is known
// by the methods of that type that wait for it; where there are none it is of no use.
func (c *classifier) signals(list []Signal, at []place, join *catalog.Join, in inside) []Signal {
	if in.of != nil {
		waits := c.p.waiters(in)
		if len(waits) == 0 {
			return list
		}
		join = catalog.MemberOf(waits)
	}
	for _, pl := range at {
		s := Signal{Join: join, Name: pl.String(), Var: pl.last, Root: pl.root, Field: true}
		if pl.path == "" {
			s.Var, s.Field = pl.root, false
		}
		if s.Var != nil {
			list = append(list, s)
		}
	}
	return list
}
