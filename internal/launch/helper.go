// This file knows the calls by which the catalogue's helpers launch: what they run, what their
// group is, and the handle form, in which the launch is a plain go statement and the helper
// only gives a handle:
//
//	h := tracker.Start(ctx)
//	go func() {
//		defer h.Done() // the launch is tracked by h
//		work()
//	}()

package launch

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// Node is the go statement, or the call, that launches.
func (l *Launch) Node() ast.Node {
	if l.Go != nil {
		return l.Go
	}
	return l.Call
}

// approved reports whether a helper may be used where the node is.
func (p *Package) approved(h *catalog.Helper, at ast.Node) bool {
	return h.IsApproved(p.Fset.PositionFor(at.Pos(), false).Filename)
}

// helperCall returns the helper that is called, or nil.
func (p *Package) helperCall(call *ast.CallExpr) *catalog.Helper {
	return p.Helpers.Lookup(p.Callee(call))
}

// Run is the function that a launch runs, as it is written: what a go statement calls, or the
// argument that the helper's row says. Nil where it is not written, as for a helper that runs a
// method of its receiver.
func (p *Package) Run(l *Launch) ast.Expr {
	h := l.Helper
	switch {
	case l.Go != nil:
		return l.Call.Fun
	case l.Denied != nil:
		h = l.Denied
	case l.Other != nil && l.Other.Command:
		return l.Call.Fun
	case h == nil: // of the others
		h = &catalog.Helper{Fn: catalog.OnlyFn}
	}
	i := h.Fn
	if i == catalog.OnlyFn {
		i = onlyFunc(p.Callee(l.Call).Signature())
	}
	// (*T).Go(&g, f): the receiver is the first argument.
	if p.isMethodExpr(l.Call.Fun) {
		i++
	}
	if h.Fn == catalog.NoFn || i < 0 || i >= len(l.Call.Args) {
		return nil
	}
	return l.Call.Args[i]
}

// onlyFunc is the index of the first parameter that is a function, else -1.
func onlyFunc(sig *types.Signature) int {
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		// A variadic parameter of functions: its first argument runs.
		if s, ok := t.(*types.Slice); ok && sig.Variadic() && i == sig.Params().Len()-1 {
			t = s.Elem()
		}
		if _, ok := t.Underlying().(*types.Signature); ok {
			return i
		}
	}
	return -1
}

// isMethodExpr reports whether an expression is (*T).Method, whose first argument
// is the receiver.
func (p *Package) isMethodExpr(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok && p.Info.Selections[sel] != nil && p.Info.Selections[sel].Kind() == types.MethodExpr
}

// group is what a helper's method is called on, and how; nil where the helper is
// a function or what it is called on has no name.
func (p *Package) group(call *ast.CallExpr) (x ast.Expr, sel *types.Selection) {
	f, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || p.Info.Selections[f] == nil {
		return nil, nil
	}
	s := p.Info.Selections[f]
	if s.Kind() != types.MethodExpr {
		return f.X, s
	}
	if len(call.Args) == 0 {
		return nil, nil
	}
	return call.Args[0], nil
}

// groupPlaces are the names of what a helper's method is called on, the embedded group of a
// promoted method included.
func (p *Package) groupPlaces(call *ast.CallExpr, in *syntax.Func) []behaviour.Place {
	x, sel := p.group(call)
	if x == nil {
		return nil
	}
	list := p.Names(x, in)
	if sel != nil {
		list = behaviour.FieldPath(list, sel)
	}
	return list
}

