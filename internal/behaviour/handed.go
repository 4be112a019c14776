// This file follows contexts through one more turn: a function that is passed a function, and
// calls it with a context.
//
//	func every(ctx context.Context, f func(context.Context)) { f(ctx) }
//	go every(ctx, func(ctx context.Context) { <-ctx.Done() })    // ctx ends it
//	go every(ctx, func(context.Context) { work() })              // it does not

package behaviour

import (
	"go/ast"
	"go/types"
	"slices"
)

// A handing is a context that a function hands to a parameter of function type,
// as an argument: whether anybody looks at it depends on what is passed for the
// parameter.
type handing struct {
	To  *types.Var
	Arg int
	Ctx Place
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

// hand adds a handing once, up to MaxPlaces of them.
func (o *observer) hand(h handing) {
	if !slices.Contains(o.eff.Handed, h) && len(o.eff.Handed) < MaxPlaces && h.Ctx.Root != nil {
		o.eff.Handed = append(o.eff.Handed, h)
	}
}

// handed is what a callee hands on, when f is what it is passed for that: a parameter of this
// function, which its caller will bind, or a function that looks at it or does not.
func (o *observer) handed(f ast.Expr, arg int, contexts []Place) {
	if inner := o.p.DenotedBy(f); inner.param != nil && o.f.ParamIndex(inner.param) >= 0 {
		for _, at := range contexts {
			o.hand(handing{inner.param, arg, at})
		}
	} else if o.p.LooksAt(inner, arg) {
		o.eff.Contexts = add(o.eff.Contexts, contexts...)
	}
}

// DenotedBy is the function that an expression denotes; the zero target for none.
func (p *Package) DenotedBy(f ast.Expr) Target {
	if f == nil {
		return Target{}
	}
	return p.Denoted(f, 0)
}

// LooksAt reports whether a function looks at the context that is its argument i. One that
// cannot be seen counts as looking; one that is in sight and has no name for the parameter does
// not.
func (p *Package) LooksAt(t Target, i int) bool {
	if t.Recv != nil {
		i++
	}
	switch {
	case t.Func != nil:
		if i >= len(t.Func.Params) || t.Func.Params[i] == nil {
			// Past the last parameter it is one of several values of a variadic one, which is not followed.
			return i >= len(t.Func.Params)
		}
		v := t.Func.Params[i]
		eff := p.EffectsOf(t.Func)
		return slices.ContainsFunc(eff.Contexts, func(at Place) bool { return at.Root == v }) ||
			slices.ContainsFunc(eff.Handed, func(h handing) bool { return h.Ctx.Root == v })
	case t.Known != nil:
		return slices.Contains(t.Known.Contexts, i) ||
			slices.ContainsFunc(t.Known.Handed, func(h Handed) bool { return h.Ctx == i })
	}
	return true
}
