// This file follows contexts through one more turn: a function that is passed a function, and
// calls it with a context.
//
//	func every(ctx context.Context, f func(context.Context)) { f(ctx) }
//	go every(ctx, func(ctx context.Context) { <-ctx.Done() })    // ctx ends it
//	go every(ctx, func(context.Context) { work() })              // it does not

package launch

import (
	"go/ast"
	"go/types"
	"slices"
)

// A handing is a context that a function hands to a parameter of function type,
// as an argument: whether anybody looks at it depends on what is passed for the
// parameter.
type handing struct {
	to  *types.Var
	arg int
	ctx place
}

// A Handed is a handing in numbers: Func is the parameter that is called.
type Handed struct {
	Func, Arg, Ctx int
}

// handsOn notes the contexts that a call of a parameter is given.
func (o *observer) handsOn(n *ast.CallExpr, to *types.Var) {
	for i, arg := range n.Args {
		for _, at := range o.p.carries(arg, o.f) {
			o.hand(handing{to, i, at})
		}
	}
}

// hand adds a handing once, up to maxPlaces of them.
func (o *observer) hand(h handing) {
	if !slices.Contains(o.eff.handed, h) && len(o.eff.handed) < maxPlaces && h.ctx.root != nil {
		o.eff.handed = append(o.eff.handed, h)
	}
}

// handed is what a callee hands on, when f is what it is passed for that: a parameter of this
// function, which its caller will bind, or a function that looks at it or does not.
func (o *observer) handed(f ast.Expr, arg int, contexts []place) {
	if inner := o.p.denotedBy(f); inner.param != nil && o.f.ParamIndex(inner.param) >= 0 {
		for _, at := range contexts {
			o.hand(handing{inner.param, arg, at})
		}
	} else if o.p.looksAt(inner, arg) {
		o.eff.contexts = add(o.eff.contexts, contexts...)
	}
}

// denotedBy is the function that an expression denotes; the zero target for none.
func (p *base) denotedBy(f ast.Expr) target {
	if f == nil {
		return target{}
	}
	return p.denoted(f, 0)
}

// looksAt reports whether a function looks at the context that is its argument i. One that
// cannot be seen counts as looking; one that is in sight and has no name for the parameter does
// not.
func (p *base) looksAt(t target, i int) bool {
	if t.recv != nil {
		i++
	}
	switch {
	case t.fn != nil:
		if i >= len(t.fn.Params) || t.fn.Params[i] == nil {
			return i >= len(t.fn.Params)
		}
		v := t.fn.Params[i]
		eff := p.effectsOf(t.fn)
		return slices.ContainsFunc(eff.contexts, func(at place) bool { return at.root == v }) ||
			slices.ContainsFunc(eff.handed, func(h handing) bool { return h.ctx.root == v })
	case t.known != nil:
		return slices.Contains(t.known.Contexts, i) ||
			slices.ContainsFunc(t.known.Handed, func(h Handed) bool { return h.Ctx == i })
	}
	return true
}
