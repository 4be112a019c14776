// This file is about values that are sent on a channel by somebody whom no go statement of the
// launcher starts: a timer, a helper, whoever has a callback. A receive may take such a value,
// and then what the launcher has launched goes on. (What a go statement sends is the engine's to
// weigh.)
//
//	timer := time.AfterFunc(d, func() { answers <- errTimeout })
//	go func() { answers <- ask() }()
//	return <-answers // whose?

package launch

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// takesLoose reports whether the launcher may take such values, and not receive from all who send
// for that. own is how many it sends itself. Whoever ranges over the channel receives from all.
func (c *classifier) takesLoose(on *onChannel, own, receives int, loops bool) bool {
	if on.ranges[c.in] {
		return false
	}
	loose, others := 0, 1 // the body
	for _, u := range on.sends {
		switch {
		case u.In == c.in || u.In == c.body():
		case !c.runsLoose(u.In, nil):
			others++
			loops = loops || u.Loop != nil
		default:
			loose++
			loops = loops || u.Loop != nil
		}
	}
	for _, u := range on.passed {
		if c.passesLoose(u) {
			loose, loops = loose+1, true // how many values is not known
		}
	}
	return loose > 0 && (loops || loose+others+own > receives)
}

// passesLoose reports whether a channel is passed to what may send on it at any time: by a literal
// that runs then, or to a function that is not in sight and can do nothing else with it.
//
//	subscribe(events) // func(chan<- Event)
func (c *classifier) passesLoose(u behaviour.PassedOn) bool {
	if u.Call == c.l.Call || typesx.IsBuiltin(c.p.Info, u.Call, "close") {
		return false
	}
	if u.In != c.in {
		return c.runsLoose(u.In, nil) && (c.p.maySend(u) || c.onlySends(u))
	}
	return c.p.runsInPlace(u.Call) && c.onlySends(u)
}

// onlySends reports whether what a channel is passed to is not in sight, and gets it to send.
func (c *classifier) onlySends(u behaviour.PassedOn) bool {
	if t := c.p.Resolve(u.Call); t.Func != nil {
		return false
	}
	sig, ok := types.Unalias(c.p.Info.TypeOf(u.Call.Fun)).Underlying().(*types.Signature)
	if !ok || u.Arg >= sig.Params().Len() {
		return false
	}
	ch, ok := sig.Params().At(u.Arg).Type().Underlying().(*types.Chan)
	return ok && ch.Dir() == types.SendOnly
}

// runsLoose reports whether a literal in the launcher, or one around it, may run while the
// launcher receives, though no go statement starts it.
func (c *classifier) runsLoose(f *syntax.Func, seen []ast.Node) bool {
	for f != nil && f.Outer != c.in {
		f = f.Outer
	}
	if f == nil || f == c.body() || slices.Contains(seen, f.Node) {
		return false
	}
	// It is the same for every launch beside it, each of which asks.
	known, ok := c.p.loose[f]
	if !ok {
		known = c.startedLoose(f, seen)
		if len(seen) == 0 {
			c.p.loose[f] = known
		}
	}
	return known
}

// startedLoose is runsLoose by where the literal stands: most often a go statement calls it.
func (c *classifier) startedLoose(f *syntax.Func, seen []ast.Node) bool {
	cur, ok := c.p.Index.Find(f.Node)
	if !ok {
		return false
	}
	if call, isCalled := cur.Parent().Node().(*ast.CallExpr); isCalled {
		return c.calledLoose(call)
	}
	return c.usedLoose(cur, append(seen, f.Node))
}

// usedLoose is runsLoose of a literal, or of a variable that has it, where that is used.
func (c *classifier) usedLoose(cur inspector.Cursor, seen []ast.Node) bool {
	x := cur.Node()
	for {
		cur = cur.Parent()
		if _, ok := cur.Node().(*ast.ParenExpr); !ok {
			break
		}
	}
	switch n := cur.Node().(type) {
	case *ast.CallExpr:
		return c.calledLoose(n)
	case *ast.ReturnStmt:
		return false // nobody receives here any more
	case *ast.AssignStmt:
		isPlace := slices.ContainsFunc(n.Lhs, func(l ast.Expr) bool { return l == x })
		return !isPlace && slices.ContainsFunc(n.Lhs, func(l ast.Expr) bool { return !c.isKept(l) || c.keepsLoose(l, seen) })
	case *ast.ValueSpec:
		return slices.ContainsFunc(n.Names, func(id *ast.Ident) bool { return c.keepsLoose(id, seen) })
	}
	return true
}

// calledLoose is usedLoose of what a call calls, or is given.
func (c *classifier) calledLoose(call *ast.CallExpr) bool {
	return call != c.l.Call && c.p.runsInPlace(call)
}

// isKept reports whether what is assigned to is a local variable of the launcher.
func (c *classifier) isKept(x ast.Expr) bool {
	id := typesx.Ident(x)
	v, ok := c.p.Info.ObjectOf(id).(*types.Var)
	return id != nil && ok && !v.IsField() && c.in.Declares(v)
}

// keepsLoose reports whether what a local variable holds runs loose by one of its uses.
func (c *classifier) keepsLoose(x ast.Expr, seen []ast.Node) bool {
	if !c.isKept(x) || slices.Contains(seen, ast.Node(x)) {
		return false
	}
	seen = append(seen, x)
	return slices.ContainsFunc(c.p.Index.Uses(c.p.Info.ObjectOf(typesx.Ident(x))), func(use inspector.Cursor) bool {
		if in := c.p.Index.FuncAt(use); in != c.in {
			return c.runsLoose(in, seen)
		}
		return c.usedLoose(use, seen)
	})
}
