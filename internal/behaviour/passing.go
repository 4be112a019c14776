// This file binds functions that are passed to functions. In
//
//	func spawn(f func(*worker), w *worker) { f(w) }
//	go spawn((*worker).loop, w)
//
// what runs in the end is loop, with its parameter bound to spawn's w. One such level is
// followed, with up to maxPassed arguments: a passing is compared, and has to be of a fixed size.

package behaviour

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/syntax"
)

// maxPassed is how many arguments of a call of a parameter are followed.
const maxPassed = 6

// A passing is a call of a parameter of function type, with what it is given: the
// parameters of the function around it, numbered from one. Zero is anything else.
//
//	func run(f func(*T), t *T) { f(t) }
type passing struct {
	to   *types.Var
	args [maxPassed]uint8
}

// passing is the call of a parameter in f.
func (p *Package) passing(t Target, f *syntax.Func) passing {
	c := passing{to: t.param}
	if t.Spread {
		return c
	}
	for i, arg := range t.Args {
		id, ok := arg.(*ast.Ident)
		if !ok || i >= maxPassed {
			continue
		}
		// A parameter that is set to something else is not what was given.
		if v, ok := p.Info.Uses[id].(*types.Var); ok && len(p.Gathered().Defs[v]) == 0 {
			if n := f.ParamIndex(v) + 1; n > 0 && n <= 1<<8-1 {
				c.args[i] = uint8(n)
			}
		}
	}
	return c
}

// PassedFor is the function that t is given for a parameter that it calls, with the
// arguments that it gets there, as far as t is given them, too.
func (p *Package) PassedFor(c passing, t Target) Target {
	inner := p.DenotedBy(t.Arg(t.Func.ParamIndex(c.to)))
	if inner.Args != nil {
		return inner
	}
	for _, n := range c.args {
		var arg ast.Expr
		if n > 0 {
			arg = t.Arg(int(n) - 1)
		}
		inner.Args = append(inner.Args, arg)
	}
	return inner
}

// PassedAt is PassedFor of a parameter that t calls in one way only; else the function without
// arguments.
func (p *Package) PassedAt(v *types.Var, t Target) Target {
	var found []passing
	for _, c := range p.EffectsOf(t.Func).Calls {
		if c.to == v {
			found = append(found, c)
		}
	}
	// With two calls the arguments of neither are those of the function.
	if len(found) != 1 {
		return p.DenotedBy(t.Arg(t.Func.ParamIndex(v)))
	}
	return p.PassedFor(found[0], t)
}