// passed is what a call of a helper runs that is not approved: the function that
// it is given, with the contexts that it is given for those that it takes.
func (p *Package) passed(l *Launch) behaviour.Target {
	run := p.Run(l)
	if run == nil {
		return behaviour.Target{Args: l.Call.Args}
	}
	t := p.Denoted(run, 0)
	var ctx ast.Expr
	for _, arg := range l.Call.Args {
		if p.IsContext(p.Info.TypeOf(arg)) {
			ctx = arg
		}
	}
	// The helper hands its context to what it runs.
	if sig, ok := p.Info.TypeOf(run).Underlying().(*types.Signature); ok && ctx != nil {
		for i := range sig.Params().Len() {
			t.Args = append(t.Args, nil)
			if p.IsContext(sig.Params().At(i).Type()) {
				t.Args[i] = ctx
			}
		}
	}
	return t
}

// givenByHelper reports whether a context that the body takes is one that its helper's receiver
// has, as of an errgroup-like type: whoever owns that can cancel it.
func (c *classifier) givenByHelper() bool {
	if c.l.Denied == nil {
		return false
	}
	x, _ := c.p.group(c.l.Call)
	return x != nil
}

// member are the signals by which the group of a helper that is not approved
// reports of the end of what it launched.
func (c *classifier) member() []Signal {
	if c.l.Denied == nil || len(c.l.Denied.Waits) == 0 {
		return nil
	}
	return c.signals(nil, c.p.groupPlaces(c.l.Call, c.in), catalog.MemberOf(c.l.Denied.Waits), behaviour.Inside{})
}

// handled reports whether the launch is of the handle form: the body defers, at
// its top level, the end of a handle that was started outside of it.
func (c *classifier) handled() bool {
	if c.body() == nil || c.l.Go == nil {
		return false
	}
	// At its top level: a defer under a condition need not be reached.
	for _, s := range c.body().Body.List {
		d, ok := s.(*ast.DeferStmt)
		if !ok {
			continue
		}
		sel, ok := ast.Unparen(d.Call.Fun).(*ast.SelectorExpr)
		if !ok {
			continue
		}
		helpers := c.p.Ended(c.p.Function(sel))
		if len(helpers) == 0 {
			continue
		}
		// The handle must be of outside: one that the body starts itself tracks nothing before.
		for _, at := range c.p.Origins(sel.X, c.body()) {
			if at.Ctx { // what was made from a context inside of the body
				continue
			}
			if h, start := c.startedBy(helpers, at); h != nil && c.p.approved(h, c.l.Go) {
				c.l.Helper, c.l.Start = h, start
				return true
			}
		}
	}
	return false
}

// source is the one expression that ever gives a variable its value, be it one of
// several that a call yields.
func (p *Package) source(v *types.Var) ast.Expr {
	if defs := p.Gathered().Defs[v.Origin()]; len(defs) == 1 && !defs[0].Each {
		return defs[0].Value
	}
	return nil
}

// startedBy returns which of the helpers started the handle at a place of the body, or nil, and
// the call that did. A handle that comes from elsewhere (a parameter, a field, a result) counts
// as any's: whoever gave it is trusted.
func (c *classifier) startedBy(helpers []*catalog.Helper, at behaviour.Place) (*catalog.Helper, *ast.CallExpr) {
	var value ast.Expr
	if i := c.body().ParamIndex(at.Root); i >= 0 {
		value = c.t.Arg(i)
	}
	if value == nil && at.Path == "" {
		if value = c.p.source(at.Root); value == nil {
			if c.p.Index.TakenBy(at.Root) != nil {
				return helpers[0], nil
			}
			return nil, nil
		}
	}
	for range behaviour.MaxDepth {
		// Through variables that are set once, to the call that started it.
		id, ok := ast.Unparen(value).(*ast.Ident)
		if !ok {
			break
		}
		v, ok := c.p.Info.ObjectOf(id).(*types.Var)
		if !ok || c.p.source(v) == nil {
			break
		}
		value = c.p.source(v)
	}
	call, ok := ast.Unparen(value).(*ast.CallExpr)
	if !ok {
		return helpers[0], nil
	}
	if h := c.p.helperCall(call); h != nil && h.Done != "" {
		return h, call
	}
	return nil, nil
}
