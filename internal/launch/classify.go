// This file is the judgement on one launch, in the order that the package comment gives:
// tracked by a handle, joined, bound, detached. It also translates the signals of a body, which
// package behaviour finds, into the launcher's variables. There the two halves meet: the body
// says wg.Done of its parameter, the launcher passed &s.wg.

package launch

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/behaviour"
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
	p.Begin()
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
	l.Spent = p.Exhausted() || c.t.Func != nil && p.EffectsOf(c.t.Func).Spent
}

// A classifier judges one launch.
type classifier struct {
	p  *Package
	l  *Launch
	in *syntax.Func // the launcher; nil at package level
	t  behaviour.Target
}

func (p *Package) classifier(l *Launch) *classifier {
	c := &classifier{p: p, l: l, in: p.Index.Func(l.scope)}
	if l.Denied != nil {
		c.t = p.passed(l)
	} else {
		c.t = p.Resolve(l.Call)
	}
	return c
}

// goClassifier judges a go statement.
func (p *Package) goClassifier(g *ast.GoStmt) *classifier {
	return p.classifier(&Launch{Go: g, Call: g.Call, scope: p.Gathered().Around[g]})
}

// body is the function that runs, nil where it cannot be seen.
func (c *classifier) body() *syntax.Func { return c.t.Func }

// Joined reports whether a go statement is joined. Goroutines may wait for each other, so it is
// solved for all of them together.
func (p *Package) Joined(g *ast.GoStmt) bool { return p.joined.Ask(g) }

// findJoined answers Joined. The query at hand keeps its own steps.
func (p *Package) findJoined(g *ast.GoStmt) bool {
	defer p.Aside()()
	return p.goClassifier(g).waiting().Joins()
}

// CountsOn reports whether what a go statement, or a helper's call, launches tells a group of
// its end, the one in the variable root or in its field; field is nil for root itself. The
// engine asks, to know which launches a Wait is for.
func (p *Package) CountsOn(launch ast.Node, root, field *types.Var) bool {
	defer p.Aside()()
	var list []behaviour.Place
	switch n := launch.(type) {
	case *ast.GoStmt:
		for _, s := range p.goClassifier(n).outside() {
			if s.Join.Adds != "" && s.Root == root && (s.Var == field || field == nil && !s.Field) {
				return true
			}
		}
	case *ast.CallExpr:
		// Where the wait is what runs the members, as of a run.Group, none is counted in before.
		if h := p.helperCall(n); h != nil && len(h.Waits) > 0 && !h.Serves {
			list = p.groupPlaces(n, nil)
		}
	}
	return slices.ContainsFunc(list, func(at behaviour.Place) bool {
		return at.Root == root && at.Last == field
	})
}

// Signals returns the signals of what a go statement launches, in terms of the launcher's
// variables: one for each name that the launcher has for the same thing. None of other
// launches.
func (p *Package) Signals(l *Launch) []Signal {
	if l.Go == nil {
		return nil
	}
	p.Begin()
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
	case c.t.Func != nil:
		return c.outsideOf(c.p.EffectsOf(c.t.Func).Signals, c.t)
	case c.t.Known != nil:
		var list []Signal
		for _, s := range c.t.Known.Signals {
			if arg := c.t.Arg(s.Param); arg != nil && (!s.Guarded || !c.p.MayBeNil(arg)) {
				if join := behaviour.JoinNamed(s.Join); join == behaviour.CallParam {
					list = append(list, c.ofFunc(c.p.DenotedBy(arg))...)
				} else {
					list = c.signals(list, c.p.Names(arg, c.in), join, behaviour.InsideOf(c.t.Static, s))
				}
			}
		}
		return list
	}
	return nil
}

// itself are the signals of a launch of what signals: go close(c), go wg.Done().
func (c *classifier) itself() (list []Signal, ok bool) {
	// A helper's call has no signal of its own; its group tells (member).
	if c.l.Go == nil {
		return nil, false
	}
	if id, isIdent := ast.Unparen(c.l.Call.Fun).(*ast.Ident); isIdent {
		b, isBuiltin := c.p.Info.Uses[id].(*types.Builtin)
		if isBuiltin && b.Name() == "close" && len(c.l.Call.Args) == 1 {
			return c.signals(nil, c.p.Names(c.l.Call.Args[0], c.in), catalog.Close, behaviour.Inside{}), true
		}
		return nil, isBuiltin
	}
	if join := behaviour.Tells(c.t.Static); join != nil && c.t.Arg(0) != nil {
		return c.signals(nil, c.through(c.t.Arg(0), c.t.RecvSel, behaviour.Place{}), join, behaviour.Inside{}), true
	}
	return nil, false
}

// outsideOf translates signals of the target's body. A send on a channel from
// which the body receives as well gives back what it took, and is none.
func (c *classifier) outsideOf(sigs []behaviour.Signalling, t behaviour.Target) []Signal {
	var list []Signal
	received := c.p.EffectsOf(t.Func).Received
	for _, s := range sigs {
		i := t.Func.ParamIndex(s.Root)
		switch {
		case s.Join.Each && slices.Contains(received, s.Place):
		case i < 0:
			list = c.signals(list, c.p.Aliases(s.Place, c.in), s.Join, s.In)
		case t.Arg(i) == nil || s.Guarded && c.p.MayBeNil(t.Arg(i)):
		case s.Join == behaviour.CallParam:
			list = append(list, c.ofFunc(c.p.PassedAt(s.Root, t))...)
		default:
			sel := t.RecvSel
			// The embedded fields on the way are those to the receiver, parameter 0.
			if i > 0 {
				sel = nil
			}
			list = c.signals(list, c.through(t.Arg(i), sel, s.Place), s.Join, s.In)
		}
	}
	return list
}

// ofFunc are the signals of a function that what runs is given and calls.
func (c *classifier) ofFunc(inner behaviour.Target) []Signal {
	if join := behaviour.Tells(inner.Static); join != nil && inner.Recv != nil { // go run(wg.Done)
		return c.signals(nil, c.through(inner.Recv, inner.RecvSel, behaviour.Place{}), join, behaviour.Inside{})
	}
	// A function that calls itself would be translated without end.
	if inner.Func == nil || inner.Func == c.t.Func || !c.p.Spend() {
		return nil
	}
	return c.outsideOf(c.p.EffectsOf(inner.Func).Signals, inner)
}

// through returns the names of what is at rest, starting from an argument.
func (c *classifier) through(arg ast.Expr, sel *types.Selection, rest behaviour.Place) []behaviour.Place {
	list := c.p.Names(arg, c.in)
	if sel != nil {
		list = behaviour.FieldPath(list, sel)
	}
	return behaviour.JoinAll(list, rest)
}

// signals adds a Signal for each place. One that goes inside of another package's type is known
// by the methods of that type that wait for it; where there are none it is of no use.
func (c *classifier) signals(list []Signal, at []behaviour.Place, join *catalog.Join, in behaviour.Inside) []Signal {
	if in.Of != nil {
		waits := c.p.Waiters(in)
		if len(waits) == 0 {
			return list
		}
		join = catalog.MemberOf(waits)
	}
	for _, pl := range at {
		s := Signal{Join: join, Name: pl.String(), Var: pl.Last, Root: pl.Root, Field: true}
		if pl.Path == "" {
			s.Var, s.Field = pl.Root, false
		}
		if s.Var != nil {
			list = append(list, s)
		}
	}
	return list
}
